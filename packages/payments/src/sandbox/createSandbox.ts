import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InternalError } from '@games/service';
import type { PaymentKeys } from '../keys.ts';
import { sandboxAccounts } from '../sandboxAccounts.ts';
import { createAcquirerRoom } from './acquirerRoom.ts';
import { createAlipayRoom } from './alipayRoom.ts';
import { type Exchange, jsonReply, pageReply, parseJson, type Reply, readExchange, sendReply } from './exchange.ts';
import { createNotifier } from './notifier.ts';
import { messagePage } from './pages.ts';
import { createSwitchboard, readSwitch, type Switchboard } from './switchboard.ts';

export type SandboxOptions = {
  /** Port; 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly keys: PaymentKeys;
};

export type Sandbox = {
  readonly url: string;
  readonly switchboard: Switchboard;
  close(): Promise<void>;
};

/** How long a request is left hanging whose answer is lost or withheld: longer than any caller waits. */
const SILENCE_MS = 60_000;

/**
 * A payment provider to develop and test against: an acquirer for Visa cards with 3-D Secure below `/acquirer`, Alipay below
 * `/alipay`, and switches for what can go wrong at `/switches`. It holds a bounded number of payments in memory and no money.
 */
export async function createSandbox({ port, host = '127.0.0.1', keys }: SandboxOptions): Promise<Sandbox> {
  if (keys.alipayPrivateKey === null) throw new InternalError('The sandbox needs the key that Alipay would sign with.');
  const switchboard = createSwitchboard();
  const notifier = createNotifier();
  let baseUrl = '';
  const rooms: Readonly<Record<string, (exchange: Exchange) => Reply>> = {
    acquirer: createAcquirerRoom({
      ...sandboxAccounts,
      apiKey: keys.acquirerApiKey,
      webhookSecret: keys.acquirerWebhookSecret,
      switchboard,
      notifier,
      baseUrl: () => baseUrl,
    }),
    alipay: createAlipayRoom({
      ...sandboxAccounts,
      privateKey: keys.alipayPrivateKey,
      merchantPublicKey: createPublicKey(keys.alipayMerchantPrivateKey),
      switchboard,
      notifier,
    }),
    switches: (exchange) => setSwitch(switchboard, exchange),
    health: () => jsonReply(200, { status: 'live' }),
  };
  const answer = (exchange: Exchange): Reply => {
    const room = rooms[exchange.url.pathname.split('/')[1] ?? ''];
    return room?.(exchange) ?? (room ? null : pageReply(messagePage('Payment sandbox', 'Nothing here.'), 404));
  };
  const server = createServer((request, response) => {
    readExchange(request)
      .then((exchange) => send(response, exchange === null ? jsonReply(413, {}) : answer(exchange)))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening');
  baseUrl = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url: baseUrl,
    switchboard,
    close: async () => {
      await notifier.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === null) setTimeout(() => response.destroy(), SILENCE_MS).unref();
  else sendReply(response, reply);
}

/** `POST /switches` sets one, `DELETE /switches` clears all. */
function setSwitch(switchboard: Switchboard, exchange: Exchange): Reply {
  if (exchange.method === 'DELETE') {
    switchboard.clear();
    return jsonReply(200, { cleared: true });
  }
  const entry = exchange.method === 'POST' ? readSwitch(parseJson(exchange.body)) : null;
  if (entry === null)
    return jsonReply(400, { error: 'POST {"match": {…}, "behaviour": {…}, "times": 1}; see the README.' });
  switchboard.set(entry);
  return jsonReply(200, { set: entry });
}

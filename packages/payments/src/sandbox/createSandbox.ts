import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InternalError } from '@games/service';
import type { PaymentKeys } from '../providers/keys.ts';
import { sandboxAccounts } from '../providers/sandboxAccounts.ts';
import { createAcquirerEndpoints } from './acquirerEndpoints.ts';
import { createAlipayEndpoints } from './alipayEndpoints.ts';
import { createFaultRules, type FaultRules, readFaultRule } from './faultRules.ts';
import {
  jsonReply,
  pageReply,
  parseJson,
  type Reply,
  readSandboxRequest,
  type SandboxRequest,
  sendReply,
} from './http.ts';
import { createNotifier } from './notifier.ts';
import { messagePage } from './pages.ts';

export interface SandboxOptions {
  /** Port; 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly keys: PaymentKeys;
}

export interface Sandbox {
  readonly url: string;
  readonly faultRules: FaultRules;
  close(): Promise<void>;
}

/** How long a request is left hanging whose answer is lost or withheld: longer than any caller waits. */
const silenceMs = 60_000;

/**
 * A payment provider to develop and test against: an acquirer for Visa cards with 3-D Secure below `/acquirer`, Alipay below
 * `/alipay`, and rules of fault injection at `/fault-rules`. It holds a bounded number of payments in memory and no money.
 */
export async function createSandbox({ port, host = '127.0.0.1', keys }: SandboxOptions): Promise<Sandbox> {
  if (keys.alipayPrivateKey === null) throw new InternalError('The sandbox needs the key that Alipay would sign with.');
  const faultRules = createFaultRules();
  const notifier = createNotifier();
  let baseUrl = '';
  const endpoints: Readonly<Record<string, (request: SandboxRequest) => Reply>> = {
    acquirer: createAcquirerEndpoints({
      ...sandboxAccounts,
      apiKey: keys.acquirerApiKey,
      webhookSecret: keys.acquirerWebhookSecret,
      faultRules,
      notifier,
      baseUrl: () => baseUrl,
    }),
    alipay: createAlipayEndpoints({
      ...sandboxAccounts,
      privateKey: keys.alipayPrivateKey,
      merchantPublicKey: createPublicKey(keys.alipayMerchantPrivateKey),
      faultRules,
      notifier,
    }),
    'fault-rules': (request) => editFaultRules(faultRules, request),
    health: () => jsonReply(200, { status: 'live' }),
  };
  const answer = (request: SandboxRequest): Reply => {
    const endpoint = endpoints[request.url.pathname.split('/')[1] ?? ''];
    return endpoint?.(request) ?? (endpoint ? null : pageReply(messagePage('Payment sandbox', 'Nothing here.'), 404));
  };
  const server = createServer((request, response) => {
    readSandboxRequest(request)
      .then((request) => send(response, request === null ? jsonReply(413, {}) : answer(request)))
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 65_000;
  server.listen(port, host);
  await once(server, 'listening');
  baseUrl = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url: baseUrl,
    faultRules,
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
  if (reply === null) setTimeout(() => response.destroy(), silenceMs).unref();
  else sendReply(response, reply);
}

/** `POST /fault-rules` adds one, `DELETE /fault-rules` removes all. */
function editFaultRules(faultRules: FaultRules, request: SandboxRequest): Reply {
  if (request.method === 'DELETE') {
    faultRules.clear();
    return jsonReply(200, { cleared: true });
  }
  const entry = request.method === 'POST' ? readFaultRule(parseJson(request.body)) : null;
  if (entry === null)
    return jsonReply(400, { error: 'POST {"match": {…}, "faults": {…}, "times": 1}; see the README.' });
  faultRules.add(entry);
  return jsonReply(200, { added: entry });
}

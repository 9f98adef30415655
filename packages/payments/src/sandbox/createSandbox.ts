import { createPublicKey } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { httpLimits, serveHttp } from '@games/http';
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
import { openSandboxState } from './sandboxState.ts';

export interface SandboxOptions {
  /** Port; 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly keys: PaymentKeys;
  /** Where it keeps what it knows, so that a restart forgets nothing; in memory when absent. */
  readonly stateFile?: string;
}

export interface Sandbox {
  readonly url: string;
  readonly faultRules: FaultRules;
  /** Resolves when every notification has been sent and understood. */
  notified(): Promise<void>;
  close(): Promise<void>;
}

/** How long a request is left hanging whose answer is lost or withheld: longer than any caller waits. */
const silenceMs = 60_000;

/**
 * A payment provider to develop and test against: an acquirer for Visa cards with 3-D Secure below `/acquirer`, Alipay below
 * `/alipay`, and rules of fault injection at `/fault-rules`. It remembers a bounded number of payments and holds no money.
 */
export async function createSandbox({ port, host = '127.0.0.1', keys, stateFile }: SandboxOptions): Promise<Sandbox> {
  if (keys.alipayPrivateKey === null) throw new InternalError('The sandbox needs the key that Alipay would sign with.');
  const state = openSandboxState(stateFile ?? null);
  const faultRules = createFaultRules();
  const notifier = createNotifier();
  let baseUrl = '';
  const endpoints: Readonly<Record<string, (request: SandboxRequest) => Reply>> = {
    acquirer: createAcquirerEndpoints({
      ...sandboxAccounts,
      apiKey: keys.acquirerApiKey,
      webhookSecret: keys.acquirerWebhookSecret,
      state,
      faultRules,
      notifier,
      baseUrl: () => baseUrl,
    }),
    alipay: createAlipayEndpoints({
      ...sandboxAccounts,
      privateKey: keys.alipayPrivateKey,
      merchantPublicKey: createPublicKey(keys.alipayMerchantPrivateKey),
      state,
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
  const server = await serveHttp({
    handle: async (incoming, response) => send(response, answer(await readSandboxRequest(incoming))),
    host,
    port,
    limits: { connectionsPerAddressMax: httpLimits.connectionsMax },
  });
  baseUrl = server.origin;
  return {
    url: baseUrl,
    faultRules,
    notified: notifier.settled,
    close: async () => {
      await notifier.close();
      await server.close(0);
      state.close();
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

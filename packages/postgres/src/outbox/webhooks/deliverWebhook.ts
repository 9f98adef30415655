import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import type { Database } from '../../database.ts';
import type { OutboxEvent } from '../outboxEvent.ts';
import { UndeliverableEvent } from '../relay.ts';
import { insertAttempt, selectEndpoint, type WebhookEndpoint } from './endpoints.ts';
import { signWebhook } from './signature.ts';
import { hostOf, isPublicAddress, lookupPublic, type TargetRules } from './target.ts';

export interface WebhookRules extends TargetRules {
  /** Failed attempts in a row after which an endpoint is disabled. */
  readonly failuresMax: number;
}

/**
 * `deliver` of a relay on {@link webhookQueue}: sends the event to its endpoint, signed, and logs the attempt.
 * A 2xx is a success; anything else, a redirect too, is a failure and is tried again.
 */
export function createWebhookDelivery(database: Database, rules: WebhookRules) {
  return async (event: OutboxEvent, signal: AbortSignal): Promise<void> => {
    const [endpointId = ''] = event.aggregate.split(' ', 1);
    const endpoint = await selectEndpoint(database, endpointId);
    if (endpoint === null) throw new UndeliverableEvent('The endpoint is gone.');
    if (endpoint.disabled !== null) throw new UndeliverableEvent(`The endpoint is disabled: ${endpoint.disabled}`);
    const beganMs = performance.now();
    const { status, error } = await attempt(endpoint, event, rules, signal);
    const durationMs = Math.round(performance.now() - beganMs);
    const { id: eventId, type, attempts } = event;
    const entry = { eventId, type, attempt: attempts + 1, status, error, durationMs };
    await insertAttempt(database, endpoint.id, entry, rules.failuresMax);
    if (error !== null) throw new Error(error);
  };
}

async function attempt(
  endpoint: WebhookEndpoint,
  event: OutboxEvent,
  rules: TargetRules,
  signal: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  const body = JSON.stringify({ type: event.type, timestamp: event.happenedAt.toISOString(), data: event.payload });
  try {
    const status = await post(endpoint, event.id, body, rules, signal);
    return { status, error: status >= 200 && status < 300 ? null : `The endpoint answered with status ${status}.` };
  } catch (error) {
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Posts and returns the status. The answer's body is not read: nothing in it matters to us. */
function post(
  endpoint: WebhookEndpoint,
  eventId: string,
  body: string,
  { allowLocal }: TargetRules,
  signal: AbortSignal,
): Promise<number> {
  const url = new URL(endpoint.url);
  const host = hostOf(url);
  if (!allowLocal && isIP(host) !== 0 && !isPublicAddress(host))
    throw new Error(`${host} is not on the public Internet`);
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      agent: false,
      signal,
      ...(allowLocal ? {} : { lookup: lookupPublic }),
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'Games-Graph-Webhooks/1',
        ...signWebhook(endpoint.secret, eventId, body),
      },
    });
    outgoing.on('response', (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

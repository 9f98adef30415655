import type { Queryable } from '../../database.ts';
import { sql } from '../../sql.ts';
import { createWebhookSecret } from './signature.ts';
import { reasonToRejectTarget, type TargetRules } from './target.ts';

/** Where a partner wants to hear of events. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly partner: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly secret: string;
  /** Failed attempts since the last success. */
  readonly failures: number;
  /** Why it is disabled; null while it is enabled. */
  readonly disabled: string | null;
  readonly createdAt: Date;
}

export type EndpointOutcome =
  | { readonly kind: 'Registered'; readonly endpoint: WebhookEndpoint }
  | { readonly kind: 'Refused'; readonly message: string };

export interface NewEndpoint {
  readonly partner: string;
  readonly url: string;
  /** Types of events, or everything below a prefix: `ticketing.*`. */
  readonly eventTypes: readonly string[];
}

const columns = sql`id, partner, url, event_types as "eventTypes", secret, failures, disabled, created_at as "createdAt"`;
const eventTypePattern = /^[a-z]+(\.[a-z_]+)*(\.\*)?$/;

/**
 * Registers an endpoint, or changes the event types of the partner's endpoint with the same address and enables it again.
 * The secret is made once and stays.
 */
export async function registerEndpoint(
  db: Queryable,
  { partner, url, eventTypes }: NewEndpoint,
  rules: TargetRules,
): Promise<EndpointOutcome> {
  if (eventTypes.length === 0 || eventTypes.length > 100 || !eventTypes.every((type) => eventTypePattern.test(type))) {
    return { kind: 'Refused', message: 'Name 1 to 100 event types such as ticketing.order.completed or ticketing.*' };
  }
  const refusal = await reasonToRejectTarget(url, rules);
  if (refusal !== null) return { kind: 'Refused', message: refusal };
  const endpoint = await db.one<WebhookEndpoint>(sql`
    insert into webhook_endpoint (partner, url, event_types, secret)
    values (${partner}, ${url}, ${eventTypes}, ${createWebhookSecret()})
    on conflict (partner, url) do update set event_types = excluded.event_types, disabled = null, failures = 0
    returning ${columns}`);
  return { kind: 'Registered', endpoint };
}

/** Endpoints of a partner, or of all partners, oldest first, 1,000 at most. */
export function selectEndpoints(db: Queryable, partner: string | null): Promise<WebhookEndpoint[]> {
  return db.many(sql`
    select ${columns} from webhook_endpoint where ${partner}::text is null or partner = ${partner}
    order by created_at, id limit 1000`);
}

/** Deletes an endpoint with its log. Returns it, or null when it does not exist. */
export function deleteEndpoint(db: Queryable, id: string): Promise<WebhookEndpoint | null> {
  return db.maybeOne(sql`delete from webhook_endpoint where id = ${id} returning ${columns}`);
}

export function selectEndpoint(db: Queryable, id: string): Promise<WebhookEndpoint | null> {
  return db.maybeOne(sql`select ${columns} from webhook_endpoint where id = ${id}`);
}

export interface WebhookAttempt {
  readonly sequence: bigint;
  readonly eventId: string;
  readonly type: string;
  readonly attempt: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly madeAt: Date;
}

const attemptsKeptMax = 1_000;

/**
 * Writes an attempt into the endpoint's log, of which the last thousand are kept, and counts its failures: after
 * `failuresMax` in a row, or when it says it is gone (410), the endpoint is disabled.
 */
export async function insertAttempt(
  db: Queryable,
  endpointId: string,
  attempt: Omit<WebhookAttempt, 'sequence' | 'madeAt'>,
  failuresMax: number,
): Promise<void> {
  const failed = attempt.error !== null;
  await db.run(sql`
    with logged as (
      insert into webhook_attempt (endpoint_id, event_id, type, attempt, status, error, duration_ms)
      values (${endpointId}, ${attempt.eventId}, ${attempt.type}, ${attempt.attempt}, ${attempt.status},
              ${attempt.error}, ${attempt.durationMs})
    ), forgotten as (
      delete from webhook_attempt where endpoint_id = ${endpointId} and sequence < (
        select sequence from webhook_attempt where endpoint_id = ${endpointId}
        order by sequence desc offset ${attemptsKeptMax - 1} limit 1)
    )
    update webhook_endpoint set
      failures = ${failed ? sql`failures + 1` : sql`0`},
      disabled = case
        when ${attempt.status}::integer = 410 then 'The endpoint answered 410 Gone.'
        when ${failed} and failures + 1 >= ${failuresMax} then 'Too many deliveries failed in a row.'
        else disabled
      end
    where id = ${endpointId}`);
}

/** The newest attempts of an endpoint, 100 at most. */
export function selectAttempts(db: Queryable, endpointId: string): Promise<WebhookAttempt[]> {
  return db.many(sql`
    select sequence, event_id as "eventId", type, attempt, status, error, duration_ms as "durationMs", made_at as "madeAt"
    from webhook_attempt where endpoint_id = ${endpointId} order by sequence desc limit 100`);
}

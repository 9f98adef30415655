import { type Queryable, sql } from '@games/postgres';
import type { IdempotentRequest, KnownKey } from '../domain/idempotency.ts';

/**
 * Writes an outcome under its key. Returns null when that was done, or what another request has written there before:
 * the caller then answers with that, and rolls back what it has done.
 */
export async function insertOutcome<Outcome extends object>(
  db: Queryable,
  request: IdempotentRequest,
  outcome: Outcome,
): Promise<KnownKey<Outcome> | null> {
  const inserted = await db.run(sql`
    insert into idempotency_key (caller, key, command, request_hash, outcome)
    values (${request.caller}, ${request.key}, ${request.command}, ${request.requestHash}, ${JSON.stringify(outcome)})
    on conflict do nothing`);
  return inserted === 1 ? null : selectKey<Outcome>(db, request);
}

/** What is known of a key; null when it is new. */
export function selectKey<Outcome extends object>(
  db: Queryable,
  { caller, key }: Pick<IdempotentRequest, 'caller' | 'key'>,
): Promise<KnownKey<Outcome> | null> {
  return db.maybeOne<KnownKey<Outcome>>(sql`
    select command, request_hash as "requestHash", outcome from idempotency_key
    where caller = ${caller} and key = ${key}`);
}

/** Forgets keys that are older than a day, some at a time. Returns how many. */
export function deleteOldKeys(db: Queryable, limit: number): Promise<number> {
  return db.run(sql`
    delete from idempotency_key where ctid = any(array(
      select ctid from idempotency_key where created_at < now() - interval '24 hours' limit ${limit}))`);
}

/**
 * Writes many outcomes under their keys. Returns, place by place, whether it was written; where it was not, the key had
 * been used.
 */
export async function insertOutcomes(
  db: Queryable,
  entries: readonly { readonly request: IdempotentRequest; readonly outcome: object }[],
): Promise<readonly boolean[]> {
  if (entries.length === 0) return [];
  const written = await db.many<{ caller: string; key: string }>(sql`
    insert into idempotency_key (caller, key, command, request_hash, outcome)
    select * from unnest(
      ${entries.map(({ request }) => request.caller)}::text[], ${entries.map(({ request }) => request.key)}::text[],
      ${entries.map(({ request }) => request.command)}::text[],
      ${entries.map(({ request }) => request.requestHash)}::text[],
      ${entries.map(({ outcome }) => JSON.stringify(outcome))}::jsonb[])
    on conflict do nothing
    returning caller, key`);
  const found = new Set(written.map(({ caller, key }) => `${caller}\n${key}`));
  return entries.map(({ request }) => found.has(`${request.caller}\n${request.key}`));
}

/** What is known of many keys; null, place by place, for those that are new. */
export async function selectKeys<Outcome extends object>(
  db: Queryable,
  requests: readonly Pick<IdempotentRequest, 'caller' | 'key'>[],
): Promise<readonly (KnownKey<Outcome> | null)[]> {
  const rows = await db.many<KnownKey<Outcome> & { readonly ix: number }>(sql`
    select r.ix::integer as ix, k.command, k.request_hash as "requestHash", k.outcome
    from unnest(${requests.map(({ caller }) => caller)}::text[], ${requests.map(({ key }) => key)}::text[])
      with ordinality as r (caller, key, ix)
    join idempotency_key k on k.caller = r.caller and k.key = r.key`);
  const found = new Map(rows.map((row) => [row.ix, row]));
  return requests.map((_, index) => found.get(index + 1) ?? null);
}

import { sql, type Transaction } from '@games/postgres';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import type { IdempotentRequest } from '../../domain/idempotency.ts';

/** A hold whose places are claimed. Lists go place by place. */
export interface ClaimedHold {
  readonly idempotency: IdempotentRequest;
  readonly holdId: string;
  readonly fanId: string;
  readonly sessionId: number;
  readonly phaseId: number | null;
  readonly allocationId: number;
  readonly holdSeconds: number;
  /** Seats, or null for places of an area. */
  readonly seatNos: readonly number[] | null;
  /** Of places of an area: its block and the pool that they came from. */
  readonly blockNo: number | null;
  readonly poolNo: number | null;
  readonly categories: readonly number[];
  readonly pricesMinor: readonly bigint[];
  readonly currency: string;
  readonly accountCap: number;
  readonly sessionCap: number;
}

/** Whether a hold whose seats are claimed could be inserted. */
export interface InsertedHoldRow {
  readonly ix: number;
  /** Limits of the account that the hold fits; it needs both. */
  readonly accountFits: boolean;
  readonly sessionFits: boolean;
  /** False when another request has used the key in the meantime. */
  readonly keyed: boolean;
  readonly expiresAt: Date | null;
}

const list = (values: readonly (number | bigint)[]): string => `{${values.join()}}`;

/**
 * Counts the places of many holds against their accounts' limits and writes the holds and the outcomes under their keys,
 * in one statement. Each fan may be in the batch once. A limit's row is the lock and the decision: it is added to only
 * while the sum stays within the cap, and a CHECK stands behind that. A hold that does not fit one limit is not
 * written, but the other limit has counted it: see {@link updateAllowancesReleased}.
 */
export function insertHolds(tx: Transaction, holds: readonly ClaimedHold[]): Promise<InsertedHoldRow[]> {
  const outcomes = holds.map(({ holdId }) => JSON.stringify({ kind: 'Held', holdId } satisfies HoldOutcome));
  return tx.many(sql`
    with wanted as materialized (
      select * from unnest(
        ${holds.map((_, ix) => ix)}::integer[], ${holds.map(({ holdId }) => holdId)}::uuid[],
        ${holds.map(({ fanId }) => fanId)}::text[], ${holds.map(({ sessionId }) => sessionId)}::integer[],
        ${holds.map(({ phaseId }) => phaseId)}::integer[],
        ${holds.map(({ allocationId }) => allocationId)}::integer[],
        ${holds.map(({ holdSeconds }) => holdSeconds)}::integer[],
        ${holds.map(({ seatNos }) => (seatNos === null ? null : list(seatNos)))}::text[],
        ${holds.map(({ blockNo }) => blockNo)}::integer[], ${holds.map(({ poolNo }) => poolNo)}::smallint[],
        ${holds.map(({ categories }) => list(categories))}::text[],
        ${holds.map(({ pricesMinor }) => list(pricesMinor))}::text[],
        ${holds.map(({ currency }) => currency)}::text[],
        ${holds.map(({ categories }) => categories.length)}::smallint[],
        ${holds.map(({ accountCap }) => accountCap)}::integer[],
        ${holds.map(({ sessionCap }) => sessionCap)}::integer[],
        ${holds.map(({ idempotency }) => idempotency.key)}::text[],
        ${holds.map(({ idempotency }) => idempotency.command)}::text[],
        ${holds.map(({ idempotency }) => idempotency.requestHash)}::text[], ${outcomes}::text[]
      ) as h (ix, hold_id, fan_id, session_id, phase_id, allocation_id, hold_seconds, seats, block_no, pool_no,
        categories, prices, currency, quantity, account_cap, session_cap, key, command, request_hash, outcome)
    ), counted as (
      insert into fan_allowance as a (fan_id, session_id, taken, cap)
      select fan_id, scope.session_id, quantity, scope.cap
      from wanted cross join lateral (values (0, account_cap), (wanted.session_id, session_cap)) as scope (session_id, cap)
      order by fan_id, scope.session_id
      on conflict (fan_id, session_id) do update set taken = a.taken + excluded.taken, cap = excluded.cap
        where a.taken + excluded.taken <= excluded.cap
      returning a.fan_id, a.session_id
    ), fitting as materialized (
      select h.ix, bool_or(c.session_id = 0) as account, bool_or(c.session_id <> 0) as session
      from wanted h join counted c on c.fan_id = h.fan_id group by h.ix
    ), inserted as (
      insert into hold (id, fan_id, session_id, phase_id, allocation_id, expires_at, seat_nos, block_no, pool_no,
        categories, prices_minor, currency, quantity)
      select h.hold_id, h.fan_id, h.session_id, h.phase_id, h.allocation_id, now() + h.hold_seconds * interval '1 second',
        h.seats::integer[], h.block_no, h.pool_no, h.categories::smallint[], h.prices::bigint[], h.currency, h.quantity
      from wanted h join fitting r on r.ix = h.ix and r.account and r.session
      returning id, expires_at
    ), keyed as (
      insert into idempotency_key (caller, key, command, request_hash, outcome)
      select h.fan_id, h.key, h.command, h.request_hash, h.outcome::jsonb
      from wanted h join fitting r on r.ix = h.ix and r.account and r.session
      on conflict do nothing
      returning caller, key
    )
    select h.ix, coalesce(r.account, false) as "accountFits", coalesce(r.session, false) as "sessionFits",
      keyed.key is not null as keyed, inserted.expires_at as "expiresAt"
    from wanted h
    left join fitting r on r.ix = h.ix
    left join inserted on inserted.id = h.hold_id
    left join keyed on keyed.caller = h.fan_id and keyed.key = h.key`);
}

/** Deletes holds that this very transaction has written. */
export async function deleteHolds(tx: Transaction, holdIds: readonly string[]): Promise<void> {
  await tx.run(sql`delete from hold where id = any(${holdIds}::uuid[])`);
}

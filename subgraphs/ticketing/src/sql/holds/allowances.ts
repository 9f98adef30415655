import { type Queryable, sql, type Transaction } from '@games/postgres';

/** What a fan has bought, or holds at this moment, over the whole Games. */
export async function selectTakenByFan(db: Queryable, fanId: string): Promise<number> {
  const { taken } = await db.one<{ taken: number }>(sql`
    select (coalesce((select taken from fan_allowance where fan_id = ${fanId} and session_id = 0), 0)
      - coalesce((select sum(quantity) from hold
          where fan_id = ${fanId} and state = 'HELD' and expires_at <= now()), 0))::integer as taken`);
  return taken;
}

/** Places counted against one limit of an account: of a session, or of the whole Games (session 0). */
export interface AllowanceChange {
  readonly fanId: string;
  readonly sessionId: number;
  readonly quantity: number;
}

/** Takes places off the counts. */
export async function updateAllowancesReleased(db: Queryable, changes: readonly AllowanceChange[]): Promise<void> {
  if (changes.length === 0) return;
  await db.run(sql`
    update fan_allowance a set taken = a.taken - back.quantity
    from (
      select fan_id, session_id, sum(quantity)::integer as quantity
      from unnest(${changes.map(({ fanId }) => fanId)}::text[], ${changes.map(({ sessionId }) => sessionId)}::integer[],
        ${changes.map(({ quantity }) => quantity)}::integer[]) as b (fan_id, session_id, quantity)
      group by 1, 2
    ) back
    where a.fan_id = back.fan_id and a.session_id = back.session_id`);
}

/** What an account has taken of one limit. */
export async function selectTaken(tx: Transaction, fanId: string, sessionId: number): Promise<number> {
  const row = await tx.maybeOne<{ taken: number }>(sql`
    select taken from fan_allowance where fan_id = ${fanId} and session_id = ${sessionId}`);
  return row?.taken ?? 0;
}

/**
 * Counts places of a hold again that had been released, against both limits of the account. When one of them is
 * full (`complete` is false) the caller releases what the other has `counted`.
 */
export async function updateAllowancesTaken(
  tx: Transaction,
  { fanId, sessionId, quantity }: AllowanceChange,
): Promise<{ readonly complete: boolean; readonly counted: readonly AllowanceChange[] }> {
  const rows = await tx.many<{ sessionId: number }>(sql`
    update fan_allowance set taken = taken + ${quantity}
    where fan_id = ${fanId} and session_id in (0, ${sessionId}) and taken + ${quantity} <= cap
    returning session_id as "sessionId"`);
  return { complete: rows.length === 2, counted: rows.map((row) => ({ fanId, sessionId: row.sessionId, quantity })) };
}

/**
 * Counts places against both limits of an account, making the counts where they are missing. Returns false, with nothing
 * counted, when one of them is full.
 */
export async function insertAllowances(
  tx: Transaction,
  place: AllowanceChange,
  limits: { readonly accountCap: number; readonly sessionCap: number },
): Promise<boolean> {
  const { fanId, sessionId, quantity } = place;
  if (quantity > limits.accountCap || quantity > limits.sessionCap) return false;
  const rows = await tx.many<{ sessionId: number }>(sql`
    insert into fan_allowance as a (fan_id, session_id, taken, cap)
    values (${fanId}, 0, ${quantity}, ${limits.accountCap}), (${fanId}, ${sessionId}, ${quantity}, ${limits.sessionCap})
    on conflict (fan_id, session_id) do update set taken = a.taken + excluded.taken, cap = excluded.cap
      where a.taken + excluded.taken <= excluded.cap
    returning session_id as "sessionId"`);
  if (rows.length === 2) return true;
  await updateAllowancesReleased(
    tx,
    rows.map((row) => ({ ...place, sessionId: row.sessionId })),
  );
  return false;
}

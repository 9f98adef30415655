import { type Queryable, sql, type Transaction } from '@games/postgres';

export interface GamesRow {
  readonly code: string;
  readonly feedFlag: 'P' | 'T';
  readonly utcOffsetMinutes: number | null;
}

/** The Games of this database, or null before the first message. */
export function selectGames(db: Queryable): Promise<GamesRow | null> {
  return db.maybeOne(sql`
    select code, feed_flag as "feedFlag", utc_offset_minutes as "utcOffsetMinutes" from games`);
}

/** Names the Games of this database, unless it has one; returns the one it has. */
export async function claimGames(tx: Transaction, code: string, feedFlag: 'P' | 'T'): Promise<GamesRow> {
  await tx.run(sql`insert into games (code, feed_flag) values (${code}, ${feedFlag}) on conflict do nothing`);
  return tx.one(sql`
    select code, feed_flag as "feedFlag", utc_offset_minutes as "utcOffsetMinutes" from games`);
}

/** Learns the offset of the venues' clocks, once. */
export async function updateUtcOffset(tx: Transaction, minutes: number): Promise<void> {
  await tx.run(sql`update games set utc_offset_minutes = ${minutes} where utc_offset_minutes is null`);
}

/** One transaction at a time applies messages, whichever process it is in. Held until the transaction ends. */
export async function lockApplying(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('odf.apply'))`);
}

import { type Database, sql } from '@games/postgres';

/** Whether the database answers and has been prepared for this service. */
export async function isDatabaseReady(db: Database): Promise<boolean> {
  const { ready } = await db.one<{ ready: boolean }>(sql`select to_regclass('participant') is not null as ready`);
  return ready;
}

import { type Database, sql } from '@games/postgres';

/** Lets the planner look at the tables as they are now. */
export async function analyse(database: Database): Promise<void> {
  await database.run(sql`analyze`);
}

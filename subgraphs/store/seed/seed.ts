import type { World } from '@games/demonstration';
import { copyRows, type Database, sql } from '@games/postgres';
import { createTables } from './tables.ts';

/**
 * Fills an empty database with the store of the demonstration Games, in one transaction. `progress` hears how many
 * rows of how many are in.
 */
export async function seed(
  database: Database,
  world: World,
  progress: (done: number, total: number) => void,
): Promise<void> {
  const tables = createTables(world);
  const total = tables.reduce((sum, { rows }) => sum + rows.length, 0);
  await database.transaction(async (tx) => {
    let done = 0;
    progress(done, total);
    for (const { table, columns, rows } of tables) {
      done += await copyRows(tx, table, columns, rows);
      progress(done, total);
    }
    // Plans are right from the first query, not only when autovacuum has come by.
    await tx.run(sql`analyze`);
  });
}

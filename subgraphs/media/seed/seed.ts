import type { World } from '@games/demonstration';
import { copyRows, type Database, sql } from '@games/postgres';
import { requireEnv } from '@games/service';
import { writeFiles } from './files/writeFiles.ts';
import { createTables } from './tables.ts';

/**
 * Fills an empty database with the media of the demonstration Games, in one transaction, and the folder of assets with
 * its pictures. `progress` hears how many rows of how many are in.
 * @param folder where stored objects lie; by default the one that the environment names for the service.
 */
export async function seed(
  database: Database,
  world: World,
  progress: (done: number, total: number) => void,
  folder: string = requireEnv('ASSET_FOLDER'),
): Promise<void> {
  const objects = await writeFiles(world, folder);
  const tables = createTables(world, objects);
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

import { type Database, openDatabase } from '@games/postgres';
import { requireEnv } from '@games/service';
import { createWorld } from './createWorld.ts';
import type { World } from './world.ts';

/** Fills a service's database; `until` is the moment up to which the Games have been played. */
export type Seed = (
  database: Database,
  world: World,
  report: (done: number, total: number) => void,
  until: Date,
) => Promise<void>;

/**
 * Runs a service's seed as the process it is: its database from `DATABASE_URL`, the size from `GAMES_SCALE`, the moment from
 * `GAMES_NOW`. Says on standard output how far it has come, as lines of JSON.
 */
export async function runSeed(seed: Seed): Promise<void> {
  const database = openDatabase({ url: requireEnv('DATABASE_URL'), poolSize: 2, statementTimeoutMs: 300_000 });
  const world = createWorld({ scale: process.env.GAMES_SCALE === 'small' ? 'small' : 'full' });
  const report = (done: number, total: number): void => {
    process.stdout.write(`${JSON.stringify({ done, total })}\n`);
  };
  try {
    await seed(database, world, report, new Date(process.env.GAMES_NOW ?? world.now));
  } finally {
    await database.close();
  }
}

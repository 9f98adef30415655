import { createWorld, type Scale } from '@games/demonstration';
import { openDatabase } from '@games/postgres';
import { requireEnv } from '@games/service';
import { seed } from './seed.ts';

const database = openDatabase({ url: requireEnv('DATABASE_URL'), poolSize: 2, statementTimeoutMs: 300_000 });
const scale: Scale = process.env.GAMES_SCALE === 'small' ? 'small' : 'full';
const world = createWorld({ scale });
const until = new Date(process.env.GAMES_NOW ?? world.now);
const report = (done: number, total: number): void => {
  process.stdout.write(`${JSON.stringify({ done, total })}\n`);
};
try {
  await seed(database, world, report, until);
} finally {
  await database.close();
}

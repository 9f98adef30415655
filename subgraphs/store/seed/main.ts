import { createWorld, type Scale } from '@games/demonstration';
import { openDatabase } from '@games/postgres';
import { requireEnv } from '@games/service';
import { seed } from './seed.ts';

const database = openDatabase({ url: requireEnv('DATABASE_URL'), poolSize: 2, statementTimeoutMs: 300_000 });
const scale: Scale = process.env.GAMES_SCALE === 'small' ? 'small' : 'full';
try {
  await seed(database, createWorld({ scale }), (done, total) => {
    process.stdout.write(`${JSON.stringify({ done, total })}\n`);
  });
} finally {
  await database.close();
}

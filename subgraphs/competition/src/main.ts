import { migrateAt } from '@games/postgres';
import { integerEnv, requireEnv, runService } from '@games/service';
import { createCompetition } from './createCompetition.ts';
import { migrations } from './migrations.ts';

await runService('competition', async () => {
  const { REDIS_URL, ODF_API_KEY, ODF_FEED = 'P', HOST = '127.0.0.1' } = process.env;
  if (ODF_FEED !== 'P' && ODF_FEED !== 'T') throw new Error('The environment variable ODF_FEED must be P or T.');
  const databaseUrl = requireEnv('DATABASE_URL');
  await migrateAt(databaseUrl, migrations);
  return createCompetition({
    databaseUrl,
    ...(REDIS_URL ? { redisUrl: REDIS_URL } : {}),
    viewerSecret: requireEnv('VIEWER_SECRET'),
    ...(ODF_API_KEY ? { odfApiKey: ODF_API_KEY } : {}),
    shownFeed: ODF_FEED,
    port: integerEnv('PORT', 4001),
    host: HOST,
  });
});

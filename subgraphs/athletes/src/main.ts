import { migrateAt } from '@games/postgres';
import { integerEnv, requireEnv, runService } from '@games/service';
import { createAthletes } from './createAthletes.ts';
import { migrations } from './migrations.ts';

await runService('athletes', async () => {
  const databaseUrl = requireEnv('DATABASE_URL');
  await migrateAt(databaseUrl, migrations);
  return createAthletes({
    databaseUrl,
    viewerSecret: requireEnv('VIEWER_SECRET'),
    odfApiKey: process.env.ODF_API_KEY ?? '',
    port: integerEnv('PORT', 4002),
    host: process.env.HOST ?? '127.0.0.1',
  });
});

import { integerEnv, requireEnv, runService } from '@games/service';
import { createAthletes } from './createAthletes.ts';

await runService('athletes', () =>
  createAthletes({
    databaseUrl: requireEnv('DATABASE_URL'),
    viewerSecret: requireEnv('VIEWER_SECRET'),
    odfApiKey: process.env.ODF_API_KEY ?? '',
    port: integerEnv('PORT', 4002),
    host: process.env.HOST ?? '127.0.0.1',
  }),
);

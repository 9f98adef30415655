import { migrateAt } from '@games/postgres';
import { runService } from '@games/service';
import { readConfig } from './config.ts';
import { createTicketing } from './createTicketing.ts';
import { migrations } from './migrations.ts';

await runService('ticketing', async () => {
  const config = readConfig(process.env);
  await migrateAt(config.databaseUrl, migrations);
  return createTicketing(config);
});

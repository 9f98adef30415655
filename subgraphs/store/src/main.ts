import { migrateAt } from '@games/postgres';
import { runService } from '@games/service';
import { readConfig } from './config.ts';
import { createStore } from './createStore.ts';
import { migrations } from './migrations.ts';

await runService('store', async () => {
  const config = readConfig(process.env);
  await migrateAt(config.databaseUrl, ...migrations);
  return createStore(config);
});

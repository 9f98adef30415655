import { migrateAt } from '@games/postgres';
import { runService } from '@games/service';
import { readConfig } from './config.ts';
import { createMedia } from './createMedia.ts';
import { migrations } from './migrations.ts';

await runService('media', async () => {
  const config = readConfig(process.env);
  await migrateAt(config.databaseUrl, ...migrations);
  return createMedia(config);
});

import { join } from 'node:path';
import { integer, requireEnv, runService } from '@games/service';
import { readSandboxKeys } from '../providers/keys.ts';
import { createSandbox } from './createSandbox.ts';

await runService('payment-sandbox', async () => {
  const host = process.env.HOST;
  const folder = requireEnv('PAYMENT_KEYS_FOLDER');
  return createSandbox({
    port: integer('PORT', 0).read(process.env),
    ...(host ? { host } : {}),
    keys: await readSandboxKeys(folder),
    stateFile: join(folder, 'sandbox-state'),
  });
});

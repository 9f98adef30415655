import { join } from 'node:path';
import { integerEnv, requireEnv, runService } from '@games/service';
import { readSandboxKeys } from '../providers/keys.ts';
import { createSandbox } from './createSandbox.ts';

await runService('payment-sandbox', async () => {
  const host = process.env.HOST;
  const folder = requireEnv('PAYMENT_KEYS_FOLDER');
  return createSandbox({
    port: integerEnv('PORT', 0),
    ...(host ? { host } : {}),
    keys: await readSandboxKeys(folder),
    stateFile: join(folder, 'sandbox-state'),
  });
});

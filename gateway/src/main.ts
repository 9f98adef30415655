import cluster from 'node:cluster';
import { createLog, runService } from '@games/service';
import { describeSettings, type GatewayConfig, readConfig } from './config/readConfig.ts';
import { startGateway } from './startGateway.ts';
import { startWorkers } from './startWorkers.ts';

const flags = process.argv.slice(2);

function configure(): GatewayConfig {
  if (!flags.includes('--help')) return readConfig({ flags, env: process.env });
  process.stdout.write(describeSettings());
  process.exit(0);
}

await runService('gateway', async () => {
  const config = configure();
  const log = createLog('gateway');
  return cluster.isPrimary && config.listen.workers > 1 ? startWorkers(config, log) : startGateway(config, log);
});

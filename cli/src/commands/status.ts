import type { Command } from 'commander';
import { print, table } from '../output.ts';
import { requireRunning } from '../running.ts';

interface ServiceStatus {
  readonly service: string;
  readonly url: string;
  readonly state: 'ready' | 'not ready' | 'not answering';
  readonly answeredInMs: number;
}

const timeoutMs = 3_000;

/** `games status`: whether what `npm start` runs here is ready. */
export function registerStatus(program: Command): void {
  program
    .command('status')
    .description('whether the gateway and the services that run here are ready; exit code 1 when one is not')
    .option('--json', 'as JSON', false)
    .action(async (options: { json: boolean }) => {
      const running = requireRunning();
      const all = { gateway: running.gatewayUrl, ...running.serviceUrls };
      const statuses = await Promise.all(Object.entries(all).map(([service, url]) => statusOf(service, url)));
      print(options.json, statuses, () =>
        table(
          ['service', 'state', 'ms', 'address'],
          statuses.map((status) => [status.service, status.state, status.answeredInMs, status.url]),
        ),
      );
      if (statuses.some(({ state }) => state !== 'ready')) process.exitCode = 1;
    });
}

async function statusOf(service: string, url: string): Promise<ServiceStatus> {
  const begin = performance.now();
  const state = await fetch(new URL('/health/ready', url), { signal: AbortSignal.timeout(timeoutMs) }).then(
    (response): ServiceStatus['state'] => (response.ok ? 'ready' : 'not ready'),
    () => 'not answering' as const,
  );
  return { service, url, state, answeredInMs: Math.round(performance.now() - begin) };
}

import cluster, { type Worker } from 'node:cluster';
import type { Log, RunningService } from '@games/service';
import { AggregatorRegistry } from 'prom-client';
import type { GatewayConfig } from './config/readConfig.ts';
import { serveMetrics } from './observe/metricsServer.ts';

/** A worker that dies sooner after its start than this has a reason that the next one would have as well. */
const shortLifeMs = 5_000;
const restartPauseMs = 500;
const shortLivesMax = 5;

/**
 * Starts the workers of a cluster. They share the port and nothing else; one that dies is replaced. Rejects when one
 * can't start. The metrics of all are served by this process.
 */
export async function startWorkers(config: GatewayConfig, log: Log): Promise<RunningService> {
  const workers = new Set<Worker>();
  let isClosing = false;
  let shortLives = 0;

  const start = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const worker = cluster.fork();
      const startedAtMs = Date.now();
      let isReady = false;
      workers.add(worker);
      worker.on('message', (message: { readonly ready?: boolean; readonly url?: string }) => {
        if (message.ready !== true || isReady) return;
        isReady = true;
        resolve(message.url ?? '');
      });
      worker.on('exit', (code, signal) => {
        workers.delete(worker);
        if (!isReady) reject(new Error('a worker could not start; it has said why.'));
        else if (!isClosing) replace(signal ?? String(code), Date.now() - startedAtMs);
      });
    });

  const replace = (reason: string, livedMs: number): void => {
    log.error('a worker died and is replaced', { reason, livedMs });
    shortLives = livedMs < shortLifeMs ? shortLives + 1 : 0;
    if (shortLives > shortLivesMax) {
      log.error('workers die as soon as they start; giving up');
      process.exit(1);
    }
    setTimeout(() => {
      if (!isClosing) start().catch((error: unknown) => log.error('a worker could not be replaced', { error }));
    }, restartPauseMs);
  };

  const stopAll = async (): Promise<void> => {
    isClosing = true;
    await Promise.all(
      [...workers].map(
        (worker) =>
          new Promise<void>((resolve) => {
            worker.once('exit', () => resolve());
            worker.process.kill('SIGTERM');
          }),
      ),
    );
  };

  const urls = await Promise.all(Array.from({ length: config.listen.workers }, start)).catch(async (error: unknown) => {
    await stopAll();
    throw error;
  });
  const metrics = await serveClusterMetrics(config, log);
  return {
    url: urls[0] as string,
    close: async () => {
      await stopAll();
      await metrics?.close();
    },
  };
}

async function serveClusterMetrics(
  { listen }: GatewayConfig,
  log: Log,
): Promise<{ readonly close: () => Promise<void> } | null> {
  if (listen.metricsPort < 0) return null;
  const all = new AggregatorRegistry();
  const metrics = await serveMetrics({
    host: listen.metricsHost,
    port: listen.metricsPort,
    contentType: all.contentType,
    read: () => all.clusterMetrics(),
  });
  log.info('metrics', { url: metrics.url });
  return metrics;
}

import cluster from 'node:cluster';
import { serveHttp } from '@games/http';
import type { Log, RunningService } from '@games/service';
import { AggregatorRegistry, type Registry } from 'prom-client';
import type { GatewayConfig } from './config/readConfig.ts';
import { createGateway } from './createGateway.ts';
import { createLogObserver } from './observe/log.ts';
import { serveMetrics } from './observe/metricsServer.ts';

/** Starts a gateway in this process: alone, or as one of the workers that share the port. */
export async function startGateway(config: GatewayConfig, log: Log): Promise<RunningService> {
  const gateway = await createGateway(config, [createLogObserver(log, config.observe.requests)]);
  const { registry } = gateway.metrics;
  const isAlone = !cluster.isWorker;
  // The primary collects the numbers of all workers and serves them together.
  if (!isAlone) answerWith(registry);
  if (isAlone && config.redisUrl === null && config.rateLimit.requestsMax > 0) {
    log.info('rate limits hold for this process only, as there is no REDIS_URL');
  }
  const { metricsPort, metricsHost, drainMs } = config.listen;
  const metrics =
    isAlone && metricsPort >= 0
      ? await serveMetrics({
          host: metricsHost,
          port: metricsPort,
          contentType: registry.contentType,
          read: () => registry.metrics(),
        })
      : null;
  if (metrics !== null) log.info('metrics', { url: metrics.url });
  const server = await serveHttp({ ...gateway, ...config.listen, limits: config.http });
  return {
    url: server.origin + config.http.path,
    close: async () => {
      gateway.beginClosing();
      await server.close(drainMs);
      await Promise.all([gateway.close(), metrics?.close()]);
    },
  };
}

/** Answers the primary's questions for numbers: the library listens for them once such a registry is made. */
function answerWith(registry: Registry): void {
  AggregatorRegistry.setRegistries(registry);
  new AggregatorRegistry();
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createResponseCache } from './cache/responseCache.ts';
import type { GatewayConfig } from './config/readConfig.ts';
import type { LocatedError } from './contract/errors.ts';
import type { SupergraphManager } from './contract/supergraph.ts';
import { createGuard } from './guard/createGuard.ts';
import { knownOperationNames, operationsFolderOf } from './guard/knownOperations.ts';
import { createSubgraphHeaders } from './guard/subgraphHeaders.ts';
import { createAdmission } from './http/admission.ts';
import { createCors } from './http/cors.ts';
import { createRouter } from './http/createRouter.ts';
import { varyNames } from './http/exchange.ts';
import { createExplorer } from './http/explorer/explorer.ts';
import { createGraphqlRoute, type GraphqlDependencies } from './http/graphqlRoute.ts';
import { createHeartbeats } from './http/heartbeats.ts';
import { createHosts } from './http/hosts.ts';
import { createPublicFiles } from './http/publicFiles.ts';
import { readPublicRoutes } from './http/publicRoutes.ts';
import { createRequestReader } from './http/readRequest.ts';
import { createWebSocketRoute } from './http/webSocketRoute.ts';
import { managerConfig } from './managerConfig.ts';
import { notifyAll, type Observe } from './observe/events.ts';
import { createMetrics, type Metrics } from './observe/metrics.ts';
import { propagateTraces } from './observe/trace.ts';
import { createHandleOperation } from './operation/handleOperation.ts';
import { presentLocated, presentThrown } from './operation/presentErrors.ts';
import { createSubscriptionHub } from './subscribe/hub.ts';
import { createSources } from './subscribe/sources.ts';
import { createSupergraphManager } from './supergraph/createSupergraphManager.ts';

export interface Gateway {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Proxies: what is bounded by address is not bounded for them. */
  readonly isTrustedPeer: (address: string) => boolean;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly manager: SupergraphManager;
  readonly metrics: Metrics;
  /** Lets streams and WebSockets know, and says "not ready" from here on. */
  readonly beginClosing: () => void;
  /** Ends everything. Requests under way should have ended before. */
  readonly close: () => Promise<void>;
}

/**
 * Wires a gateway. Resolves once it can serve; rejects with one clear sentence when it can't, or when nobody could ask
 * it anything.
 */
export async function createGateway(config: GatewayConfig, observers: readonly Observe[] = []): Promise<Gateway> {
  const { access, subscriptions, http } = config;
  const metrics = createMetrics(knownOperationNames(config));
  const observe = notifyAll([metrics.observe, ...observers]);
  const onFault = (error: unknown): void => observe({ kind: 'fault', error });
  const present = (thrown: unknown): readonly LocatedError[] => presentThrown(thrown, onFault);
  const presentError = (error: LocatedError): LocatedError =>
    presentLocated(error, access.subgraphErrors, ({ message, extensions: { code, serviceName } }) =>
      observe({ kind: 'masked', message, code, serviceName }),
    );
  propagateTraces();
  // What may be wrong in the configuration is found before anything runs.
  const guard = createGuard(config, observe);
  const explorer = config.explorer.isEnabled ? explorerOf(config) : null;
  const publicRoutes = readPublicRoutes(config.publicFiles.routes, http.path);

  const manager = await createSupergraphManager(managerConfig(config, observe, presentError)).catch(
    async (error: unknown) => {
      await guard.close();
      throw error;
    },
  );
  const sources = createSources(config, onFault);
  const hub = createSubscriptionHub({
    manager,
    openSource: sources.open,
    limits: subscriptions,
    isShared: (field) =>
      config.engine.dedupe !== 'off' && !['*', field].some((name) => subscriptions.unsharedFields.includes(name)),
    present,
    presentError,
    onEvent: (subscribers, resolveMs) => observe({ kind: 'published', subscribers, resolveMs }),
  });
  const responseCache = createResponseCache({
    bytesMax: config.cache.responseBytesMax,
    maxAgeSecondsMax: config.cache.maxAgeSecondsMax,
  });
  const introspectionCache = createResponseCache({
    bytesMax: config.cache.introspectionBytesMax,
    maxAgeSecondsMax: config.cache.maxAgeSecondsMax,
  });
  const handleOperation = createHandleOperation({
    manager,
    documents: guard.documents,
    responseCache,
    introspectionCache,
    subscribe: hub.subscribe,
    subgraphHeaders: createSubgraphHeaders(),
    policies: access.policies,
    mayIntrospect: guard.mayIntrospect,
    limits: config.limits,
    overrideLabels: config.supergraph.overrideLabels,
    present: presentError,
    onFault,
  });

  const onShed = (inFlight: number): void => observe({ kind: 'shed', inFlight });
  const admission = createAdmission({ ...http, onShed });
  const isHostAllowed = createHosts(http.hosts);
  const cors = createCors(http.corsOrigins);
  const publicFiles = createPublicFiles({
    ...config.publicFiles,
    routes: publicRoutes,
    cors,
    admission: createAdmission({ requestsInFlightMax: config.publicFiles.inFlightMax, onShed }),
    onFault,
  });
  const heartbeats = createHeartbeats(subscriptions.heartbeatMs);
  const dependencies: GraphqlDependencies = {
    ...guard,
    handleOperation,
    reader: createRequestReader({ batchSizeMax: http.batchSizeMax, cacheBytes: http.requestCacheBytes }),
    admission,
    cors,
    heartbeats,
    observe,
    isHostAllowed,
    csrf: http.csrf,
    bodyBytesMax: http.bodyBytesMax,
    compressBytesMin: http.compressBytesMin,
    bufferBytesMax: subscriptions.bufferBytesMax,
    overrideHeader: config.supergraph.overrideHeader.toLowerCase(),
    vary: [...varyNames, ...guard.forwardedNames, config.supergraph.overrideHeader].join(', '),
  };
  const webSockets = createWebSocketRoute({
    ...dependencies,
    path: http.path,
    initTimeoutMs: subscriptions.connectionInitTimeoutMs,
    operationsMax: subscriptions.perConnectionMax,
  });

  let isClosing = false;
  const handle = createRouter({
    graphqlPath: http.path,
    graphql: createGraphqlRoute(dependencies),
    isHostAllowed,
    explorer,
    publicFiles,
    notReadyBecause: () => (isClosing ? 'the gateway is stopping' : null),
  });
  metrics.addGauges([
    { name: 'requests_in_flight', help: 'Requests under way.', read: admission.inFlight },
    { name: 'subscriptions_open', help: 'Open subscriptions.', read: () => hub.statistics().subscribers },
    { name: 'subscription_topics', help: 'Subscriptions that differ.', read: () => hub.statistics().topics },
    { name: 'websockets_open', help: 'Open WebSockets.', read: webSockets.connections },
    { name: 'response_cache_bytes', help: 'Bytes of kept answers.', read: () => responseCache.statistics().bytes },
    { name: 'response_cache_answers', help: 'Kept answers.', read: () => responseCache.statistics().answers },
    {
      name: 'persisted_documents_bytes',
      help: 'Bytes of documents kept for clients.',
      read: () => guard.persisted?.statistics().bytes ?? 0,
    },
    { name: 'prepared_operations', help: 'Prepared operations.', read: () => manager.statistics().preparedOperations },
    {
      name: 'prepared_operations_bytes',
      help: 'Heap of prepared operations.',
      read: () => manager.statistics().preparedBytes,
    },
    { name: 'operations_in_flight', help: 'Operations that run.', read: () => manager.statistics().operationsInFlight },
    {
      name: 'supergraph_generation',
      help: 'Number of the supergraph that is served.',
      read: () => manager.statistics().generation,
    },
    {
      name: 'supergraph_generations_leased',
      help: 'Supergraphs that requests still use.',
      read: () => manager.statistics().leasedGenerations,
    },
  ]);

  return {
    handle: (request, response) => {
      if (isClosing) response.setHeader('connection', 'close');
      handle(request, response);
    },
    isTrustedPeer: guard.clientAddress.isTrusted,
    upgrade: webSockets.upgrade,
    manager,
    metrics,
    beginClosing: () => {
      isClosing = true;
      hub.close();
      webSockets.close();
    },
    close: async () => {
      heartbeats.close();
      hub.close();
      await Promise.allSettled([
        publicFiles.close(),
        sources.close(),
        guard.close(),
        manager.close(config.listen.drainMs),
      ]);
    },
  };
}

function explorerOf(config: GatewayConfig) {
  const { headers, examplesFile } = config.explorer;
  const operationsFolder = operationsFolderOf(config);
  return createExplorer({ graphqlPath: config.http.path, headers, operationsFolder, examplesFile });
}

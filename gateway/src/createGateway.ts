import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createResponseCache } from './cache/responseCache.ts';
import type { GatewayConfig } from './config/readConfig.ts';
import type { LocatedError } from './contract/errors.ts';
import type { SupergraphManager } from './contract/supergraph.ts';
import { createGuard, type Guard } from './guard/createGuard.ts';
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
import { type PublicRoute, readPublicRoutes } from './http/publicRoutes.ts';
import { createRequestReader } from './http/readRequest.ts';
import { createWebSocketRoute } from './http/webSocketRoute.ts';
import { managerConfig } from './managerConfig.ts';
import { notifyAll, type Observe } from './observe/events.ts';
import { createMetrics, type GaugeReader, type Metrics } from './observe/metrics.ts';
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
  const metrics = createMetrics(knownOperationNames(config));
  const observe = notifyAll([metrics.observe, ...observers]);
  const present = createPresenter(config, observe);
  // What may be wrong in the configuration is found before anything runs.
  const guard = createGuard(config, observe);
  const explorer = config.explorer.isEnabled ? explorerOf(config) : null;
  const publicRoutes = readPublicRoutes(config.publicFiles.routes, config.http.path);

  const manager = await createSupergraphManager(managerConfig(config, observe, present.error)).catch(
    async (error: unknown) => {
      await guard.close();
      throw error;
    },
  );
  const floors = { config, observe, present, guard, manager };
  const operations = createOperations(floors);
  const transport = createTransport(floors, operations, publicRoutes);
  let isClosing = false;
  const handle = createRouter({
    graphqlPath: config.http.path,
    graphql: transport.graphql,
    isHostAllowed: transport.isHostAllowed,
    explorer,
    publicFiles: transport.publicFiles,
    notReadyBecause: () => (isClosing ? 'the gateway is stopping' : null),
  });
  metrics.addGauges(gaugesOf(floors, operations, transport));

  return {
    handle: (request, response) => {
      if (isClosing) response.setHeader('connection', 'close');
      handle(request, response);
    },
    isTrustedPeer: guard.clientAddress.isTrusted,
    upgrade: transport.webSockets.upgrade,
    manager,
    metrics,
    beginClosing: () => {
      isClosing = true;
      operations.hub.close();
      transport.webSockets.close();
    },
    close: async () => {
      transport.heartbeats.close();
      operations.hub.close();
      const { publicFiles } = transport;
      await Promise.allSettled([
        publicFiles.close(),
        operations.sources.close(),
        guard.close(),
        manager.close(config.listen.drainMs),
      ]);
    },
  };
}

type Presenter = {
  readonly fault: (error: unknown) => void;
  readonly thrown: (thrown: unknown) => readonly LocatedError[];
  readonly error: (error: LocatedError) => LocatedError;
};

type Floors = {
  readonly config: GatewayConfig;
  readonly observe: Observe;
  readonly present: Presenter;
  readonly guard: Guard;
  readonly manager: SupergraphManager;
};

type Operations = ReturnType<typeof createOperations>;
type Transport = ReturnType<typeof createTransport>;

function createPresenter({ access }: GatewayConfig, observe: Observe): Presenter {
  const fault = (error: unknown): void => observe({ kind: 'fault', error });
  return {
    fault,
    thrown: (thrown) => presentThrown(thrown, fault),
    error: (error) =>
      presentLocated(error, access.subgraphErrors, ({ message, extensions: { code, serviceName } }) =>
        observe({ kind: 'masked', message, code, serviceName }),
      ),
  };
}

/** What answers operations and subscriptions, however they come in. */
function createOperations({ config, observe, present, guard, manager }: Floors) {
  const { access, subscriptions, cache } = config;
  const sources = createSources(config, present.fault);
  const hub = createSubscriptionHub({
    manager,
    openSource: sources.open,
    limits: subscriptions,
    isShared: (field) =>
      config.engine.dedupe !== 'off' && !['*', field].some((name) => subscriptions.unsharedFields.includes(name)),
    present: present.thrown,
    presentError: present.error,
    onEvent: (subscribers, resolveMs) => observe({ kind: 'published', subscribers, resolveMs }),
  });
  const cacheOf = (bytesMax: number) => createResponseCache({ bytesMax, maxAgeSecondsMax: cache.maxAgeSecondsMax });
  const responseCache = cacheOf(cache.responseBytesMax);
  const handleOperation = createHandleOperation({
    manager,
    documents: guard.documents,
    responseCache,
    introspectionCache: cacheOf(cache.introspectionBytesMax),
    subscribe: hub.subscribe,
    subgraphHeaders: createSubgraphHeaders(),
    policies: access.policies,
    mayIntrospect: guard.mayIntrospect,
    limits: config.limits,
    overrideLabels: config.supergraph.overrideLabels,
    present: present.error,
    onFault: present.fault,
  });
  return { sources, hub, responseCache, handleOperation };
}

/** The endpoints, and what they share. */
function createTransport(
  { config, observe, present, guard }: Floors,
  { handleOperation }: Operations,
  routes: readonly PublicRoute[],
) {
  const { http, subscriptions, publicFiles } = config;
  const onShed = (inFlight: number): void => observe({ kind: 'shed', inFlight });
  const admission = createAdmission({ ...http, onShed });
  const isHostAllowed = createHosts(http.hosts);
  const cors = createCors(http.corsOrigins);
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
  return {
    admission,
    isHostAllowed,
    heartbeats,
    graphql: createGraphqlRoute(dependencies),
    webSockets: createWebSocketRoute({
      ...dependencies,
      path: http.path,
      initTimeoutMs: subscriptions.connectionInitTimeoutMs,
      operationsMax: subscriptions.perConnectionMax,
    }),
    publicFiles: createPublicFiles({
      ...publicFiles,
      routes,
      cors,
      admission: createAdmission({ requestsInFlightMax: publicFiles.inFlightMax, onShed }),
      onFault: present.fault,
    }),
  };
}

function gaugesOf(
  { guard, manager }: Floors,
  { hub, responseCache }: Operations,
  { admission, webSockets }: Transport,
): GaugeReader[] {
  const gauge = (name: string, help: string, read: () => number): GaugeReader => ({ name, help, read });
  return [
    gauge('requests_in_flight', 'Requests under way.', admission.inFlight),
    gauge('subscriptions_open', 'Open subscriptions.', () => hub.statistics().subscribers),
    gauge('subscription_topics', 'Subscriptions that differ.', () => hub.statistics().topics),
    gauge('websockets_open', 'Open WebSockets.', webSockets.connections),
    gauge('response_cache_bytes', 'Bytes of kept answers.', () => responseCache.statistics().bytes),
    gauge('response_cache_answers', 'Kept answers.', () => responseCache.statistics().answers),
    gauge(
      'persisted_documents_bytes',
      'Bytes of documents kept for clients.',
      () => guard.persisted?.statistics().bytes ?? 0,
    ),
    gauge('prepared_operations', 'Prepared operations.', () => manager.statistics().preparedOperations),
    gauge('prepared_operations_bytes', 'Heap of prepared operations.', () => manager.statistics().preparedBytes),
    gauge('operations_in_flight', 'Operations that run.', () => manager.statistics().operationsInFlight),
    gauge('supergraph_generation', 'Number of the supergraph that is served.', () => manager.statistics().generation),
    gauge(
      'supergraph_generations_leased',
      'Supergraphs that requests still use.',
      () => manager.statistics().leasedGenerations,
    ),
  ];
}

function explorerOf(config: GatewayConfig) {
  const { headers, examplesFile } = config.explorer;
  const operationsFolder = operationsFolderOf(config);
  return createExplorer({ graphqlPath: config.http.path, headers, operationsFolder, examplesFile });
}

import { httpLimits } from '@games/http';
import { readEventSources, readIssuers, readNumbersBySubgraph, readPolicies } from './readers.ts';
import { boolean, integer, oneOf, structure, text, textList, textMap, textOr } from './setting.ts';

/** The engine's bounds of a subgraph that can be set for one by name. */
const subgraphLimits = {
  timeoutMs: integer(10_000, 'Time for one attempt at a subgraph.', { least: 1 }),
  connections: integer(128, 'Sockets for each subgraph.', { least: 1 }),
  requestsQueuedMax: integer(1_024, 'Requests that may wait for a socket to a subgraph.'),
  responseBytesMax: integer(32 * 1024 * 1024, 'Largest answer of a subgraph.', { least: 1_024 }),
  keepAliveTimeoutMs: integer(4_000, 'How long an idle socket to a subgraph is kept; shorter than the subgraph does.'),
  retriesMax: integer(2, 'Further attempts at a query that met a broken connection or 502, 503, 504.'),
  retryBudgetPercent: integer(10, 'Retries for each hundred requests.', { most: 100 }),
  redirectsMax: integer(0, 'Redirects (307, 308) within its origin that a call follows; 0 follows none.', { most: 10 }),
  breakerErrorPercent: integer(50, 'Share of failures at which the circuit to a subgraph opens.', {
    least: 1,
    most: 100,
  }),
  breakerMinRequests: integer(20, 'Requests that must be seen before a circuit may open.', { least: 1 }),
  breakerWindowMs: integer(10_000, 'Time over which failures are counted.', { least: 100 }),
  breakerOpenMs: integer(2_000, 'How long an open circuit refuses before it tries again.', { least: 10 }),
};

/** Everything that can be configured, in the shape of the configuration. */
export const settings = {
  isPublic: boolean(false, 'Serve everybody: no keys, tokens or signed viewer are needed.', { flag: 'public' }),
  listen: {
    host: textOr('127.0.0.1', 'Address to listen on.', { flag: 'host', env: 'HOST' }),
    port: integer(4000, 'Port to listen on; 0 takes a free one.', { flag: 'port', env: 'PORT', most: 65_535 }),
    metricsHost: textOr('127.0.0.1', 'Address of the private metrics.'),
    metricsPort: integer(-1, 'Port of the private metrics; 0 takes a free one, -1 has none.', {
      flag: 'metrics-port',
      env: 'METRICS_PORT',
      least: -1,
      most: 65_535,
    }),
    workers: integer(1, 'Processes that share the port.', { flag: 'workers', env: 'WORKERS', least: 1, most: 256 }),
    drainMs: integer(8_000, 'How long requests under way may take when the gateway stops.'),
  },
  supergraph: {
    file: text('The supergraph SDL; the committed one of the Games Graph where none is given.', {
      flag: 'supergraph',
      env: 'SUPERGRAPH_FILE',
    }),
    lastGoodFile: text('Where the last supergraph that could be served is kept.', { env: 'SUPERGRAPH_LAST_GOOD_FILE' }),
    pollIntervalMs: integer(2_000, 'How often the file is looked at.', { least: 50 }),
    subgraphUrls: textMap('Addresses of subgraphs, by name, instead of those in the supergraph.', {
      env: 'SUBGRAPH_URLS',
    }),
    overrideHeader: textOr('x-override-labels', 'Request header with labels of progressive overrides that are on.'),
    overrideLabels: textList([], 'Labels of progressive overrides that are on for everybody.'),
  },
  engine: {
    dedupe: oneOf(['off', 'subgraph', 'all'], 'all', 'What identical queries in flight share.', {
      flag: 'dedupe',
      env: 'DEDUPE',
    }),
    operationDeadlineMs: integer(30_000, 'Time for a whole operation.', { least: 10 }),
    answerBytesMax: integer(32 * 1024 * 1024, 'Largest answer to an operation.', { least: 1_024 }),
    planCacheBytesMax: integer(64 * 1024 * 1024, 'Bound of the cache of prepared operations.', { least: 1_024 }),
    plannerProcesses: integer(1, 'Processes that plan operations.', { least: 1, most: 64 }),
    plannerDeadlineMs: integer(10_000, 'Time for planning one operation.', { least: 10 }),
    plannerHeapMegabytesMax: integer(512, 'Heap of a planner process.', { least: 64 }),
    execution: oneOf(
      ['adaptive', 'generated', 'interpreted'],
      'adaptive',
      'How plans run: interpreted at first and generated once busy, or always the one or the other.',
    ),
    subgraphLimits,
    limitsBySubgraph: structure(new Map(), 'Other limits for some subgraphs, by name.', readNumbersBySubgraph),
  },
  http: {
    path: textOr('/graphql', 'Where GraphQL is served.'),
    bodyBytesMax: integer(1_000_000, 'Largest body, as sent and as inflated.', { least: 1_024 }),
    headerBytesMax: integer(httpLimits.headerBytesMax, 'Largest head of a request.', { least: 1_024 }),
    headersTimeoutMs: integer(httpLimits.headersTimeoutMs, 'Time for a client to send the head of a request.', {
      least: 100,
    }),
    requestTimeoutMs: integer(httpLimits.requestTimeoutMs, 'Time for a client to send a whole request.', {
      least: 100,
    }),
    keepAliveTimeoutMs: integer(httpLimits.keepAliveTimeoutMs, 'How long an idle connection of a client is kept.'),
    connectionsMax: integer(httpLimits.connectionsMax, 'Connections of clients at once.', { least: 1 }),
    connectionsPerAddressMax: integer(
      httpLimits.connectionsPerAddressMax,
      'Connections from one address (IPv6: one /64) at once; trusted proxies have no bound of their own.',
      { least: 1 },
    ),
    unreadTimeoutMs: integer(
      httpLimits.unreadTimeoutMs,
      'How long a client may leave something of its answers unread before its connection is closed.',
      { least: 100 },
    ),
    unreadBytesPerOwnerMax: integer(
      httpLimits.unreadBytesPerOwnerMax,
      'Bytes of answers that one account or address has not taken yet, over all its connections.',
      { least: 1_024 },
    ),
    unreadBytesMax: integer(httpLimits.unreadBytesMax, 'Bytes of answers that all clients have not taken yet.', {
      least: 1_024,
    }),
    requestsInFlightMax: integer(4_096, 'Requests under way at once; more are answered with 503.', { least: 1 }),
    requestsInFlightPerAccountMax: integer(
      1_024,
      'Requests of one key, fan or address under way at once; more are answered with 429.',
      { least: 1, env: 'REQUESTS_IN_FLIGHT_PER_ACCOUNT_MAX' },
    ),
    batchSizeMax: integer(0, 'Operations in one request as a list; 0 refuses lists.', { most: 100 }),
    compressBytesMin: integer(1_024, 'Smallest answer that is compressed.'),
    requestCacheBytes: integer(16 * 1024 * 1024, 'Bound of the request bodies whose parsed form is kept.'),
    corsOrigins: textList([], 'Origins of web pages that may call the gateway; `*` for all.', {
      env: 'CORS_ORIGINS',
      publicly: ['*'],
    }),
    csrf: oneOf(
      ['header', 'metadata', 'off'],
      'header',
      "What tells a wanted request from one that a foreign page caused: a header that makes browsers ask first, the browser's fetch metadata, or nothing.",
      {
        publicly: 'metadata',
      },
    ),
    hosts: textList(
      [],
      'Names under which the gateway is reached, beside addresses and localhost; others are answered with 421. `*` for all.',
      { env: 'ALLOWED_HOSTS', publicly: ['*'] },
    ),
    trustedProxies: textList(
      [],
      'Addresses or networks (CIDR) of proxies whose X-Forwarded-For is believed; behind one that is not named all clients count as one address.',
      {
        env: 'TRUSTED_PROXIES',
      },
    ),
  },
  publicFiles: {
    routes: textMap(
      'Paths of files that services have for everybody, with the address of the service: `/seatmap/=http://…` passes on all below `/seatmap/` (GET and HEAD, without the credentials).',
      { env: 'PUBLIC_FILES' },
    ),
    bytesMax: integer(64 * 1024 * 1024, 'Largest file that is passed on.', { least: 1_024 }),
    timeoutMs: integer(30_000, 'Time for passing a whole file on.', { least: 10 }),
    inFlightMax: integer(512, 'Files that are passed on at once; more are answered with 503.', { least: 1 }),
  },
  access: {
    isAnonymousAllowed: boolean(false, 'Answer requests without key or token.', {
      publicly: true,
      env: 'ALLOW_ANONYMOUS',
    }),
    viewerSecret: text('Secret under which the viewer is signed for the subgraphs.', { env: 'VIEWER_SECRET' }),
    apiKeysFile: text('File of hashed API keys; read again when it changes.', { env: 'API_KEYS_FILE' }),
    apiKeys: text('Hashed API keys as JSON, beside those of the file.', { env: 'API_KEYS' }),
    issuers: structure([], 'Issuers of accepted tokens.', readIssuers, { env: 'TOKEN_ISSUERS' }),
    clockSkewSeconds: integer(30, 'How far the clock of an issuer may be off.', { most: 300 }),
    tokenBytesMax: integer(8_192, 'Longest token.', { least: 256 }),
    introspection: oneOf(
      ['everyone', 'identified', 'partners', 'staff', 'nobody'],
      'partners',
      'Who may read the schema: everyone, anybody who shows a key or token, partners and staff (no fans), staff alone, nobody.',
      {
        env: 'INTROSPECTION',
        publicly: 'everyone',
      },
    ),
    policies: structure(
      new Map(),
      'Who passes a `@policy`, by its name; one that is not named lets nobody pass.',
      readPolicies,
    ),
    propagateHeaders: textList([], 'Request headers that are passed on to subgraphs.', { env: 'PROPAGATE_HEADERS' }),
    propagateResponseHeaders: textList(
      [],
      'Response headers of subgraphs that are passed back; with any, equal operations share nothing.',
    ),
    subgraphErrors: oneOf(
      ['catalogued', 'coded'],
      'catalogued',
      'Whose messages of subgraphs reach clients: those with a code of the catalogue, or with any code of their own.',
      { publicly: 'coded' },
    ),
    failuresPerMinuteMax: integer(
      60,
      'Wrong keys and tokens from one address (IPv6: one /64) in a minute; further wrong ones are answered with 429.',
      { least: 1 },
    ),
  },
  limits: {
    documentBytesMax: integer(100_000, 'Largest document.', { least: 256 }),
    tokensMax: integer(8_000, 'Tokens of a document.', { least: 16 }),
    depthMax: integer(25, 'Nested selections.', { least: 1 }),
    valueDepthMax: integer(16, 'Nested lists and objects of a value.', { least: 1 }),
    aliasesMax: integer(100, 'Aliases of an operation, fragments counted as often as they are spread.'),
    introspectionAliasesMax: integer(10, 'Aliases at and below `__schema` and `__type` in an operation.'),
    rootFieldsMax: integer(30, 'Root fields of an operation.', { least: 1 }),
    directivesMax: integer(100, 'Directives of a document.'),
    directivesPerPlaceMax: integer(5, 'Directives in one place.'),
    operationsMax: integer(50, 'Operations in a document.', { least: 1 }),
    fragmentsMax: integer(100, 'Fragments of a document.'),
    selectionsMax: integer(4_000, 'Selections of an operation, fragments counted as often as they are spread.', {
      least: 1,
    }),
    repeatedFieldsMax: integer(20_000, 'Comparisons between selections of the same field that validation has to make.'),
    listEntriesMax: integer(1_000, 'Entries of a list among arguments and variables.', { least: 1 }),
    costMax: integer(50_000, 'Cost of an operation; 0 has no bound.', { env: 'COST_MAX', publicly: 0 }),
    defaultListSize: integer(10, 'Entries that a list is taken to have where nothing says so.', { least: 1 }),
  },
  rateLimit: {
    requestsMax: integer(0, 'Requests of one key, fan or address in a window; 0 has no bound.', { env: 'RATE_LIMIT' }),
    windowMs: integer(60_000, 'Length of the window.', { least: 100 }),
  },
  documents: {
    trusted: oneOf(['off', 'only'], 'off', 'Whether only documents registered beforehand are answered.', {
      env: 'TRUSTED_DOCUMENTS',
    }),
    trustedFiles: textList([], 'Manifests (JSON) or folders of .graphql files with trusted documents.', {
      env: 'TRUSTED_DOCUMENT_FILES',
    }),
    persistedQueries: boolean(true, 'Keep documents that clients register by their SHA-256 (APQ).'),
    persistedBytesMax: integer(32 * 1024 * 1024, 'Bound of the documents kept for clients.'),
    registrationsPerMinuteMax: integer(120, 'Documents that one viewer or address may register in a minute.'),
  },
  cache: {
    responseBytesMax: integer(64 * 1024 * 1024, 'Bound of the cache of public answers; 0 has none.', {
      env: 'RESPONSE_CACHE_BYTES',
    }),
    introspectionBytesMax: integer(64 * 1024 * 1024, 'Bound of the kept descriptions of the schema; 0 keeps none.'),
    maxAgeSecondsMax: integer(3_600, 'Longest time for which an answer is kept.'),
    defaultMaxAgeSeconds: integer(0, 'How long a field without a hint may be kept.'),
  },
  subscriptions: {
    openMax: integer(50_000, 'Open subscriptions of a process.'),
    perConnectionMax: integer(100, 'Open subscriptions of one WebSocket or event stream.', { least: 1 }),
    perViewerMax: integer(1_000, 'Open subscriptions of one viewer or address.', { least: 1 }),
    topicsMax: integer(10_000, 'Subscriptions of a process that differ; each has its own source.', { least: 1 }),
    topicsPerViewerMax: integer(250, 'Subscriptions that differ, of one viewer or address.', { least: 1 }),
    unsharedFields: textList([], 'Subscription fields whose subscribers have a source each; `*` for all.'),
    sourceSilenceTimeoutMs: integer(
      40_000,
      'A source that shows no sign of life for so long is lost; one over WebSocket is pinged before.',
      { least: 100 },
    ),
    sourcePatienceMs: integer(60_000, 'How long a lost source is tried again before its subscribers are told.'),
    sourceStableMs: integer(30_000, 'How long a source must live for earlier losses not to count any more.', {
      least: 1,
    }),
    sourceEnd: oneOf(
      ['complete', 'resume'],
      'complete',
      'Whether a stream that a subgraph ends in good order, but without `complete`, is at its end or is subscribed to again.',
    ),
    bufferBytesMax: integer(1_048_576, 'Events not yet taken by a client before it is told and let go.', {
      least: 1_024,
    }),
    heartbeatMs: integer(12_000, 'How often an idle stream shows that it is alive.', { least: 100 }),
    connectionInitTimeoutMs: integer(3_000, 'Time for a WebSocket client to introduce itself.', { least: 10 }),
    upstreamProtocols: textMap('How subgraphs stream, by name: sse (where nothing is given) or websocket.'),
    events: structure(
      new Map(),
      'Where events of subscription fields come from, by field, when not from their subgraph.',
      readEventSources,
      {
        env: 'SUBSCRIPTION_EVENTS',
      },
    ),
    stateFields: textList(
      [],
      'Subscription fields whose every event from a subgraph shows how things stand: who comes later gets the latest at once; `*` for all.',
      { env: 'SUBSCRIPTION_STATE_FIELDS' },
    ),
    postgresUrl: text('Database whose NOTIFY carries events.', { env: 'EVENTS_DATABASE_URL' }),
    channelPrefix: textOr('games', 'Prefix of the channels on Redis.', { env: 'EVENTS_CHANNEL_PREFIX' }),
  },
  redisUrl: text('Redis for rate limits and events; without it they hold for this process only.', { env: 'REDIS_URL' }),
  explorer: {
    isEnabled: boolean(true, 'Serve the explorer at /.', { env: 'EXPLORER' }),
    headers: textMap(
      'Headers that the explorer sends to begin with. They are shown to everybody: for development only.',
      {
        env: 'EXPLORER_HEADERS',
      },
    ),
    operationsFolder: text(
      'Folder of .graphql files that the explorer offers; the named operations of the Games Graph where none is given.',
      {
        env: 'EXPLORER_OPERATIONS',
      },
    ),
    examplesFile: text(
      'File (JSON) with variables and headers to begin with, by the name of an operation; read whenever the explorer is opened.',
      { env: 'EXPLORER_EXAMPLES_FILE' },
    ),
  },
  observe: {
    requests: oneOf(['none', 'faults', 'all'], 'faults', 'Which requests are logged.', { env: 'LOG_REQUESTS' }),
  },
};

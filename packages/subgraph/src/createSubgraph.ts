import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { readSubgraphSdl, type SubgraphName } from '@games/schema';
import {
  ClientError,
  createLog,
  deadlineHeader,
  type Log,
  type Viewer,
  verifyViewer,
  viewerHeader,
} from '@games/service';
import { type DocumentNode, type GraphQLSchema, Kind, OperationTypeNode, parse } from 'graphql';
import { createDocumentCache } from './documents.ts';
import { streamEvents } from './eventStream.ts';
import { readLanguages } from './languages.ts';
import { toPublicError } from './publicErrors.ts';
import { readBody } from './readBody.ts';
import { scalarResolvers } from './scalars.ts';

/** What a context is made from: who asks, in which languages, and until when. */
export interface SubgraphRequest {
  readonly viewer: Viewer;
  readonly languages: readonly string[];
  readonly headers: IncomingMessage['headers'];
  /** Aborted when the asker has gone, or the deadline it gave has passed. */
  readonly signal: AbortSignal;
}

/** A route beside /graphql, for those who are not the gateway. It guards itself. */
export type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export interface SubgraphOptions {
  /** Name of the service, in logs; one of the project's own where no `sdl` is given. */
  readonly name: string;
  /** The SDL; by default the one that the schema workspace holds under the name. */
  readonly sdl?: string;
  readonly resolvers: object;
  /** Makes the context of one request, with fresh loaders. */
  readonly context: (request: SubgraphRequest) => object;
  /** The secret shared with the gateway. Only requests with a viewer signed by it are answered. */
  readonly viewerSecret: string;
  /** Port; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Routes by method and path; a path that ends in `/*` takes everything below it. For example `POST /odf`. */
  readonly routes?: Readonly<Record<string, Route>>;
  /** Whether the service can do its work now; GET /health/ready asks it. Default: always. */
  readonly isReady?: () => Promise<boolean>;
}

export interface Subgraph {
  /** `http://host:port/graphql`. */
  readonly url: string;
  readonly schema: GraphQLSchema;
  /** Stops listening, lets what is under way finish, then closes. */
  close(): Promise<void>;
}

const bodyBytesMax = 8 * 1024 * 1024;
const entitiesMax = 10_000;
const deadlineDefaultMs = 30_000;
/** Longer than the gateway keeps idle connections, so that it is never us who close one that it is about to use. */
const keepAliveMs = 65_000;

/** SDL and resolvers become a server that answers the gateway, and nobody else, at POST /graphql. Rejects when the port is in use. */
export async function createSubgraph(options: SubgraphOptions): Promise<Subgraph> {
  const { name, host = '127.0.0.1', port, routes = {}, isReady = async () => true } = options;
  const log = createLog(name);
  const typeDefs = parse(options.sdl ?? readSubgraphSdl(name as SubgraphName));
  const schema = buildSubgraphSchema({
    typeDefs,
    resolvers: { ...knownScalars(typeDefs), ...options.resolvers },
  });
  const answer = createAnswer(options, schema, log);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://subgraph');
    if (url.pathname === '/graphql' && request.method === 'POST') return answer(request, response, url);
    if (url.pathname === '/health/live') return sendJson(response, 200, { status: 'live' });
    if (url.pathname === '/health/ready') {
      const ready = await isReady().catch(() => false);
      return sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
    }
    // The body of an answer to HEAD is left out by the server itself.
    const route =
      findRoute(routes, `${request.method} ${url.pathname}`) ??
      (request.method === 'HEAD' ? findRoute(routes, `GET ${url.pathname}`) : undefined);
    if (!route) throw new ClientError('NOT_FOUND', 'There is nothing at this address.');
    return route(request, response, url);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      const status = error instanceof ClientError ? error.status : 500;
      sendJson(response, status, { errors: [toPublicError(error, log)] });
    });
  });
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = keepAliveMs + 1_000;
  server.requestTimeout = 60_000;
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}/graphql`,
    schema,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 5_000).unref();
      await closed;
    },
  };
}

/** The resolvers of those of our scalars that an SDL declares. */
function knownScalars(typeDefs: DocumentNode): object {
  const declared = new Set(
    typeDefs.definitions.flatMap((node) => (node.kind === Kind.SCALAR_TYPE_DEFINITION ? [node.name.value] : [])),
  );
  return Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => declared.has(name)));
}

function findRoute(routes: Readonly<Record<string, Route>>, place: string): Route | undefined {
  if (Object.hasOwn(routes, place)) return routes[place];
  const found = Object.keys(routes).find((pattern) => pattern.endsWith('/*') && place.startsWith(pattern.slice(0, -1)));
  return found === undefined ? undefined : routes[found];
}

interface GraphqlBody {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

function readGraphqlBody(bytes: Buffer): GraphqlBody {
  let body: Partial<GraphqlBody> | null;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new ClientError('BAD_REQUEST', 'The body is not JSON.');
  }
  if (typeof body?.query !== 'string') throw new ClientError('BAD_REQUEST', 'The body has no `query`.');
  const variables = body.variables ?? {};
  const { representations } = variables;
  if (Array.isArray(representations) && representations.length > entitiesMax) {
    throw new ClientError('TOO_MANY_ENTITIES', `One call may ask for ${entitiesMax} entities at most.`);
  }
  return { query: body.query, operationName: body.operationName ?? undefined, variables };
}

function createAnswer({ context, viewerSecret }: SubgraphOptions, schema: GraphQLSchema, log: Log): Route {
  const prepareDocument = createDocumentCache(schema, { introspection: true });
  return async (request, response) => {
    // First of all: whoever is not the gateway learns nothing, and makes us read nothing.
    const viewer = verifyViewer(headerOf(request, viewerHeader), viewerSecret);
    const { query, operationName, variables } = readGraphqlBody(await readBody(request, bodyBytesMax));
    const signal = signalOf(request, response);
    const languages = readLanguages(headerOf(request, 'accept-language'));
    const contextValue = context({ viewer, languages, headers: request.headers, signal });
    const prepared = prepareDocument(query, operationName);
    if (prepared.kind === 'refused') {
      return sendJson(response, 200, { errors: prepared.errors.map((error) => toPublicError(error, log)) });
    }
    if (prepared.operation === OperationTypeNode.SUBSCRIPTION) {
      const { document } = prepared;
      return streamEvents(response, { schema, document, contextValue, variables, operationName, signal, log });
    }
    const { data, errors } = await prepared.run(contextValue, variables);
    sendJson(
      response,
      200,
      errors?.length ? { data, errors: errors.map((error) => toPublicError(error, log)) } : { data },
    );
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function signalOf(request: IncomingMessage, response: ServerResponse): AbortSignal {
  const given = Number(headerOf(request, deadlineHeader));
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new ClientError('DEADLINE_EXCEEDED', 'The asker has gone.'));
  });
  if (!(given > 0 && given < deadlineDefaultMs)) return gone.signal;
  return AbortSignal.any([gone.signal, AbortSignal.timeout(given)]);
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, content: unknown): void {
  const body = Buffer.from(JSON.stringify(content));
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}

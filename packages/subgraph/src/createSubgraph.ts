import type { IncomingMessage, ServerResponse } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type HttpServer, httpLimits, readUrl, sendJson, serveHttp } from '@games/http';
import { readSubgraphSdl, type SubgraphName } from '@games/schema';
import { ClientError, createLog, readLogContext, withLogContext } from '@games/service';
import { type DocumentNode, type GraphQLSchema, Kind, parse } from 'graphql';
import { createAnswer, type SubgraphRequest } from './answerOperation.ts';
import { toPublicError } from './publicErrors.ts';
import { scalarResolvers } from './scalars.ts';

/** An endpoint beside the graph, for those who are not the gateway. It guards itself. */
export type Route = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export type Routes = Readonly<Record<string, Route>>;

export interface SubgraphOptions {
  /** Name of the service, for which viewers are signed, and in logs; one of the project's own where no `sdl` is given. */
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
  readonly routes?: Routes;
  /** A listener of their own for the routes; null (the default) serves them beside /graphql. */
  readonly publicPort?: number | null;
  /** Whether the service can do its work now; GET /health/ready asks it. Default: always. */
  readonly isReady?: () => Promise<boolean>;
}

export interface Subgraph {
  readonly name: string;
  /** `http://host:port/graphql`. */
  readonly url: string;
  /** `http://host:port/` under which the routes are. */
  readonly publicUrl: string;
  readonly schema: GraphQLSchema;
  /** Stops listening, lets what is under way finish, then closes. */
  close(): Promise<void>;
}

const drainMs = 5_000;

/** SDL and resolvers become a server that answers the gateway, and nobody else, at POST /graphql. Rejects when the port is in use. */
export async function createSubgraph(options: SubgraphOptions): Promise<Subgraph> {
  const { name, host = '127.0.0.1', port, routes = {}, publicPort = null, isReady = async () => true } = options;
  const { context, viewerSecret } = options;
  const log = createLog(name);
  const typeDefs = parse(options.sdl ?? readSubgraphSdl(name as SubgraphName));
  const schema = buildSubgraphSchema({
    typeDefs,
    resolvers: { ...knownScalars(typeDefs), ...options.resolvers },
  });
  const closing = new AbortController();
  const ownRoutes: Routes = {
    'POST /graphql': createAnswer({ name, schema, context, viewerSecret, closing: closing.signal, log }),
    'GET /health/live': (_request, response) => sendJson(response, 200, { status: 'live' }),
    'GET /health/ready': async (_request, response) => {
      const ready = await isReady().catch(() => false);
      sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready' });
    },
  };
  const listen = (port: number, served: Routes, connectionsPerAddressMax: number): Promise<HttpServer> =>
    serveHttp({ host, port, limits: { connectionsPerAddressMax }, handle: createHandler(served, log) });

  // Only the gateway connects, from few addresses, with as many connections as it needs.
  const server = await listen(
    port,
    publicPort === null ? { ...routes, ...ownRoutes } : ownRoutes,
    httpLimits.connectionsMax,
  );
  const open = [server];
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(open.map((listener) => listener.close(drainMs)));
  };
  if (publicPort !== null) {
    try {
      open.push(await listen(publicPort, routes, httpLimits.connectionsPerAddressMax));
    } catch (error) {
      await close();
      throw error;
    }
  }
  return { name, url: `${server.origin}/graphql`, publicUrl: `${open.at(-1)?.origin}/`, schema, close };
}

function createHandler(routes: Routes, log: ReturnType<typeof createLog>) {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const url = readUrl(request);
      // The body of an answer to HEAD is left out by the server itself.
      const route =
        findRoute(routes, `${request.method} ${url.pathname}`) ??
        (request.method === 'HEAD' ? findRoute(routes, `GET ${url.pathname}`) : undefined);
      if (!route) throw new ClientError('NOT_FOUND', 'There is nothing at this address.');
      await route(request, response, url);
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      const status = error instanceof ClientError ? error.status : 500;
      sendJson(response, status, { errors: [toPublicError(error, log)] });
    }
  };
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    withLogContext(readLogContext(request.headers), () => handle(request, response));
}

/** The resolvers of those of our scalars that an SDL declares. */
function knownScalars(typeDefs: DocumentNode): object {
  const declared = new Set(
    typeDefs.definitions.flatMap((node) => (node.kind === Kind.SCALAR_TYPE_DEFINITION ? [node.name.value] : [])),
  );
  return Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => declared.has(name)));
}

function findRoute(routes: Routes, target: string): Route | undefined {
  if (Object.hasOwn(routes, target)) return routes[target];
  const found = Object.keys(routes).find(
    (pattern) => pattern.endsWith('/*') && target.startsWith(pattern.slice(0, -1)),
  );
  return found === undefined ? undefined : routes[found];
}

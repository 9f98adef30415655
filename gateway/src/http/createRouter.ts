import type { IncomingMessage, ServerResponse } from 'node:http';
import { readTarget, sendJson } from '@games/http';
import type { Explorer } from './explorer/explorer.ts';
import type { PublicFiles } from './publicFiles.ts';

export interface RouterDependencies {
  readonly graphqlPath: string;
  readonly graphql: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly isHostAllowed: (host: string | undefined) => boolean;
  readonly explorer: Explorer | null;
  readonly publicFiles: PublicFiles;
  /** Null while the gateway can serve; otherwise why it can't. */
  readonly notReadyBecause: () => string | null;
}

/** Finds what serves an address: GraphQL, the health of the process, the explorer, public files – and nothing else. */
export function createRouter(
  dependencies: RouterDependencies,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { path, search } = readTarget(request);
    if (path === dependencies.graphqlPath) {
      if (dependencies.explorer !== null && isLookedAt(request, search)) redirect(response, '/');
      else void dependencies.graphql(request, response);
      return;
    }
    switch (path) {
      case '/health/live':
        sendJson(response, 200, { status: 'live' }, unkept);
        return;
      case '/health/ready': {
        const reason = dependencies.notReadyBecause();
        const state = reason === null ? { status: 'ready' } : { status: 'not ready', reason };
        sendJson(response, reason === null ? 200 : 503, state, unkept);
        return;
      }
      default:
        if (dependencies.isHostAllowed(request.headers.host)) void serveOther(dependencies, path, request, response);
        else sendJson(response, 421, { errors: [{ message, extensions: { code: 'HOST_NOT_ALLOWED' } }] }, unkept);
    }
  };
}

/** Somebody opened the address of the graph in a browser, to see what is there. */
function isLookedAt({ method, headers }: IncomingMessage, search: string | null): boolean {
  return method === 'GET' && search === null && (headers.accept ?? '').startsWith('text/html');
}

async function serveOther(
  { explorer, publicFiles, graphqlPath }: RouterDependencies,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (explorer !== null && (await explorer.serve(path, request, response))) return;
    if (await publicFiles.serve(path, request, response)) return;
    const message = `There is nothing here. GraphQL is at ${graphqlPath}.`;
    sendJson(response, 404, { errors: [{ message, extensions: { code: 'NOT_FOUND' } }] }, unkept);
  } catch {
    response.destroy();
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location, 'cache-control': 'no-store', vary: 'Accept' }).end();
}

const message = 'This gateway is not known under this name (ALLOWED_HOSTS).';
const unkept = { 'cache-control': 'no-store' };

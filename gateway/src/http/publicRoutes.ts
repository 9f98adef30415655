/** Paths of the gateway that are in truth a service's: one exactly, or, ending in a slash, all below one. */
export interface PublicRoute {
  readonly path: string;
  readonly origin: string;
}

const form = /^(?:\/[\w~-][\w.~-]*)+\/?$|^\/\.well-known\/[\w.~-]+$/;
/** First segments that no route may have: the gateway's own, and what a service answers only the gateway at. */
const reserved: ReadonlySet<string> = new Set(['graphql', 'health', 'explorer', 'metrics']);

/** Reads the configured routes. Throws one clear sentence where a path or an address is not what may be passed on. */
export function readPublicRoutes(given: ReadonlyMap<string, string>, graphqlPath: string): readonly PublicRoute[] {
  return [...given].map(([path, address]) => {
    const first = path.split('/')[1]?.toLowerCase() ?? '';
    if (!form.test(path) || reserved.has(first) || graphqlPath.startsWith(path)) {
      throw new Error(`The public route ${path} is not one that can be passed on.`);
    }
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
      throw new Error(`The address of the public route ${path} is not an http address.`);
    }
    return Object.freeze({ path, origin: new URL(address).origin });
  });
}

/**
 * The route that a path belongs to. A path that would be another one once it is resolved (`..`, `%2e%2e`, backslashes)
 * belongs to none, so that nothing outside a route is ever asked for.
 */
export function findPublicRoute(routes: readonly PublicRoute[], path: string): PublicRoute | undefined {
  const route = routes.find((candidate) =>
    candidate.path.endsWith('/') ? path.startsWith(candidate.path) : path === candidate.path,
  );
  if (route === undefined || path.length > pathLengthMax || /%2f|%5c/i.test(path)) return undefined;
  return new URL(`http://service${path}`).pathname === path ? route : undefined;
}

const pathLengthMax = 2_048;

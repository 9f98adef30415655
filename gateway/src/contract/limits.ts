/** Bounds of the engine. Every one is a setting (`config/settings.ts`), which also has its default. */

/** `off`: nothing is shared. `subgraph`: identical subgraph queries in flight are sent once, and what came back for
 *  identical requests is merged once; each writes its own answer. `all`: identical operations in flight are executed
 *  once, from whichever moment on, and share one answer Buffer. */
export type DedupeMode = 'off' | 'subgraph' | 'all';

export type SubgraphLimits = {
  /** Per attempt, never past the request's deadline. */
  readonly timeoutMs: number;
  /** Sockets per origin. */
  readonly connections: number;
  /** Requests waiting for a socket before the next is refused with SUBGRAPH_OVERLOADED. */
  readonly requestsQueuedMax: number;
  /** Larger answers are cut off with SUBGRAPH_RESPONSE_TOO_LARGE. */
  readonly responseBytesMax: number;
  /** Must be shorter than the subgraph's own. */
  readonly keepAliveTimeoutMs: number;
  /** Attempts of a query after the first, on connect errors and 502/503/504. */
  readonly retriesMax: number;
  /** Redirects (307, 308) within the subgraph's origin that a call follows. */
  readonly redirectsMax: number;
  /** Retries per 100 requests over a sliding window. */
  readonly retryBudgetPercent: number;
  /** Circuit breaker: opens at this share of failures over the window … */
  readonly breakerErrorPercent: number;
  /** … once at least this many requests were seen in it. */
  readonly breakerMinRequests: number;
  readonly breakerWindowMs: number;
  /** How long an open circuit refuses before it lets one probe through. */
  readonly breakerOpenMs: number;
};

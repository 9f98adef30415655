/**
 * Calls one subgraph: pool of sockets, bounded queue, deadline, retries of queries, circuit breaker, bound on the
 * answer's size, and single flight: queries with exactly the same body and headers that are in flight share one answer.
 */
import { deadlineHeader } from '@games/service';
import { type Dispatcher, Pool } from 'undici';
import type { SubgraphLimits } from '../contract/limits.ts';
import type { Attempt } from './attempt.ts';
import { CircuitBreaker, type CircuitState } from './circuitBreaker.ts';
import type { DeadlineWheel } from './deadlineWheel.ts';
import {
  type CancelCall,
  InFlightRequest,
  type RequestClient,
  type SubgraphCall,
  type SubgraphListener,
} from './inFlightRequest.ts';
import { RetryBudget } from './retryBudget.ts';
import type { WriteEpochs } from './writeEpochs.ts';

export type SubgraphClientOptions = {
  readonly name: string;
  readonly url: string;
  readonly limits: SubgraphLimits;
  readonly wheel: DeadlineWheel;
  readonly epochs: WriteEpochs;
  readonly keepsHeaders: boolean;
  readonly onCircuitChange: (state: CircuitState) => void;
};

const ownHeaders = [
  'content-type',
  'application/json',
  'accept',
  'application/graphql-response+json, application/json',
  'accept-encoding',
  'identity',
];

export class SubgraphClient implements RequestClient {
  readonly name: string;
  readonly url: string;
  readonly limits: SubgraphLimits;
  readonly keepsHeaders: boolean;
  readonly breaker: CircuitBreaker;
  readonly budget: RetryBudget;
  readonly wheel: DeadlineWheel;
  readonly #epochs: WriteEpochs;
  readonly #pool: Pool;
  readonly #path: string;
  /** Requests by exact header text, then by exact body. */
  readonly #requests = new Map<string, Map<string, InFlightRequest>>();
  #underWay = 0;

  constructor(options: SubgraphClientOptions) {
    const url = new URL(options.url);
    this.name = options.name;
    this.url = options.url;
    this.limits = options.limits;
    this.keepsHeaders = options.keepsHeaders;
    this.wheel = options.wheel;
    this.#epochs = options.epochs;
    this.breaker = new CircuitBreaker(options.limits, options.onCircuitChange);
    this.budget = new RetryBudget(options.limits.retryBudgetPercent);
    this.#path = url.pathname + url.search;
    this.#pool = new Pool(url.origin, {
      connections: options.limits.connections,
      pipelining: 1,
      keepAliveTimeout: options.limits.keepAliveTimeoutMs,
      keepAliveMaxTimeout: options.limits.keepAliveTimeoutMs,
      connect: { timeout: options.limits.timeoutMs },
      // Deadlines are kept by the wheel.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  get inFlight(): number {
    return Math.min(this.#underWay, this.limits.connections);
  }

  get queued(): number {
    return Math.max(0, this.#underWay - this.limits.connections);
  }

  /** The listener is called exactly once, never before this function returns, unless the call is cancelled first. */
  call(call: SubgraphCall, listener: SubgraphListener): CancelCall {
    if (!call.isSharable || !call.isQuery) return this.#start(call, null).join(call, listener, false);
    const headersKey = call.headers.join('\n');
    let byBody = this.#requests.get(headersKey);
    if (byBody === undefined) {
      byBody = new Map();
      this.#requests.set(headersKey, byBody);
    }
    const known = byBody.get(call.body);
    if (known !== undefined && known.epoch >= call.epoch) return known.join(call, listener, true);
    const requests = byBody;
    const request = this.#start(call, () => {
      if (requests.get(call.body) !== request) return;
      requests.delete(call.body);
      if (requests.size === 0) this.#requests.delete(headersKey);
    });
    requests.set(call.body, request);
    return request.join(call, listener, false);
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async destroy(): Promise<void> {
    await this.#pool.destroy();
  }

  #start(call: SubgraphCall, onSettled: (() => void) | null): InFlightRequest {
    const request = new InFlightRequest(this, call, this.#epochs.current, onSettled);
    queueMicrotask(() => request.take());
    return request;
  }

  /** Whether another request may wait for a socket. */
  get canQueue(): boolean {
    return this.#underWay < this.limits.connections + this.limits.requestsQueuedMax;
  }

  dispatch(request: InFlightRequest, attempt: Attempt): void {
    const headers = [...ownHeaders, ...request.headers, deadlineHeader, String(request.remainingMs())];
    if (request.traceHeaders !== undefined) headers.push(...request.traceHeaders());
    this.#underWay++;
    // Undici's types know only the newer form of handlers, which has a header object made for every answer.
    const handler = attempt as unknown as Dispatcher.DispatchHandler;
    this.#pool.dispatch(
      { path: request.redirectPath ?? this.#path, method: 'POST', headers, body: request.body },
      handler,
    );
  }

  /** Once for each dispatch. */
  finished(): void {
    this.#underWay--;
  }
}

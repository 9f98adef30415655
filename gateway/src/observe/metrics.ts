import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineEvent } from '../contract/events.ts';
import type { GatewayEvent, Observe } from './events.ts';

/** Numbers that are read when they are asked for. */
export interface GaugeReader {
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

/** What Prometheus is told, and the observer that counts it. */
export interface Metrics {
  readonly registry: Registry;
  readonly observe: Observe;
  readonly addGauges: (readers: readonly GaugeReader[]) => void;
}

const prefix = 'games_gateway_';
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Makes the metrics of a process. Labels have few values: no key, subject, address or document is among them. Names that
 * clients give to operations are counted as one, but for those that are known.
 */
export function createMetrics(knownOperations: ReadonlySet<string>): Metrics {
  const registry = new Registry();
  const instruments = new Instruments(registry);
  collectDefaultMetrics({ register: registry, prefix });
  const observeRequest = createRequestMetrics(instruments, knownOperations);
  const observeEngine = createEngineMetrics(instruments);
  const shed = instruments.counter('shed_requests_total', 'Requests turned away because too many were under way.');
  const published = instruments.counter('events_published_total', 'Events resolved for subscribers.');
  const delivered = instruments.counter('events_delivered_total', 'Events handed to subscribers.');
  const slowSubscribers = instruments.counter('slow_subscribers_total', 'Subscribers let go because they were slow.', [
    'transport',
  ]);

  const observe: Observe = (event) => {
    switch (event.kind) {
      case 'request':
        observeRequest(event);
        return;
      case 'shed':
        shed.inc();
        return;
      case 'published':
        published.inc();
        delivered.inc(event.subscribers);
        return;
      case 'slow-subscriber':
        slowSubscribers.inc({ transport: event.transport });
        return;
      case 'engine':
        observeEngine(event.event);
        return;
      case 'masked':
      case 'forwarded-header-ignored':
      case 'fault':
        return;
    }
  };
  return { registry, observe, addGauges: (readers) => instruments.read(readers) };
}

/** Counters, gauges and histograms of one registry, named alike. */
class Instruments {
  readonly #registers: Registry[];

  constructor(registry: Registry) {
    this.#registers = [registry];
  }

  counter<T extends string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> {
    return new Counter({ name: `${prefix}${name}`, help, labelNames, registers: this.#registers });
  }

  gauge<T extends string>(name: string, help: string, labelNames: readonly T[]): Gauge<T> {
    return new Gauge({ name: `${prefix}${name}`, help, labelNames, registers: this.#registers });
  }

  seconds<T extends string>(name: string, help: string, labelNames: readonly T[] = []): Histogram<T> {
    const buckets = secondsBuckets;
    return new Histogram({ name: `${prefix}${name}`, help, labelNames, buckets, registers: this.#registers });
  }

  read(readers: readonly GaugeReader[]): void {
    for (const { name, help, read } of readers) {
      new Gauge({
        name: `${prefix}${name}`,
        help,
        registers: this.#registers,
        collect() {
          this.set(read());
        },
      });
    }
  }
}

function createRequestMetrics(
  instruments: Instruments,
  knownOperations: ReadonlySet<string>,
): (event: Extract<GatewayEvent, { kind: 'request' }>) => void {
  const requests = instruments.counter('requests_total', 'Requests answered.', [
    'transport',
    'status',
    'kind',
    'origin',
  ]);
  const durations = instruments.seconds('request_duration_seconds', 'Time to answer a request.', ['transport', 'kind']);
  const operations = instruments.counter('operations_total', 'Operations by name, where it is known.', ['operation']);
  const applications = instruments.counter('application_requests_total', 'Requests by the id of their key.', [
    'application',
  ]);
  const errors = instruments.counter('errors_total', 'Answers with an error, by its code.', ['code']);
  const nameOf = (name: string | null): string =>
    name === null ? 'anonymous' : knownOperations.has(name) ? name : 'other';

  return ({ transport, status, origin, durationMs, operationKind, operationName, keyId, codes }) => {
    const kind = operationKind ?? 'none';
    requests.inc({ transport, status, kind, origin: origin ?? 'none' });
    // How long a subscription was open is not a time to answer.
    if (kind !== 'subscription') durations.observe({ transport, kind }, durationMs / 1_000);
    if (operationKind !== null) operations.inc({ operation: nameOf(operationName) });
    if (keyId !== null) applications.inc({ application: keyId });
    for (const code of codes) errors.inc({ code });
  };
}

const circuitValues = { closed: 0, 'half-open': 1, open: 2 } as const;

function createEngineMetrics(instruments: Instruments): (event: EngineEvent) => void {
  const fetches = instruments.counter('subgraph_requests_total', 'Calls of subgraphs.', ['subgraph', 'outcome']);
  const fetchDurations = instruments.seconds('subgraph_request_duration_seconds', 'Time of a call of a subgraph.', [
    'subgraph',
  ]);
  const retries = instruments.counter('subgraph_retries_total', 'Calls of subgraphs that were tried again.', [
    'subgraph',
  ]);
  const circuits = instruments.gauge('subgraph_circuit', 'Circuit to a subgraph: 0 closed, 1 half open, 2 open.', [
    'subgraph',
  ]);
  const planning = instruments.seconds('planning_duration_seconds', 'Time to plan an operation.');
  const swaps = instruments.counter('supergraph_swaps_total', 'Supergraphs that were applied or refused.', ['outcome']);

  return (event) => {
    switch (event.kind) {
      case 'fetched':
        fetches.inc({ subgraph: event.subgraphName, outcome: event.errorCode ?? (event.isShared ? 'shared' : 'ok') });
        fetchDurations.observe({ subgraph: event.subgraphName }, event.durationMs / 1_000);
        if (event.attempts > 1) retries.inc({ subgraph: event.subgraphName }, event.attempts - 1);
        return;
      case 'circuit':
        circuits.set({ subgraph: event.subgraphName }, circuitValues[event.state]);
        return;
      case 'prepared':
        planning.observe(event.planningMs / 1_000);
        return;
      case 'swapped':
        swaps.inc({ outcome: 'applied' });
        return;
      case 'swap-failed':
        swaps.inc({ outcome: 'refused' });
        return;
      case 'generation-closed':
      case 'planner-restarted':
        return;
    }
  };
}

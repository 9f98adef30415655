import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { EngineEvent } from '../contract/events.ts';
import type { Observe } from './events.ts';

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

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Makes the metrics of a process. Labels have few values: no key, subject, address or document is among them. Names that
 * clients give to operations are counted as one, but for those that are known.
 */
export function createMetrics(knownOperations: ReadonlySet<string>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'games_gateway_' });
  const requests = new Counter({
    name: 'games_gateway_requests_total',
    help: 'Requests answered.',
    labelNames: ['transport', 'status', 'kind', 'origin'],
    registers,
  });
  const durations = new Histogram({
    name: 'games_gateway_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['transport', 'kind'],
    buckets: secondsBuckets,
    registers,
  });
  const operations = new Counter({
    name: 'games_gateway_operations_total',
    help: 'Operations by name, where it is known.',
    labelNames: ['operation'],
    registers,
  });
  const applications = new Counter({
    name: 'games_gateway_application_requests_total',
    help: 'Requests by the id of their key.',
    labelNames: ['application'],
    registers,
  });
  const errors = new Counter({
    name: 'games_gateway_errors_total',
    help: 'Answers with an error, by its code.',
    labelNames: ['code'],
    registers,
  });
  const shed = new Counter({
    name: 'games_gateway_shed_requests_total',
    help: 'Requests turned away because too many were under way.',
    registers,
  });
  const published = new Counter({
    name: 'games_gateway_events_published_total',
    help: 'Events resolved for subscribers.',
    registers,
  });
  const delivered = new Counter({
    name: 'games_gateway_events_delivered_total',
    help: 'Events handed to subscribers.',
    registers,
  });
  const slowSubscribers = new Counter({
    name: 'games_gateway_slow_subscribers_total',
    help: 'Subscribers let go because they were slow.',
    labelNames: ['transport'],
    registers,
  });
  const observeEngine = createEngineMetrics(registers);

  const nameOf = (name: string | null): string =>
    name === null ? 'anonymous' : knownOperations.has(name) ? name : 'other';

  const observe: Observe = (event) => {
    switch (event.kind) {
      case 'request': {
        const kind = event.operationKind ?? 'none';
        requests.inc({ transport: event.transport, status: event.status, kind, origin: event.origin ?? 'none' });
        // How long a subscription was open is not a time to answer.
        if (kind !== 'subscription') durations.observe({ transport: event.transport, kind }, event.durationMs / 1_000);
        if (event.operationKind !== null) operations.inc({ operation: nameOf(event.operationName) });
        if (event.keyId !== null) applications.inc({ application: event.keyId });
        for (const code of event.codes) errors.inc({ code });
        return;
      }
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
  const addGauges: Metrics['addGauges'] = (readers) => {
    for (const reader of readers) addGauge(reader, registers);
  };
  return { registry, observe, addGauges };
}

function addGauge({ name, help, read }: GaugeReader, registers: Registry[]): void {
  new Gauge({
    name: `games_gateway_${name}`,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}

const circuitValues = { closed: 0, 'half-open': 1, open: 2 } as const;

function createEngineMetrics(registers: Registry[]): (event: EngineEvent) => void {
  const fetches = new Counter({
    name: 'games_gateway_subgraph_requests_total',
    help: 'Calls of subgraphs.',
    labelNames: ['subgraph', 'outcome'],
    registers,
  });
  const fetchDurations = new Histogram({
    name: 'games_gateway_subgraph_request_duration_seconds',
    help: 'Time of a call of a subgraph.',
    labelNames: ['subgraph'],
    buckets: secondsBuckets,
    registers,
  });
  const retries = new Counter({
    name: 'games_gateway_subgraph_retries_total',
    help: 'Calls of subgraphs that were tried again.',
    labelNames: ['subgraph'],
    registers,
  });
  const circuits = new Gauge({
    name: 'games_gateway_subgraph_circuit',
    help: 'Circuit to a subgraph: 0 closed, 1 half open, 2 open.',
    labelNames: ['subgraph'],
    registers,
  });
  const planning = new Histogram({
    name: 'games_gateway_planning_duration_seconds',
    help: 'Time to plan an operation.',
    buckets: secondsBuckets,
    registers,
  });
  const swaps = new Counter({
    name: 'games_gateway_supergraph_swaps_total',
    help: 'Supergraphs that were applied or refused.',
    labelNames: ['outcome'],
    registers,
  });

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

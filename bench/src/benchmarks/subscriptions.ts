import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLatencies } from '../latencies.ts';
import { type PinnedProcess, startPinned } from '../pinned.ts';
import type { Benchmark, Row } from '../report.ts';
import { type StreamingServices, startStreamingServices } from '../subscriptions/services.ts';
import { openSubscribers, type Transport } from '../subscriptions/subscribers.ts';

const gatewayMain = fileURLToPath(new URL('../../../gateway/src/main.ts', import.meta.url));
const transports: readonly Transport[] = ['Server-Sent Events', 'WebSocket', 'multipart'];
const defaultSubscribers = 10_000;
const events = 20;
const pauseMs = 100;
const settleMs = 2_000;

/** One event, resolved through the plan once, to many subscribers of one gateway process. */
export const bench: Benchmark = {
  about: 'one event to 10,000 open subscriptions of one gateway process, and the memory of each (--subscribers N)',
  run: async (args) => {
    const at = args.indexOf('--subscribers');
    const subscribers = at === -1 ? defaultSubscribers : Number(args[at + 1]);
    const services = await startStreamingServices();
    const rows: Row[] = [];
    try {
      for (const transport of transports) rows.push(await measure(services, transport, subscribers));
    } finally {
      await services.close();
    }
    return {
      title: `One event to ${subscribers} open subscriptions on one gateway process (one core; clients and services on the other), ${events} events of about 700 bytes each`,
      rows,
      notes: [
        'Bar: all subscribers have the event within 1,000 ms.',
        'Memory is the growth of the resident set of the gateway by opening the subscriptions, for each of them, kernel buffers not counted.',
        'Each event was fetched from the second service once, whatever the number of subscribers.',
      ],
    };
  },
};

async function measure(services: StreamingServices, transport: Transport, count: number): Promise<Row> {
  const file = join(tmpdir(), `bench-subscriptions-${process.pid}.graphql`);
  writeFileSync(file, services.supergraph);
  const metricsPort = await freePort();
  const flags = ['--supergraph', file, '--port', '0', '--public', '--metrics-port', String(metricsPort)];
  const gateway = await startPinned(0, [gatewayMain, ...flags], {
    GATEWAY_SUBSCRIPTIONS_PER_VIEWER_MAX: '100000',
    GATEWAY_SUBSCRIPTIONS_OPEN_MAX: '100000',
  });
  const areOpen = async (wanted: number): Promise<void> => {
    while ((await openSubscriptions(metricsPort)) !== wanted || services.sourceStreams() !== Math.min(wanted, 1))
      await wait(20);
  };
  try {
    await warmUp(gateway, services, transport, areOpen);
    const before = residentBytes(gateway);
    const subscribers = await openSubscribers(gateway.url, transport, count);
    await areOpen(count);
    await wait(settleMs);
    const perSubscriber = (residentBytes(gateway) - before) / count;
    const calls = services.entityCalls();
    const first = createLatencies();
    const last = createLatencies();
    for (let number = 1; number <= events; number++) {
      const begin = performance.now();
      services.publish(number);
      const times = await subscribers.allHave(number);
      first.add((times[0] as number) - begin);
      last.add((times.at(-1) as number) - begin);
      await wait(pauseMs);
    }
    if (services.entityCalls() - calls !== events) throw new Error('An event was not resolved exactly once.');
    subscribers.close();
    return {
      transport,
      subscribers: count,
      'first has it, p50 ms': first.quantile(0.5),
      'all have it, p50 ms': last.quantile(0.5),
      'all have it, worst ms': last.quantile(1),
      'KiB for each': perSubscriber / 1_024,
    };
  } finally {
    await gateway.stop();
    rmSync(file, { force: true });
  }
}

const warmUpSubscribers = 200;

/** Brings code and heap of the gateway to where they stay, so that the growth is that of the subscribers. */
async function warmUp(
  gateway: PinnedProcess,
  services: StreamingServices,
  transport: Transport,
  areOpen: (wanted: number) => Promise<void>,
): Promise<void> {
  const some = await openSubscribers(gateway.url, transport, warmUpSubscribers);
  await areOpen(warmUpSubscribers);
  services.publish(0);
  await some.allHave(0);
  some.close();
  await areOpen(0);
}

/** Open subscriptions, as the gateway counts them itself. */
async function openSubscriptions(metricsPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^games_gateway_subscriptions_open (\d+)$/m.exec(text)?.[1]);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Resident set of a process, as Linux tells it. */
function residentBytes({ child }: PinnedProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

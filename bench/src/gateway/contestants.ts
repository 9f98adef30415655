/** The gateways side by side: how each is started on a processor of its own. */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PinnedProcess, startPinned } from '../pinned.ts';
import type { RecordedGraph } from './recorded.ts';
import { firstFederation } from './shop.ts';

export type Sharing = 'off' | 'subgraph' | 'all';

export interface Contestant {
  readonly name: string;
  /** What it can share between identical queries in flight. */
  readonly sharings: readonly Sharing[];
  /** Of which version of federation it is; the first knows no cold plans. */
  readonly federation: 1 | 2;
  readonly start: (graph: RecordedGraph, sharing: Sharing) => Promise<PinnedProcess>;
}

const core = 0;
const everySharing: readonly Sharing[] = ['off', 'subgraph', 'all'];
const ourMain = fileURLToPath(new URL('../../../gateway/src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
let files = 0;

function toFile(text: string): string {
  const file = join(folder, `${++files}`);
  writeFileSync(file, text);
  return file;
}

/** Folders where the peers are installed. */
export interface PeerFolders {
  readonly gateway: string;
  readonly mercurius: string;
  readonly grafbase: string;
}

/** `subgraphsUrl`: where the recorded subgraphs are, for gateways that take no supergraph. */
export function contestants(peers: PeerFolders, subgraphsUrl: string): readonly Contestant[] {
  const hive =
    (planner: 'js' | 'rust') =>
    ({ supergraph }: RecordedGraph, sharing: Sharing) =>
      startPinned(core, [join(peers.gateway, 'hive.mjs'), toFile(supergraph), planner, sharing]);
  const services = Object.entries(firstFederation).map(([name, schema]) => ({
    name,
    schema,
    url: `${subgraphsUrl}/${name}`,
    mandatory: true,
  }));
  return [
    {
      name: 'stock @apollo/gateway',
      sharings: ['off'],
      federation: 2,
      start: ({ supergraph }) =>
        startPinned(core, [join(peers.gateway, 'apollo.mjs'), toFile(supergraph)], {
          APOLLO_TELEMETRY_DISABLED: 'true',
        }),
    },
    {
      name: 'ours',
      sharings: everySharing,
      federation: 2,
      start: ({ supergraph }, sharing) => startOurs(supergraph, sharing),
    },
    { name: 'Hive Gateway', sharings: everySharing, federation: 2, start: hive('js') },
    { name: 'Hive Gateway, Rust planner', sharings: everySharing, federation: 2, start: hive('rust') },
    {
      name: 'Grafbase',
      // It always shares equal calls of subgraphs in flight: where nothing is to be shared, each request has an authorization.
      sharings: ['subgraph'],
      federation: 2,
      start: ({ services: recorded }) =>
        startPinned(core, [join(peers.grafbase, 'grafbase.mjs'), toFile(JSON.stringify(recorded))]),
    },
    {
      name: 'Mercurius',
      sharings: ['off'],
      federation: 1,
      start: () => startPinned(core, [join(peers.mercurius, 'mercurius.mjs'), toFile(JSON.stringify(services))]),
    },
  ];
}

export interface OurProcess extends PinnedProcess {
  /** Exchanging its text exchanges the supergraph. */
  readonly supergraphFile: string;
  readonly metricsUrl: string;
}

export async function startOurs(
  supergraph: string,
  sharing: Sharing,
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
  main: string = ourMain,
): Promise<OurProcess> {
  const supergraphFile = toFile(supergraph);
  const metricsPort = await freePort();
  const started = await startPinned(
    core,
    [...nodeOptions, main, '--supergraph', supergraphFile, '--public', '--port', '0', '--dedupe', sharing],
    {
      PROPAGATE_HEADERS: 'authorization',
      METRICS_PORT: String(metricsPort),
      GATEWAY_ENGINE_PLANNER_DEADLINE_MS: '60000',
      GATEWAY_ENGINE_OPERATION_DEADLINE_MS: '60000',
      ...env,
    },
  );
  return { ...started, supergraphFile, metricsUrl: `http://127.0.0.1:${metricsPort}/metrics` };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

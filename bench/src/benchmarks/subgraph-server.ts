import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anonymousViewer, signViewer, viewerHeader } from '@games/service';
import { load } from '../load.ts';
import { installPeers } from '../peers.ts';
import { startPinned } from '../pinned.ts';
import type { Benchmark, Row } from '../report.ts';

const secret = 'a secret of the benchmark';
const connections = 16;
const warmUpSeconds = 2;
const seconds = 5;

/** What a gateway sends most: entities by key, and a page of a list. */
const operations = {
  '100 entities': JSON.stringify({
    query:
      'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Athlete { id given family height team { id name country } bibs } } }',
    variables: {
      representations: Array.from({ length: 100 }, (_, n) => ({ __typename: 'Athlete', id: `ath_${n * 7}` })),
    },
  }),
  '5 entities': JSON.stringify({
    query:
      'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Athlete { given family } } }',
    variables: {
      representations: Array.from({ length: 5 }, (_, n) => ({ __typename: 'Athlete', id: `ath_${n * 7}` })),
    },
  }),
  'list of 20': JSON.stringify({ query: '{ athletes(first: 20) { id given family team { name } } }' }),
};

function servers(): readonly { readonly name: string; readonly main: string }[] {
  const peers = installPeers('subgraph-server');
  return [
    {
      name: 'thin server with graphql-jit',
      main: fileURLToPath(new URL('../subgraphServer/ours.ts', import.meta.url)),
    },
    { name: 'Mercurius with JIT', main: join(peers, 'mercurius.mjs') },
    { name: 'GraphQL Yoga', main: join(peers, 'yoga.mjs') },
    { name: 'Apollo Server', main: join(peers, 'apollo.mjs') },
  ];
}

async function measure(name: string, main: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const server = await startPinned(0, [main], { VIEWER_SECRET: secret });
  try {
    for (const [operation, body] of Object.entries(operations)) {
      const options = {
        url: server.url,
        headers: { 'content-type': 'application/json', [viewerHeader]: signViewer(anonymousViewer, 'NAME', secret) },
        bodies: [body],
        connections,
        check: (answer: string) => {
          if (!answer.startsWith('{"data":{')) throw new Error(`${name} answered ${answer.slice(0, 300)}`);
        },
      };
      await load({ ...options, seconds: warmUpSeconds });
      const result = await load({ ...options, seconds });
      rows.push({
        server: name,
        operation,
        'requests/s': result.requestsPerSecond,
        'p50 ms': result.p50Ms,
        'p99 ms': result.p99Ms,
      });
    }
  } finally {
    await server.stop();
  }
  return rows;
}

export const bench: Benchmark = {
  about: 'the server under a subgraph: ours beside Apollo Server, Yoga and Mercurius, one core each',
  run: async () => {
    const rows: Row[] = [];
    for (const { name, main } of servers()) rows.push(...(await measure(name, main)));
    const speed = (server: string, operation: string): number =>
      Number(rows.find((row) => row.server === server && row.operation === operation)?.['requests/s'] ?? 0);
    const ours = rows[0]?.server as string;
    const others = [...new Set(rows.map((row) => String(row.server)))].filter((server) => server !== ours);
    const notes = others.map(
      (server) =>
        `Ours to ${server}: ${Object.keys(operations)
          .map((operation) => `${(speed(ours, operation) / speed(server, operation)).toFixed(1)} × (${operation})`)
          .join(', ')}.`,
    );
    return { title: 'Servers under a subgraph: one core for the server, one for the load.', rows, notes };
  },
};

import { writeFileSync } from 'node:fs';
import { type OurProcess, startOurs } from '../gateway/contestants.ts';
import { childrenOf, pinSelf, residentMiB } from '../gateway/processes.ts';
import { rawLoad } from '../gateway/rawLoad.ts';
import { startSubgraphs } from '../gateway/recorded.ts';
import { queries } from '../gateway/shop.ts';
import type { PinnedProcess } from '../pinned.ts';
import type { Benchmark, Report, Row } from '../report.ts';

const reloads = Number(process.env.BENCH_RELOADS ?? 1_000);
const operations = Number(process.env.BENCH_OPERATIONS ?? 100_000);
const steps = 10;
const connections = 8;

const memoryOf = ({ child }: PinnedProcess): Row => {
  const pid = child.pid as number;
  return {
    'gateway MiB': Math.round(residentMiB(pid)),
    'planner MiB': Math.round(childrenOf(pid).reduce((sum, each) => sum + residentMiB(each), 0)),
  };
};

/** The supergraph is exchanged again and again while operations are asked; any answer that is not right ends the run. */
async function reloadUnderLoad(gateway: OurProcess, supergraph: string): Promise<Row[]> {
  const rows: Row[] = [];
  let isDone = false;
  const bodies = [queries.small, queries.page].map((query) => JSON.stringify({ query }));
  const asked = rawLoad({
    url: gateway.url,
    connections,
    seconds: 3_600,
    body: (number) => bodies[number % bodies.length]!,
    checksAll: true,
    check: (answer) => {
      if (!answer.startsWith('{"data":{') || answer.includes('null')) throw new Error(answer.slice(0, 300));
    },
    isOver: () => isDone,
  });
  const failed = asked.then(
    () => undefined,
    (error: unknown) => error ?? new Error('failed'),
  );
  for (let count = 1; count <= reloads; count++) {
    const before = await generationOf(gateway);
    writeFileSync(gateway.supergraphFile, `${supergraph}\n# ${count}\n`);
    while ((await generationOf(gateway)) === before) {
      const error = await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 5, null))]);
      if (error !== null) throw error;
    }
    if (count % Math.ceil(reloads / steps) === 0 || count === 1) {
      rows.push({ phase: 'reloads under load', count, ...memoryOf(gateway) });
      process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
    }
  }
  isDone = true;
  const { answers } = await asked;
  rows.push({ phase: 'answers meanwhile, none wrong', count: answers, ...memoryOf(gateway) });
  return rows;
}

async function generationOf({ metricsUrl }: OurProcess): Promise<string> {
  const text = await (await fetch(metricsUrl)).text();
  const line = text.split('\n').find((line) => /^games_gateway_supergraph_generation[ {]/.test(line));
  return line?.slice(line.lastIndexOf(' ') + 1) ?? '';
}

async function distinctOperations(gateway: PinnedProcess): Promise<Row[]> {
  const rows: Row[] = [];
  const perStep = Math.ceil(operations / steps);
  for (let step = 0; step < steps; step++) {
    let asked = 0;
    await rawLoad({
      url: gateway.url,
      connections,
      seconds: 3_600,
      body: (number) => {
        asked++;
        const id = step * perStep + number;
        return JSON.stringify({
          query: `query Distinct${id} { me { id n${id}: name reviews(first: ${id % 50}) { id body } } }`,
        });
      },
      checksAll: true,
      check: (answer) => {
        if (!answer.startsWith('{"data":{"me":{')) throw new Error(answer.slice(0, 300));
      },
      isOver: () => asked >= perStep,
    });
    rows.push({ phase: 'distinct operations', count: (step + 1) * perStep, ...memoryOf(gateway) });
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  return rows;
}

async function run(): Promise<Report> {
  pinSelf(1);
  const subgraphs = await startSubgraphs(1);
  try {
    const ours = await startOurs(subgraphs.shop.supergraph, 'all', { GATEWAY_SUPERGRAPH_POLL_INTERVAL_MS: '50' });
    try {
      const rows = [...(await reloadUnderLoad(ours, subgraphs.shop.supergraph)), ...(await distinctOperations(ours))];
      return {
        title: `Resident memory over ${reloads} reloads under load and ${operations} distinct operations.`,
        rows,
      };
    } finally {
      await ours.stop();
    }
  } finally {
    await subgraphs.stop();
  }
}

export const bench: Benchmark = {
  about: 'memory of our gateway over a thousand reloads under load and a hundred thousand distinct operations',
  run,
};

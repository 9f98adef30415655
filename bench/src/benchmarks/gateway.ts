import { type Contestant, contestants, type Sharing } from '../gateway/contestants.ts';
import { fewPlansQuery, manyPlansQuery } from '../gateway/deepPlans.ts';
import { cpuSeconds, pinSelf, residentMiB } from '../gateway/processes.ts';
import { type RawLoadOptions, type RawLoadResult, rawLoad } from '../gateway/rawLoad.ts';
import { type RecordedGraph, startSubgraphs } from '../gateway/recorded.ts';
import { asBody, loadOf, type Scenario, scenarios } from '../gateway/scenarios.ts';
import { installPeers } from '../peers.ts';
import type { PinnedProcess } from '../pinned.ts';
import type { Benchmark, Report, Row } from '../report.ts';

/** The gateway has one processor, the recorded subgraphs and the load share the other. */
const otherCore = 1;
const warmUpSeconds = 3;
const seconds = Number(process.env.BENCH_SECONDS ?? 5);

/** Starts a gateway, measures, stops it; what goes wrong is a row of its own. */
async function measure(
  contestant: Contestant,
  sharing: Sharing,
  scenario: Scenario,
  graph: RecordedGraph,
): Promise<Row> {
  const label = { scenario: scenario.name, sharing, gateway: contestant.name };
  const gateway = await contestant.start(graph, sharing);
  try {
    const options = loadOf(scenario, gateway.url);
    await rawLoad({ ...options, seconds: warmUpSeconds });
    return { ...label, ...(await measureLoad(gateway, { ...options, seconds })) };
  } catch (error) {
    process.stderr.write(`${contestant.name}, ${scenario.name}: ${error instanceof Error ? error.message : error}\n`);
    return { ...label, 'requests/s': 'failed' };
  } finally {
    await gateway.stop();
  }
}

async function measureLoad(gateway: PinnedProcess, options: RawLoadOptions): Promise<Row> {
  const { pid } = gateway;
  const before = cpuSeconds(pid);
  const result: RawLoadResult = await rawLoad(options);
  const used = cpuSeconds(pid) - before;
  return {
    'requests/s': Math.round(result.requestsPerSecond),
    'p50 ms': result.p50Ms,
    'p99 ms': result.p99Ms,
    'CPU µs/request': Math.round((used / result.answers) * 1e6),
    'answer KB': Math.round(result.answerBytes / 1_000),
    'memory MiB': Math.round(residentMiB(pid)),
  };
}

/** How long the first answer to a question with 8,192 plans takes, and what others wait for meanwhile. */
async function measureColdPlans(contestant: Contestant, graph: RecordedGraph): Promise<Row> {
  const gateway = await contestant.start(graph, contestant.sharings[0]!);
  const label = { scenario: 'cold query of 8,192 plans', sharing: contestant.sharings[0]!, gateway: contestant.name };
  try {
    const ask = async (query: string): Promise<string> => {
      const response = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: asBody(query),
      });
      return response.text();
    };
    await ask(fewPlansQuery);
    const begin = performance.now();
    let isDone = false;
    const cold = ask(manyPlansQuery).finally(() => {
      isDone = true;
    });
    let worst = 0;
    while (!isDone) {
      const asked = performance.now();
      await ask(fewPlansQuery);
      worst = Math.max(worst, performance.now() - asked);
    }
    const answer = await cold;
    if (!answer.includes('"field12":{"x":12}')) throw new Error(answer.slice(0, 400));
    return { ...label, 'first answer ms': Math.round(performance.now() - begin), 'others wait ms': Math.round(worst) };
  } catch (error) {
    process.stderr.write(`${contestant.name}, cold plans: ${error instanceof Error ? error.message : error}\n`);
    return { ...label, 'first answer ms': 'failed' };
  } finally {
    await gateway.stop();
  }
}

const rate = (rows: readonly Row[], scenario: string, sharing: Sharing, gateway: string): number =>
  Number(
    rows.find((row) => row.scenario === scenario && row.sharing === sharing && row.gateway === gateway)?.['requests/s'],
  );

function notesOn(rows: readonly Row[]): string[] {
  const scenario = scenarios.deep.name;
  const stock = rate(rows, scenario, 'off', 'stock @apollo/gateway');
  const targets = { off: 9, subgraph: 20, all: 100 } as const;
  return (['off', 'subgraph', 'all'] as const).map((sharing) => {
    const ours = rate(rows, scenario, sharing, 'ours');
    const rust = rate(rows, scenario, sharing, 'Hive Gateway, Rust planner');
    return (
      `Deep query, sharing ${sharing}: ${(ours / stock).toFixed(1)} × stock (target ${targets[sharing]}), ` +
      `${(ours / rust).toFixed(1)} × Hive Gateway with the Rust planner (target 3).`
    );
  });
}

async function run(args: readonly string[]): Promise<Report> {
  const wanted = args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.toLowerCase());
  const isWanted = (name: string): boolean =>
    wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word));
  const peers = {
    gateway: installPeers('gateway'),
    mercurius: installPeers('gateway-mercurius'),
    grafbase: installPeers('gateway-grafbase'),
  };
  pinSelf(otherCore);
  const subgraphs = await startSubgraphs(otherCore);
  const rows: Row[] = [];
  const record = (row: Row): void => {
    rows.push(row);
    process.stderr.write(`${JSON.stringify(row)}\n`);
  };
  try {
    const all = contestants(peers, subgraphs.url).filter(({ name }) => isWanted(name));
    for (const scenario of Object.values<Scenario>(scenarios)) {
      for (const sharing of scenario.sharings) {
        for (const contestant of all) {
          if (!contestant.sharings.includes(sharing) && sharing !== 'off' && contestant.sharings.length > 1) continue;
          if (!contestant.sharings.includes(sharing) && scenario.sharings.includes('off')) continue;
          if (contestant.federation < scenario.federation) continue;
          record(await measure(contestant, sharing, scenario, subgraphs.shop));
        }
      }
    }
    for (const contestant of all.filter(({ federation }) => federation === 2)) {
      record(await measureColdPlans(contestant, subgraphs.plans));
    }
  } finally {
    await subgraphs.stop();
  }
  return {
    title: `Gateways on one processor each, 50 clients; subgraphs answer from memory on the other processor.`,
    rows,
    notes: notesOn(rows),
  };
}

export const bench: Benchmark = {
  about:
    'our gateway beside stock @apollo/gateway, Hive Gateway, Grafbase and Mercurius, in front of recorded subgraphs',
  run,
};

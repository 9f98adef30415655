import { join } from 'node:path';
import { type Sharing, startOurs } from '../gateway/contestants.ts';
import { cpuSeconds, pinSelf } from '../gateway/processes.ts';
import { rawLoad } from '../gateway/rawLoad.ts';
import { startSubgraphs } from '../gateway/recorded.ts';
import { loadOf, type Scenario, scenarios } from '../gateway/scenarios.ts';
import { extractCommit } from '../otherTree.ts';
import type { PinnedProcess } from '../pinned.ts';
import type { Benchmark, Report, Row } from '../report.ts';

const warmUpSeconds = 4;
const rounds = Number(process.env.BENCH_ROUNDS ?? 8);

interface Comparison {
  readonly scenario: Scenario;
  readonly sharing: Sharing;
}

/** The rows that are named on the command line as `deep`, `deep/off`; all without one. */
function readRows(names: readonly string[]): readonly Comparison[] {
  const all = Object.entries<Scenario>(scenarios).flatMap(([key, scenario]) =>
    scenario.sharings.map((sharing) => ({ key, scenario, sharing })),
  );
  const isNamed = (key: string, sharing: Sharing) => names.includes(key) || names.includes(`${key}/${sharing}`);
  const rows = names.length === 0 ? all : all.filter(({ key, sharing }) => isNamed(key, sharing));
  if (rows.length === 0) {
    throw new Error(
      `Rows are ${all.map(({ key, sharing }) => `${key}/${sharing}`).join(', ')}, or without the sharing.`,
    );
  }
  return rows;
}

/** Both gateways are up and share the processor; one of them is asked at a time, a second each, in alternating order. */
async function compare({ scenario, sharing }: Comparison, mains: readonly string[], supergraph: string): Promise<Row> {
  const gateways: PinnedProcess[] = [];
  try {
    for (const main of mains) gateways.push(await startOurs(supergraph, sharing, {}, [], main));
    const measure = async ({ url, pid }: PinnedProcess, seconds: number) => {
      const before = cpuSeconds(pid);
      const { requestsPerSecond, answers } = await rawLoad({ ...loadOf(scenario, url), seconds });
      return { rate: requestsPerSecond, us: ((cpuSeconds(pid) - before) / answers) * 1e6 };
    };
    for (const gateway of gateways) await measure(gateway, warmUpSeconds);
    const ratios: number[] = [];
    const leastUs = gateways.map(() => Number.POSITIVE_INFINITY);
    for (let round = 0; round < rounds; round++) {
      const rates: number[] = [];
      for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const { rate, us } = await measure(gateways[index]!, 1);
        rates[index] = rate;
        leastUs[index] = Math.min(leastUs[index]!, us);
      }
      ratios.push(rates[1]! / rates[0]!);
    }
    ratios.sort((a, b) => a - b);
    const half = ratios.length / 2;
    return {
      scenario: scenario.name,
      sharing,
      'requests/s, now : then': ((ratios[Math.ceil(half) - 1]! + ratios[Math.floor(half)]!) / 2).toFixed(3),
      range: `${ratios[0]!.toFixed(2)}–${ratios.at(-1)!.toFixed(2)}`,
      'least CPU µs, then': Math.round(leastUs[0]!),
      now: Math.round(leastUs[1]!),
      'CPU, then : now': (leastUs[0]! / leastUs[1]!).toFixed(3),
    };
  } finally {
    for (const gateway of gateways) await gateway.stop();
  }
}

async function run([commit, ...names]: readonly string[]): Promise<Report> {
  if (commit === undefined) throw new Error('npm run bench -- compare COMMIT [ROW…]');
  const comparisons = readRows(names);
  pinSelf(1);
  const tree = extractCommit(commit);
  const subgraphs = await startSubgraphs(1);
  try {
    const mains = [join(tree.folder, 'gateway/src/main.ts'), join(import.meta.dirname, '../../../gateway/src/main.ts')];
    const rows: Row[] = [];
    for (const comparison of comparisons) rows.push(await compare(comparison, mains, subgraphs.shop.supergraph));
    return {
      title: `Our gateway as it is here against commit ${commit}, on the same recorded subgraphs; above 1 is quicker now.`,
      rows,
      notes: [
        `The median of ${rounds} pairs of one second each, in alternating order, after a warm-up of ${warmUpSeconds} s; the least processor time of an answer is the least disturbed second's.`,
      ],
    };
  } finally {
    await subgraphs.stop();
    tree.remove();
  }
}

export const bench: Benchmark = { about: 'our gateway here against another commit: COMMIT [deep/off …]', run };

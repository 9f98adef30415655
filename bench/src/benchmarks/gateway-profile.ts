import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sharing, startOurs } from '../gateway/contestants.ts';
import { readProfile } from '../gateway/cpuProfile.ts';
import { pinSelf } from '../gateway/processes.ts';
import { rawLoad } from '../gateway/rawLoad.ts';
import { startSubgraphs } from '../gateway/recorded.ts';
import { queries } from '../gateway/shop.ts';
import type { Benchmark, Report, Row } from '../report.ts';

const connections = 50;
const warmUpSeconds = 3;
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const modulesMax = 16;

/** Where the processor's time of the deep query goes, by the files it is spent in. */
async function profile(supergraph: string, sharing: Sharing): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-profile-'));
  try {
    const gateway = await startOurs(supergraph, sharing, {}, ['--cpu-prof', `--cpu-prof-dir=${folder}`]);
    const load = {
      url: gateway.url,
      connections,
      body: () => JSON.stringify({ query: queries.deep }),
      check: () => {},
    };
    const { child } = gateway;
    let answers = 0;
    try {
      await rawLoad({ ...load, seconds: warmUpSeconds });
      ({ answers } = await rawLoad({ ...load, seconds }));
    } finally {
      await gateway.stop();
    }
    const file = readdirSync(folder).find((name) => name.split('.')[3] === String(child.pid));
    if (file === undefined) throw new Error('The gateway left no profile behind.');
    const modules = readProfile(readFileSync(join(folder, file), 'utf8'), seconds);
    const total = modules.reduce((sum, { us }) => sum + us, 0);
    return modules.slice(0, modulesMax).map(({ module, us }) => ({
      sharing,
      'where the time is spent': module,
      'µs/request': us / answers,
      'share %': (us / total) * 100,
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(): Promise<Report> {
  pinSelf(1);
  const subgraphs = await startSubgraphs(1);
  try {
    const rows: Row[] = [];
    for (const sharing of ['off', 'all'] as const) rows.push(...(await profile(subgraphs.shop.supergraph, sharing)));
    return {
      title: `Where our gateway spends its processor's time on the deep query (own time by file, ${connections} clients).`,
      rows,
      notes: ['A profiler watches, which costs a tenth or two: read shares.'],
    };
  } finally {
    await subgraphs.stop();
  }
}

export const bench: Benchmark = { about: "where our gateway's time goes on the deep query, by file", run };

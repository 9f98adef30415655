import type { EntryDraft } from '../../entries/entries.ts';
import type { Random } from '../../random.ts';
import type { PhasePlan } from '../../schedule/plan.ts';
import type { DuelFormat } from '../../sports/format.ts';
import { deal } from '../lineup.ts';
import { rankByKey } from '../order.ts';
import type { ListLine, ListStory, PoolRecord, UnitStory } from '../story.ts';
import { meet } from './meet.ts';

export interface PoolsResult {
  readonly units: readonly UnitStory[];
  readonly lists: readonly ListStory[];
  /** Who goes on, in the order in which they are seeded. */
  readonly advanced: readonly EntryDraft[];
  /** Who does not, best first. */
  readonly left: readonly ListLine[];
}

type Standing = ListLine & { readonly key: number | null; readonly pool: PoolRecord };

const none: PoolRecord = { played: 0, won: 0, tied: 0, lost: 0, scored: 0, conceded: 0 };

/** Everybody meets everybody of the pool. */
export function simulatePools(
  phases: readonly PhasePlan[],
  format: DuelFormat,
  bestFirst: readonly EntryDraft[],
  random: Random,
): PoolsResult {
  const pools = deal(bestFirst, phases.length);
  const units: UnitStory[] = [];
  const lists: ListStory[] = [];
  const standings = phases.map((phase, i) => {
    const pool = simulatePool(phase, format, pools[i] ?? [], random);
    units.push(...pool.units);
    lists.push(...pool.lists);
    return pool.standing;
  });
  return { units, lists, ...goOn(phases[0] as PhasePlan, standings) };
}

function simulatePool(phase: PhasePlan, format: DuelFormat, members: readonly EntryDraft[], random: Random) {
  const records = new Map(members.map((entry) => [entry, none]));
  const units: UnitStory[] = [];
  const lists: ListStory[] = [];
  for (const unit of phase.units) {
    const [one, other] = (unit.pairing ?? [0, 1]).map((at) => members[at] as EntryDraft) as [EntryDraft, EntryDraft];
    const { story, winner, scored } = meet(phase, unit, [one, other], format.score, true, random);
    units.push(story);
    records.set(
      one,
      add(records.get(one) ?? none, winner === null ? 'T' : winner === one ? 'W' : 'L', scored[0], scored[1]),
    );
    records.set(
      other,
      add(records.get(other) ?? none, winner === null ? 'T' : winner === other ? 'W' : 'L', scored[1], scored[0]),
    );
    lists.push({
      kind: 'POOL',
      code: phase.code,
      subcode: null,
      after: [unit.code],
      markType: 'POINTS',
      lines: standingOf(records),
    });
  }
  return { units, lists, standing: standingOf(records) };
}

function add(record: PoolRecord, outcome: 'W' | 'L' | 'T', scored: number, conceded: number): PoolRecord {
  return {
    played: record.played + 1,
    won: record.won + (outcome === 'W' ? 1 : 0),
    tied: record.tied + (outcome === 'T' ? 1 : 0),
    lost: record.lost + (outcome === 'L' ? 1 : 0),
    scored: record.scored + scored,
    conceded: record.conceded + conceded,
  };
}

/** Three points for a victory, one for a draw; then the difference, then what was scored, then the strength. */
function standingOf(records: ReadonlyMap<EntryDraft, PoolRecord>): Standing[] {
  const keyed = [...records].map(([entry, pool]) => ({
    entry,
    pool,
    irm: null,
    key: keyOf(pool) - entry.rating * 1e-4,
  }));
  return rankByKey(keyed).map((line) => ({
    ...line,
    mark: String(line.pool.won * 3 + line.pool.tied),
    qualified: null,
    difference: String(line.pool.scored - line.pool.conceded),
  }));
}

const keyOf = (pool: PoolRecord): number =>
  -(pool.won * 3 + pool.tied) * 1e6 - (pool.scored - pool.conceded) * 1e3 - pool.scored * 0.1;

/** The first of each pool, then the best of the next; seeded by place, then by standing. */
function goOn(phase: PhasePlan, standings: readonly (readonly Standing[])[]) {
  const { places, best } = phase.round;
  const byStanding = (a: Standing, b: Standing): number => (a.rank ?? 0) - (b.rank ?? 0) || (a.key ?? 0) - (b.key ?? 0);
  const all = standings.flat().sort(byStanding);
  const direct = all.filter((line) => (line.rank ?? 0) <= places);
  const next = all
    .filter((line) => line.rank === places + 1)
    .sort((a, b) => (a.key ?? 0) - (b.key ?? 0))
    .slice(0, best);
  const on = new Set([...direct, ...next].map((line) => line.entry));
  return {
    advanced: all.filter((line) => on.has(line.entry)).map((line) => line.entry),
    left: all.filter((line) => !on.has(line.entry)),
  };
}

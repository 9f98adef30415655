import type { EntryDraft } from '../entries/entries.ts';
import type { Random } from '../random.ts';
import type { EventPlan, PhasePlan, UnitPlan } from '../schedule/plan.ts';
import type { Measure, SeriesFormat } from '../sports/format.ts';
import { isCancelled } from './incidents.ts';
import { placeAtStart } from './lineup.ts';
import { type Place, rankByKey } from './order.ts';
import { toPar } from './perform/scored.ts';
import { medalsOf, simulateUnit } from './ranked.ts';
import type { EventStory, Irm, Line, ListLine, ListStory, UnitStory } from './story.ts';

/** What somebody has gathered so far. */
interface Account {
  readonly entry: EntryDraft;
  readonly points: readonly number[];
  /** Out of the series: why. */
  readonly irm: Irm | null;
}

type Standing = ListLine & { readonly key: number | null };

/** Races, rounds or disciplines that all take part in: the sum decides. */
export function simulateSeries(
  event: EventPlan,
  format: SeriesFormat,
  entries: readonly EntryDraft[],
  random: Random,
): EventStory {
  let accounts: Account[] = entries.map((entry) => ({ entry, points: [], irm: null }));
  let standing: Standing[] = [];
  let left: Standing[] = [];
  const units: UnitStory[] = [];
  const lists: ListStory[] = [];
  for (const phase of event.phases) {
    const measure = measureOf(format, phase);
    for (const unit of phase.units) {
      if (isCancelled(unit.code)) continue;
      const story = simulateStage(phase, unit, measure, accounts, entries, random);
      units.push(story);
      accounts = accounts.map((account) => credit(account, story, format, measure, phase.kind === 'FINAL'));
      standing = rank(accounts, format);
      lists.push(cumulative(event, unit, format, standing));
    }
    const { best } = phase.round;
    if (best > 0) {
      left = [...standing.slice(best), ...left];
      const on = new Set(standing.slice(0, best).map((line) => line.entry));
      accounts = accounts.filter((account) => on.has(account.entry));
    }
  }
  const last = (units.at(-1) as UnitStory).unit.code;
  lists.push(ranking(event, format, standing, left, last));
  return { event, units, lists, bracket: [], medals: medalsOf(standing, null), medalsBefore: null };
}

const measureOf = (format: SeriesFormat, phase: PhasePlan): Measure =>
  (format.measures[phase.roundIndex] ?? format.measures[0]) as Measure;

function simulateStage(
  phase: PhasePlan,
  unit: UnitPlan,
  measure: Measure,
  accounts: readonly Account[],
  entries: readonly EntryDraft[],
  random: Random,
): UnitStory {
  const active = accounts.filter((account) => account.irm === null).map((account) => account.entry);
  const starters = placeAtStart(active, measure, random);
  return simulateUnit({ ...phase, kind: 'SERIES' }, unit, measure, starters, entries, random, 0);
}

/** Who does not start a stage is out, except in sailing, where it costs points. */
function credit(account: Account, story: UnitStory, format: SeriesFormat, measure: Measure, doubled: boolean): Account {
  const line = story.lines.find(({ entry }) => entry === account.entry);
  if (line === undefined) return account;
  if (line.key === null && format.sum !== 'PLACES' && format.sum !== 'TABLE') {
    return { ...account, irm: line.irm === 'DNS' ? 'DNF' : line.irm };
  }
  return {
    ...account,
    points: [...account.points, pointsOf(line, story, format, measure) * (doubled && format.sum === 'PLACES' ? 2 : 1)],
  };
}

function pointsOf(line: Line, story: UnitStory, format: SeriesFormat, measure: Measure): number {
  switch (format.sum) {
    case 'PLACES':
      return line.rank ?? story.lines.length + 1;
    case 'TABLE':
      return line.key === null ? 0 : tablePoints(measure, line.key);
    case 'HIGH':
    case 'LOW':
      return Math.abs(line.key ?? 0);
  }
}

/** What the best all-rounder gets for one of the disciplines. */
const specialist = 915;

/** Points for a mark: less in proportion to what is missing to the best. */
function tablePoints(measure: Measure, key: number): number {
  if (measure.kind === 'TIME') return Math.max(0, Math.round(specialist * (1 - 1.7 * (key / 1000 / measure.best - 1))));
  if (measure.kind === 'DISTANCE')
    return Math.max(0, Math.round(specialist * (1 - 1.3 * (1 + key / 100 / measure.best))));
  if (measure.kind === 'HEIGHT')
    return Math.max(0, Math.round(specialist * (1 - 1.3 * (1 + key / 100_000 / measure.best))));
  return 0;
}

/** Races from which on the worst result does not count. */
const discardFrom = 5;

function sumOf({ points }: Account, format: SeriesFormat): number {
  const total = points.reduce((sum, value) => sum + value, 0);
  return format.sum === 'PLACES' && points.length >= discardFrom ? total - Math.max(...points) : total;
}

function rank(accounts: readonly Account[], format: SeriesFormat): Standing[] {
  const lowWins = format.sum === 'PLACES' || format.sum === 'LOW';
  const keyed = accounts.map((account) => {
    const sum = sumOf(account, format);
    // Equal sums are told apart by the latest result, as a count-back or a play-off would.
    const latest = account.points.at(-1) ?? 0;
    const key = account.irm === null ? (lowWins ? sum + latest / 1e7 : -sum - latest / 1e9) : null;
    return { entry: account.entry, key, irm: account.irm, mark: key === null ? null : markOf(sum, format) };
  });
  return rankByKey(keyed).map((line: (typeof keyed)[number] & Place) => ({
    ...line,
    qualified: null,
    difference: null,
  }));
}

function markOf(sum: number, format: SeriesFormat): string {
  const [measure] = format.measures;
  if (format.sum === 'PLACES' || format.sum === 'TABLE') return String(sum);
  if (measure?.kind === 'STROKES') return String(sum);
  if (measure?.kind === 'PENALTIES') return (Math.floor(sum) / 1000).toFixed(measure.digits);
  return (sum / 1000).toFixed(measure?.kind === 'POINTS' ? measure.digits : 0);
}

function cumulative(event: EventPlan, unit: UnitPlan, format: SeriesFormat, standing: readonly Standing[]): ListStory {
  return {
    kind: 'CUMULATIVE',
    code: event.code,
    subcode: unit.code,
    after: [unit.code],
    markType: markTypeOfSum(format),
    lines: standing.map((line, i) => ({ ...line, difference: differenceOf(line, standing[0], format, i) })),
  };
}

const markTypeOfSum = (format: SeriesFormat): string =>
  format.measures[0]?.kind === 'STROKES' ? 'STROKES' : format.measures[0]?.kind === 'PENALTIES' ? 'PENALTY' : 'POINTS';

/** Golf is told against par as well. */
function differenceOf(
  line: Standing,
  leader: Standing | undefined,
  format: SeriesFormat,
  index: number,
): string | null {
  if (index === 0 || line.mark === null || !leader?.mark) return null;
  const away = Math.round((Number(line.mark) - Number(leader.mark)) * 1000) / 1000;
  return format.measures[0]?.kind === 'STROKES' ? toPar(away) : String(away);
}

function ranking(
  event: EventPlan,
  format: SeriesFormat,
  standing: readonly Standing[],
  left: readonly Standing[],
  last: string,
): ListStory {
  return {
    kind: 'RANKING',
    code: event.code,
    subcode: null,
    after: [last],
    markType: markTypeOfSum(format),
    lines: [...standing, ...left].map((line, i) => ({
      ...line,
      rank: line.rank === null ? null : i < standing.length ? line.rank : i + 1,
      sortOrder: i + 1,
    })),
  };
}

import type { EntryDraft } from '../entries/entries.ts';
import type { Random } from '../random.ts';
import type { EventPlan, PhasePlan, UnitPlan } from '../schedule/plan.ts';
import type { Measure, RankedFormat } from '../sports/format.ts';
import { correctionOf } from './corrections.ts';
import { deal, placeAtStart, type Starter } from './lineup.ts';
import { distanceFromBest, formatTime } from './marks.ts';
import { asListLine, compare, rankByKey } from './order.ts';
import { markTypeOf, performUnit } from './perform/performUnit.ts';
import { RecordBook } from './records.ts';
import type { EventStory, Line, ListLine, ListStory, MedalWon, UnitStory } from './story.ts';

/** Heats, semi-finals, a final; or a qualification of groups that are ranked together. */
export function simulateRanked(
  event: EventPlan,
  format: RankedFormat,
  entries: readonly EntryDraft[],
  random: Random,
): EventStory {
  const { measure } = format;
  const records = RecordBook.of(measure);
  const units: UnitStory[] = [];
  const lists: ListStory[] = [];
  let field: readonly EntryDraft[] = seedByForm(entries, random);
  let eliminated: ListLine[] = [];
  for (const phase of event.phases) {
    const stories = simulatePhase(phase, format, field, entries, random, records);
    units.push(...stories);
    const joint = rankByKey(stories.flatMap((unit) => unit.lines));
    if (stories.length > 1) lists.push(phaseList(phase, measure, stories, joint));
    const goesOn = new Set(joint.filter((line) => line.qualified !== null).map((line) => line.entry));
    eliminated = [
      ...joint.filter((line) => !goesOn.has(line.entry)).map((line) => asListLine(line, line)),
      ...eliminated,
    ];
    field = joint.filter((line) => goesOn.has(line.entry)).map((line) => line.entry);
  }
  const final = units.at(-1) as UnitStory;
  lists.push(ranking(event, measure, eliminated, final));
  return {
    event,
    units,
    lists,
    bracket: [],
    medals: medalsOf(final.lines, final.unit.code),
    medalsBefore: final.correction === null ? null : medalsOf(final.correction.before, final.unit.code),
  };
}

/** By strength, with the season's accidents. */
const seedByForm = (entries: readonly EntryDraft[], random: Random): EntryDraft[] =>
  entries
    .map((entry) => ({ entry, form: entry.rating + random.normal(0, 0.25) }))
    .sort((a, b) => b.form - a.form)
    .map(({ entry }) => entry);

function simulatePhase(
  phase: PhasePlan,
  { measure }: RankedFormat,
  field: readonly EntryDraft[],
  entries: readonly EntryDraft[],
  random: Random,
  records: RecordBook | null,
): UnitStory[] {
  const isFinal = phase.kind === 'FINAL';
  const groups = deal(field, phase.units.length);
  const stories = phase.units.map((unit, i) => {
    const starters = placeAtStart(groups[i] ?? [], measure, random);
    return simulateUnit(phase, unit, measure, starters, entries, random, isFinal ? null : 0.14);
  });
  return qualify(stories, phase).map((unit) => noteRecords(unit, records));
}

/** One unit: who starts, what they achieve, in which order they come in. `ease` is null in a final. */
export function simulateUnit(
  phase: PhasePlan,
  unit: UnitPlan,
  measure: Measure,
  starters: readonly Starter[],
  entries: readonly EntryDraft[],
  random: Random,
  ease: number | null,
): UnitStory {
  const contenders = starters.map(({ entry }) => ({
    entry,
    away: Math.min(3, distanceFromBest(entry.rating, entries)),
  }));
  const conditions = { random, ease: ease ?? 0, attempts: ease === null ? (6 as const) : (3 as const) };
  const performances = performUnit(measure, contenders, conditions);
  const started = starters.map((starter, i) => ({ ...starter, ...(performances[i] as (typeof performances)[number]) }));
  const ranked = rankByKey(started);
  const leader = ranked[0]?.key ?? null;
  const lines = ranked.map(
    (line): Line => ({
      ...line,
      // Where only the order counts nobody is level with anybody.
      mark: line.mark ?? (line.rank === null ? null : String(line.rank)),
      qualified: null,
      outcome: null,
      records: [],
      difference: differenceTo(leader, line.key, measure),
    }),
  );
  const wind = isWindy(measure) ? windText(random) : null;
  const correction = phase.kind === 'FINAL' ? correctionOf(unit.code, lines) : null;
  return {
    phase,
    unit,
    lines: correction?.after ?? lines,
    markType: markTypeOf(measure),
    wind,
    correction: correction === null ? null : { before: lines, note: correction.note },
  };
}

const isWindy = (measure: Measure): boolean =>
  (measure.kind === 'TIME' || measure.kind === 'DISTANCE') && measure.wind === true;

function windText(random: Random): string {
  const metres = Math.round(random.normal(0.4, 1) * 10) / 10;
  return metres > 0 ? `+${metres.toFixed(1)}` : metres.toFixed(1);
}

function differenceTo(leader: number | null, key: number | null, measure: Measure): string | null {
  if (leader === null || key === null || key === leader) return null;
  switch (measure.kind) {
    case 'TIME':
      return `+${formatTime((key - leader) / 1000, measure.digits)}`;
    case 'POINTS':
      return `-${((key - leader) / 1000).toFixed(measure.digits)}`;
    default:
      return null;
  }
}

/** The first of each unit by place, then the best of all others. */
function qualify(stories: readonly UnitStory[], phase: PhasePlan): UnitStory[] {
  const { places, best } = phase.round;
  if (places + best === 0) return [...stories];
  const byPlace = new Set<Line>();
  for (const unit of stories) for (const line of unit.lines.slice(0, places)) if (line.key !== null) byPlace.add(line);
  const others = stories.flatMap((unit) => unit.lines).filter((line) => line.key !== null && !byPlace.has(line));
  const byMark = new Set(others.sort(compare).slice(0, best));
  return stories.map((unit) => ({
    ...unit,
    lines: unit.lines.map((line) => ({
      ...line,
      qualified: byPlace.has(line) ? 'Q' : byMark.has(line) ? 'q' : null,
    })),
  }));
}

const legalWind = 2;

function noteRecords(unit: UnitStory, records: RecordBook | null): UnitStory {
  const best = unit.lines[0];
  if (records === null || best === undefined || best.key === null) return unit;
  if (unit.wind !== null && Number(unit.wind) > legalWind) return unit;
  const set = records.note(best.key);
  if (set.length === 0) return unit;
  return { ...unit, lines: unit.lines.map((line) => (line.key === best.key ? { ...line, records: set } : line)) };
}

function phaseList(
  phase: PhasePlan,
  measure: Measure,
  stories: readonly UnitStory[],
  joint: readonly Line[],
): ListStory {
  return {
    kind: 'PHASE',
    code: phase.code,
    subcode: null,
    after: stories.map(({ unit }) => unit.code),
    markType: markTypeOf(measure),
    lines: joint.map((line) => asListLine(line, line)),
  };
}

/** The final first, then those who were left behind, the later round before the earlier. */
function ranking(event: EventPlan, measure: Measure, eliminated: readonly ListLine[], final: UnitStory): ListStory {
  const finalists = final.lines.map((line) => asListLine(line, line));
  const inFinal = new Set(finalists.map((line) => line.entry));
  const others = eliminated.filter((line) => !inFinal.has(line.entry));
  return {
    kind: 'RANKING',
    code: event.code,
    subcode: null,
    after: [final.unit.code],
    markType: markTypeOf(measure),
    lines: [...finalists, ...others].map((line, i) => ({
      ...line,
      qualified: null,
      rank: line.rank === null ? null : i < finalists.length ? line.rank : i + 1,
      rankEqual: i < finalists.length && line.rankEqual,
      sortOrder: i + 1,
    })),
  };
}

/** By rank: who shares a place shares its medal, and the next one is not awarded. */
export function medalsOf(lines: readonly Pick<Line, 'rank' | 'entry'>[], unit: string | null): MedalWon[] {
  const types = { 1: 'GOLD', 2: 'SILVER', 3: 'BRONZE' } as const;
  return lines.flatMap(({ rank, entry }) =>
    rank === 1 || rank === 2 || rank === 3 ? [{ type: types[rank], entry, unit }] : [],
  );
}

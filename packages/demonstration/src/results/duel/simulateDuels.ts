import type { EntryDraft } from '../../entries/entries.ts';
import type { Random } from '../../random.ts';
import type { EventPlan, PhasePlan } from '../../schedule/plan.ts';
import type { DuelFormat, Measure } from '../../sports/format.ts';
import { placeAtStart } from '../lineup.ts';
import { simulateUnit } from '../ranked.ts';
import type { EventStory, ListLine, ListStory, UnitStory } from '../story.ts';
import { simulateBracket } from './bracket.ts';
import { simulatePools } from './pools.ts';

/** What comes before a bracket: who is in it, seeded, and who has been left behind. */
interface Preliminary {
  readonly units: readonly UnitStory[];
  readonly lists: readonly ListStory[];
  readonly seeds: readonly EntryDraft[];
  readonly left: readonly ListLine[];
}

/** One against one: a ranking round or pools where there are such, then the bracket. */
export function simulateDuels(
  event: EventPlan,
  format: DuelFormat,
  entries: readonly EntryDraft[],
  random: Random,
): EventStory {
  const early = event.phases.filter((phase) => phase.pool !== null || phase.round.code === 'RANK');
  const bracketPhases = event.phases.slice(early.length);
  const preliminary = simulatePreliminary(early, format, entries, random);
  const bracket = simulateBracket(bracketPhases, format, preliminary.seeds, random);
  const last = bracketPhases.at(-1)?.units.find((unit) => unit.medal === 'GOLD')?.code ?? '';
  return {
    event,
    units: [...preliminary.units, ...bracket.units],
    lists: [...preliminary.lists, ranking(event, bracket.order, preliminary.left, last)],
    bracket: bracket.items,
    medals: bracket.medals,
    medalsBefore: null,
  };
}

function simulatePreliminary(
  early: readonly PhasePlan[],
  format: DuelFormat,
  entries: readonly EntryDraft[],
  random: Random,
): Preliminary {
  const [first] = early;
  if (first === undefined) return { units: [], lists: [], seeds: entries, left: [] };
  if (first.pool !== null) {
    const { units, lists, advanced, left } = simulatePools(early, format, entries, random);
    return { units, lists, seeds: advanced, left };
  }
  return rankingRound(first, format.ranking as Measure, entries, random);
}

function rankingRound(phase: PhasePlan, measure: Measure, entries: readonly EntryDraft[], random: Random): Preliminary {
  const starters = placeAtStart(entries, measure, random);
  const [unit] = phase.units;
  if (unit === undefined) throw new RangeError(`${phase.code} has no unit`);
  const story = simulateUnit(phase, unit, measure, starters, entries, random, 0);
  const on = phase.round.best;
  const lines = story.lines.map((line, i) => ({
    ...line,
    qualified: i < on && line.key !== null ? ('q' as const) : null,
  }));
  return {
    units: [{ ...story, lines }],
    lists: [],
    // Who did not shoot or ride keeps the last places of the draw and is walked over.
    seeds: lines.slice(0, on).map((line) => line.entry),
    left: lines.slice(on),
  };
}

/** The medals and the places after them; those who left in one round share theirs. */
function ranking(event: EventPlan, order: readonly EntryDraft[], left: readonly ListLine[], last: string): ListStory {
  const inBracket = order.map((entry, i) => {
    const rank = sharedRank(i + 1, event);
    return { entry, rank, rankEqual: rank !== i + 1 || sharedRank(i + 2, event) === rank, mark: null, irm: null };
  });
  const others = left.map(({ entry }, i) => ({
    entry,
    rank: order.length + i + 1,
    rankEqual: false,
    mark: null,
    irm: null,
  }));
  return {
    kind: 'RANKING',
    code: event.code,
    subcode: null,
    after: [last],
    markType: 'RANK',
    lines: [...inBracket, ...others].map((line, i) => ({
      ...line,
      sortOrder: i + 1,
      qualified: null,
      difference: null,
    })),
  };
}

/** 1, 2, 3 (or 3, 3), 4 or 5, then 5 to 8 as 5, 9 to 16 as 9, and so on. */
function sharedRank(place: number, event: EventPlan): number {
  const bronze = event.spec.format.kind === 'DUEL' ? event.spec.format.bronze : 'MATCH';
  if (place <= 2) return place;
  if (place <= 4) return bronze === 'MATCH' ? place : 3;
  let from = 5;
  while (from * 2 - 1 <= place) from = from * 2 - 1;
  return from;
}

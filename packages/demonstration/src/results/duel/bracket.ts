import type { EntryDraft } from '../../entries/entries.ts';
import type { Random } from '../../random.ts';
import type { PhasePlan, UnitPlan } from '../../schedule/plan.ts';
import { drawOrder } from '../../schedule/seeding.ts';
import type { DuelFormat } from '../../sports/format.ts';
import type { BracketItem, BracketPlace, MedalWon, UnitStory } from '../story.ts';
import { meet } from './meet.ts';

export interface BracketResult {
  readonly units: readonly UnitStory[];
  readonly items: readonly BracketItem[];
  readonly medals: readonly MedalWon[];
  /** Everybody of the bracket, best first; who left in the same round is in no particular order. */
  readonly order: readonly EntryDraft[];
}

/** One match as the next round sees it. */
interface Played {
  readonly unit: string | null;
  readonly winner: EntryDraft;
  readonly loser: EntryDraft | null;
}

/**
 * Plays a bracket from its first round to its medals.
 * @param seeds best first; where they do not fill the draw the best have no opponent in the first round.
 */
export function simulateBracket(
  phases: readonly PhasePlan[],
  format: DuelFormat,
  seeds: readonly EntryDraft[],
  random: Random,
): BracketResult {
  const units: UnitStory[] = [];
  const items: BracketItem[] = [];
  const lost: EntryDraft[][] = [];
  const play = (phase: PhasePlan, unit: UnitPlan, places: readonly [BracketPlace, BracketPlace]): Played => {
    items.push({ round: phase.round.code, number: unit.number, unit: unit.code, places });
    const sides = places.map((place) => place.entry) as [EntryDraft, EntryDraft];
    const { story, winner, loser } = meet(phase, unit, sides, format.score, false, random);
    units.push(story);
    return { unit: unit.code, winner: winner as EntryDraft, loser };
  };

  const rounds = phases.filter((phase) => phase.round.code !== 'REP' && phase.kind !== 'FINAL');
  const final = phases.at(-1) as PhasePlan;
  const repechage = phases.find((phase) => phase.round.code === 'REP') ?? null;
  let before: Played[] = [];
  let quarters: Played[] = [];
  for (const phase of rounds) {
    before = before.length === 0 ? openRound(phase, seeds, items, play) : nextRound(phase, before, play);
    lost.push(before.flatMap(({ loser }) => loser ?? []));
    if (phase.round.code === 'QFNL') quarters = before;
  }
  const gold = unitOf(final, 'GOLD');
  const bronzes = final.units.filter((unit) => unit.medal === 'BRONZE');
  const thirds = bronzePlaces(before, quarters, repechage, play);
  const bronzeMatches = bronzes.map((unit, i) => play(final, unit, thirds[i] as [BracketPlace, BracketPlace]));
  const goldMatch = play(final, gold, [winnerOf(before[0] as Played), winnerOf(before[1] as Played)]);
  return {
    units,
    items,
    medals: medalsOf(goldMatch, bronzeMatches, before, format),
    order: orderOf(goldMatch, bronzeMatches, lost),
  };
}

type Play = (phase: PhasePlan, unit: UnitPlan, places: readonly [BracketPlace, BracketPlace]) => Played;

const winnerOf = ({ unit, winner }: Played): BracketPlace => ({
  entry: winner,
  seed: null,
  from: unit === null ? null : { unit, outcome: 'W' },
});
const loserOf = ({ unit, loser }: Played): BracketPlace => ({
  entry: loser,
  seed: null,
  from: unit === null ? null : { unit, outcome: 'L' },
});

function unitOf(phase: PhasePlan, medal: UnitPlan['medal']): UnitPlan {
  const found = phase.units.find((unit) => unit.medal === medal);
  if (found === undefined) throw new RangeError(`${phase.code} has no unit for ${medal}`);
  return found;
}

function openRound(phase: PhasePlan, seeds: readonly EntryDraft[], items: BracketItem[], play: Play): Played[] {
  const order = drawOrder(phase.round.units * 2);
  const byNumber = new Map(phase.units.map((unit) => [unit.number, unit]));
  return Array.from({ length: phase.round.units }, (_, i) => {
    const places = [order[i * 2] as number, order[i * 2 + 1] as number].map(
      (seed): BracketPlace => ({ entry: seeds[seed - 1] ?? null, seed, from: null }),
    ) as [BracketPlace, BracketPlace];
    const unit = byNumber.get(i + 1);
    if (unit !== undefined) return play(phase, unit, places);
    items.push({ round: phase.round.code, number: i + 1, unit: null, places });
    return { unit: null, winner: (places[0].entry ?? places[1].entry) as EntryDraft, loser: null };
  });
}

function nextRound(phase: PhasePlan, before: readonly Played[], play: Play): Played[] {
  return phase.units.map((unit, i) =>
    play(phase, unit, [winnerOf(before[i * 2] as Played), winnerOf(before[i * 2 + 1] as Played)]),
  );
}

/** Who meets for bronze: the losing semi-finalists, or each of them a winner of the repechage. */
function bronzePlaces(
  semis: readonly Played[],
  quarters: readonly Played[],
  repechage: PhasePlan | null,
  play: Play,
): [BracketPlace, BracketPlace][] {
  const [first, second] = semis as [Played, Played];
  if (repechage === null) return [[loserOf(first), loserOf(second)]];
  const winners = repechage.units.map((unit, i) =>
    play(repechage, unit, [loserOf(quarters[i * 2] as Played), loserOf(quarters[i * 2 + 1] as Played)]),
  );
  // They come from the other half of the draw.
  return [
    [winnerOf(winners[0] as Played), loserOf(second)],
    [winnerOf(winners[1] as Played), loserOf(first)],
  ];
}

function medalsOf(gold: Played, bronzes: readonly Played[], semis: readonly Played[], format: DuelFormat): MedalWon[] {
  const unit = gold.unit ?? '';
  const thirds =
    format.bronze === 'SEMIFINALISTS'
      ? semis.map((semi) => ({ type: 'BRONZE' as const, entry: semi.loser as EntryDraft, unit: semi.unit ?? '' }))
      : bronzes.map((match) => ({ type: 'BRONZE' as const, entry: match.winner, unit: match.unit ?? '' }));
  return [
    { type: 'GOLD', entry: gold.winner, unit },
    { type: 'SILVER', entry: gold.loser as EntryDraft, unit },
    ...thirds,
  ];
}

function orderOf(gold: Played, bronzes: readonly Played[], lost: readonly EntryDraft[][]): EntryDraft[] {
  const ordered = [
    gold.winner,
    gold.loser as EntryDraft,
    ...bronzes.map((match) => match.winner),
    ...bronzes.flatMap((match) => match.loser ?? []),
    ...lost.toReversed().flat(),
  ];
  return [...new Set(ordered)];
}

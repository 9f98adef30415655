import type { EntryDraft } from '../../entries/entries.ts';
import type { Random } from '../../random.ts';
import type { PhasePlan, UnitPlan } from '../../schedule/plan.ts';
import type { DuelScore } from '../../sports/format.ts';
import type { Line, Piece, UnitStory } from '../story.ts';
import { type DuelResult, scoreDuel } from './scoreDuel.ts';

/** A duel that has been played. */
export interface Meeting {
  readonly story: UnitStory;
  /** Null for a draw. */
  readonly winner: EntryDraft | null;
  readonly loser: EntryDraft | null;
  readonly scored: readonly [number, number];
}

/** What one point of rating is worth in chances to win, and how sure anybody can be. */
const chancePerRating = 0.17;
const surest = 0.95;

/** Two meet; the pieces are told from both sides. */
export function meet(
  phase: PhasePlan,
  unit: UnitPlan,
  sides: readonly [EntryDraft, EntryDraft],
  score: DuelScore,
  mayDraw: boolean,
  random: Random,
): Meeting {
  const [one, other] = sides;
  const chance = Math.min(surest, Math.max(1 - surest, 0.5 + (one.rating - other.rating) * chancePerRating));
  const end = scoreDuel(score, chance, mayDraw, random);
  const lines = ([0, 1] as const).map((side) => lineOf(sides[side], side, end));
  const ordered = end.winner === 1 ? [lines[1] as Line, lines[0] as Line] : lines;
  return {
    story: {
      phase,
      unit,
      lines: ordered.map((line, i) => ({ ...line, sortOrder: i + 1 })),
      markType: score.kind === 'TIME' ? 'TIME' : 'POINTS',
      wind: null,
      correction: null,
    },
    winner: end.winner === null ? null : sides[end.winner],
    loser: end.winner === null ? null : sides[end.winner === 0 ? 1 : 0],
    scored: end.scored,
  };
}

function lineOf(entry: EntryDraft, side: 0 | 1, end: DuelResult): Line {
  const won = end.winner === side;
  return {
    entry,
    startOrder: side + 1,
    key: end.irms[side] === null ? (won || end.winner === null ? 1 : 2) : null,
    mark: end.marks[side],
    irm: end.irms[side],
    rank: end.irms[side] !== null || end.winner === null ? null : won ? 1 : 2,
    rankEqual: false,
    sortOrder: side + 1,
    qualified: null,
    outcome: end.winner === null ? 'T' : won ? 'W' : 'L',
    pieces: piecesOf(side, end),
    details: won || end.winner === null ? end.details : [],
    records: [],
    difference: null,
  };
}

function piecesOf(side: 0 | 1, end: DuelResult): Piece[] {
  let running = 0;
  return end.periods.map(([name, one, other], i) => {
    const own = side === 0 ? one : other;
    const opponent = side === 0 ? other : one;
    if (end.counts === 'PERIODS') running += own > opponent ? 1 : 0;
    else running += own;
    return {
      type: 'PERIOD',
      code: 'PERIOD',
      position: name,
      value: String(own),
      at: (i + 1) / end.periods.length,
      running: String(running),
      runningKey: -running,
    };
  });
}

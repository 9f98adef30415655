import type { Random } from '../../random.ts';
import type { DuelScore } from '../../sports/format.ts';
import { formatTime } from '../marks.ts';
import type { Detail, Irm } from '../story.ts';

/** A duel as it ended, seen from the first side. */
export interface DuelResult {
  /** Null for a draw. */
  readonly winner: 0 | 1 | null;
  readonly marks: readonly [string | null, string | null];
  readonly irms: readonly [Irm | null, Irm | null];
  /** Scores of periods or sets in order. */
  readonly periods: readonly (readonly [name: string, one: number, other: number])[];
  /** Whether the result counts periods won (sets) or what was scored in them. */
  readonly counts: 'PERIODS' | 'SCORES' | 'NOTHING';
  readonly details: readonly Detail[];
  /** What the sides scored altogether, for the standing of a pool. */
  readonly scored: readonly [number, number];
}

const walkoverChance = 0.006;

/**
 * Plays a duel.
 * @param chance of the first side to win, 0 to 1; @param mayDraw whether it may end level.
 */
export function scoreDuel(score: DuelScore, chance: number, mayDraw: boolean, random: Random): DuelResult {
  const firstWins = random.chance(chance);
  if (random.chance(walkoverChance)) return walkover(firstWins);
  switch (score.kind) {
    case 'SETS':
      return playSets(score, firstWins, random);
    case 'GOALS':
      return playGoals(score, chance, firstWins, mayDraw, random);
    case 'TIES':
      return decided(firstWins, score.to, random.whole(0, score.to - 1), []);
    case 'TOUCHES':
      return playTouches(score.to, firstWins, random);
    case 'BOUT':
      return playBout(score, firstWins, random);
    case 'JUDGES':
      return playRounds(firstWins, random);
    case 'TIME':
      return race(score, firstWins, random);
  }
}

const detail = (code: string, value: string): Detail => ({ type: 'ER', code, value });

function decided(firstWins: boolean, winner: number, loser: number, details: readonly Detail[]): DuelResult {
  const scored: [number, number] = firstWins ? [winner, loser] : [loser, winner];
  return {
    winner: firstWins ? 0 : 1,
    marks: [String(scored[0]), String(scored[1])],
    irms: [null, null],
    periods: [],
    counts: 'NOTHING',
    details,
    scored,
  };
}

function walkover(firstWins: boolean): DuelResult {
  return {
    winner: firstWins ? 0 : 1,
    marks: [null, null],
    irms: firstWins ? [null, 'DNS'] : ['DNS', null],
    periods: [],
    counts: 'NOTHING',
    details: [detail('DECISION', 'Walkover')],
    scored: [0, 0],
  };
}

function playSets(score: Extract<DuelScore, { kind: 'SETS' }>, firstWins: boolean, random: Random): DuelResult {
  const needed = Math.ceil(score.sets / 2);
  const lost = random.whole(0, needed - 1);
  // The winner takes the last set; the lost ones lie somewhere before.
  const order = random.shuffle([...new Array<boolean>(needed - 1).fill(true), ...new Array<boolean>(lost).fill(false)]);
  const periods = [...order, true].map((won, i) => {
    const deciding = i === score.sets - 1;
    const [high, low] = setScore(deciding && score.last !== undefined ? score.last : score.to, random);
    const winnerFirst = won === firstWins;
    return [`Set ${i + 1}`, winnerFirst ? high : low, winnerFirst ? low : high] as const;
  });
  const sets: [number, number] = firstWins ? [needed, lost] : [lost, needed];
  return {
    ...decided(firstWins, needed, lost, []),
    marks: [String(sets[0]), String(sets[1])],
    periods,
    counts: 'PERIODS',
    scored: sets,
  };
}

/** Six games and a tie-break in tennis, three or six arrows in archery; two points ahead elsewhere. */
function setScore(to: number, random: Random): readonly [number, number] {
  if (to === 6)
    return random.pick([
      [6, 0],
      [6, 1],
      [6, 2],
      [6, 3],
      [6, 3],
      [6, 4],
      [6, 4],
      [7, 5],
      [7, 6],
      [7, 6],
    ] as const);
  if (to === 29 || to === 57) {
    const arrows = to === 29 ? random.whole(27, 30) : random.whole(53, 58);
    return [arrows, arrows - random.whole(1, 4)];
  }
  if (random.chance(0.12)) {
    const extra = random.whole(1, 4);
    return [to + extra, to + extra - 2];
  }
  return [to, random.whole(Math.round(to * 0.45), to - 2)];
}

function playGoals(
  score: Extract<DuelScore, { kind: 'GOALS' }>,
  chance: number,
  firstWins: boolean,
  mayDraw: boolean,
  random: Random,
): DuelResult {
  const { mean, unit } = score;
  // The variance of counted goals is their mean; points that come in twos and threes vary a little more.
  const deviation = Math.sqrt(mean / unit) * (mean > 40 ? 1.1 : 0.95);
  const tilt = (chance - 0.5) * 0.5;
  const goals = (part: number): number =>
    Math.max(0, Math.round(random.normal((mean / unit) * part, deviation))) * unit;
  let one = goals(1 + tilt);
  let other = goals(1 - tilt);
  if (unit > 1) {
    // Conversions make sevens of fives.
    one += random.whole(0, one / unit) * 2;
    other += random.whole(0, other / unit) * 2;
  }
  const drawn = one === other && mayDraw && mean < 40;
  const extraTime = one === other && !drawn;
  if (extraTime && firstWins) one += unit;
  if (extraTime && !firstWins) other += unit;
  return {
    winner: drawn ? null : one > other ? 0 : 1,
    marks: [String(one), String(other)],
    irms: [null, null],
    periods: spread(score, one, other, random),
    counts: 'SCORES',
    details: extraTime ? [detail('DECISION', 'Extra time')] : [],
    scored: [one, other],
  };
}

/** Deals what both sides scored over the periods. */
function spread(
  { periods }: Extract<DuelScore, { kind: 'GOALS' }>,
  one: number,
  other: number,
  random: Random,
): (readonly [string, number, number])[] {
  const shares = (total: number): number[] => {
    const parts = new Array<number>(periods.length).fill(0);
    for (let i = 0; i < total; i++) {
      const at = random.whole(0, periods.length - 1);
      parts[at] = (parts[at] ?? 0) + 1;
    }
    return parts;
  };
  if (periods.length === 0) return [];
  const ones = shares(one);
  const others = shares(other);
  return periods.map((name, i) => [name, ones[i] ?? 0, others[i] ?? 0] as const);
}

function playTouches(to: number, firstWins: boolean, random: Random): DuelResult {
  const inTime = random.chance(0.85);
  const winner = inTime ? to : random.whole(Math.ceil(to * 0.5), to - 1);
  return decided(
    firstWins,
    winner,
    random.whole(Math.floor(winner * 0.35), winner - 1),
    inTime ? [] : [detail('DECISION', 'Time')],
  );
}

function playBout(score: Extract<DuelScore, { kind: 'BOUT' }>, firstWins: boolean, random: Random): DuelResult {
  const win = random.pickWeighted(score.win, (how) => 4 - score.win.indexOf(how) * 0.9);
  const winner = random.whole(1, score.top);
  return decided(firstWins, winner, random.whole(0, winner - 1), [detail('DECISION', win)]);
}

function playRounds(firstWins: boolean, random: Random): DuelResult {
  if (random.chance(0.08)) return decided(firstWins, 1, 0, [detail('DECISION', 'Referee stops contest')]);
  const judges = random.pick([5, 5, 5, 4, 4, 3]);
  return decided(firstWins, judges, 5 - judges, [detail('DECISION', 'Points')]);
}

function race(score: Extract<DuelScore, { kind: 'TIME' }>, firstWins: boolean, random: Random): DuelResult {
  const fast = score.best * (1 + Math.abs(random.normal(0, 0.03)));
  const slow = fast + score.best * (0.002 + Math.abs(random.normal(0, 0.03)));
  const [one, other] = firstWins ? [fast, slow] : [slow, fast];
  return {
    ...decided(firstWins, 1, 0, []),
    marks: [formatTime(one, score.digits), formatTime(other, score.digits)],
  };
}

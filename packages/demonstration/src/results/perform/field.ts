import type { Measure } from '../../sports/format.ts';
import { heightOnBar } from '../marks.ts';
import type { Performance, Piece } from '../story.ts';
import { type Conditions, type Contender, form, invalid } from './contender.ts';

type DistanceMeasure = Extract<Measure, { kind: 'DISTANCE' }>;
type HeightMeasure = Extract<Measure, { kind: 'HEIGHT' }>;

const shake = 0.25;
/** After three attempts only so many go on to the last three. */
const lastAttemptsFor = 8;

/** Throws and long jumps: all take three attempts, the best eight three more. */
export function performDistances(
  measure: DistanceMeasure,
  contenders: readonly Contender[],
  conditions: Conditions,
): Performance[] {
  const { random } = conditions;
  const all = contenders.map((contender) => {
    if (random.chance(0.01)) return null;
    const day = form(contender, conditions, shake);
    return Array.from({ length: 6 }, () => attempt(measure, day, conditions));
  });
  const bestOfThree = all.map((attempts) => Math.max(0, ...(attempts ?? []).slice(0, 3))).sort((a, b) => b - a);
  const limit = bestOfThree[lastAttemptsFor - 1] ?? 0;
  return all.map((attempts, order) => {
    if (attempts === null) return invalid('DNS');
    const goesOn = conditions.attempts === 6 && Math.max(...attempts.slice(0, 3)) >= Math.max(limit, 0.01);
    return bestAttempt(attempts.slice(0, goesOn ? 6 : 3), conditions.attempts, (order + 1) / contenders.length);
  });
}

/** Metres, or 0 for a foul. */
function attempt(measure: DistanceMeasure, day: number, { random }: Conditions): number {
  if (random.chance(0.24)) return 0;
  const short = Math.max(0, random.normal(0.8, 0.75));
  return Math.round(measure.best * (1 - measure.spread * (day + short)) * 100) / 100;
}

function bestAttempt(attempts: readonly number[], planned: number, order: number): Performance {
  let best = 0;
  const pieces = attempts.map((metres, i): Piece => {
    best = Math.max(best, metres);
    return {
      type: 'ATTEMPT',
      code: 'ATTEMPT',
      position: String(i + 1),
      value: metres === 0 ? 'X' : metres.toFixed(2),
      at: (i + order) / planned,
      running: best === 0 ? null : best.toFixed(2),
      runningKey: best === 0 ? null : -Math.round(best * 100),
    };
  });
  if (best === 0) return { ...invalid('NM'), pieces };
  // Equal marks are told apart by the second best attempt.
  const second = attempts.toSorted((a, b) => b - a)[1] ?? 0;
  const key = -Math.round(best * 100) - Math.round(second * 100) / 1e6;
  return { key, mark: best.toFixed(2), irm: null, pieces, details: [] };
}

/** Jumps over a bar that rises by steps; three failures in a row and it is over. */
export function performHeights(
  measure: HeightMeasure,
  contenders: readonly Contender[],
  conditions: Conditions,
): Performance[] {
  const { random, attempts } = conditions;
  const bars = barsOf(measure, attempts === 3 ? 4 : 9);
  return contenders.map((contender, order) => {
    if (random.chance(0.01)) return invalid('DNS');
    const reach = measure.best * (1 - measure.spread * form(contender, conditions, shake));
    return clearBars(measure, bars, reach, (order + 1) / contenders.length, conditions);
  });
}

/** From a height that all should clear to the best and a little more; fewer in a qualification. */
function barsOf(measure: HeightMeasure, count: number): number[] {
  const top = heightOnBar(measure.best, measure.step) + (count > 4 ? 2 * measure.step : -measure.step);
  return Array.from({ length: count }, (_, i) => Math.round((top - (count - 1 - i) * measure.step) * 100) / 100);
}

function clearBars(
  measure: HeightMeasure,
  bars: readonly number[],
  reach: number,
  order: number,
  { random }: Conditions,
): Performance {
  const pieces: Piece[] = [];
  let best = 0;
  let missesAtBest = 0;
  let misses = 0;
  for (const [i, bar] of bars.entries()) {
    const chance = Math.min(0.97, Math.max(0.02, 0.6 + (reach - bar) / (measure.step * 3)));
    const failures = [0, 1, 2].find(() => random.chance(chance)) ?? 3;
    const cleared = failures < 3;
    if (cleared) {
      best = bar;
      missesAtBest = failures;
      misses += failures;
    }
    pieces.push({
      type: 'ATTEMPT',
      code: 'HEIGHT',
      position: bar.toFixed(2),
      value: 'X'.repeat(failures) + (cleared ? 'O' : ''),
      at: (i + order) / bars.length,
      running: best === 0 ? null : best.toFixed(2),
      runningKey: best === 0 ? null : keyOf(best, missesAtBest, misses),
    });
    if (!cleared) break;
  }
  if (best === 0) return { ...invalid('NM'), pieces };
  return { key: keyOf(best, missesAtBest, misses), mark: best.toFixed(2), irm: null, pieces, details: [] };
}

/** Height first, then failures at it, then failures before. */
const keyOf = (height: number, missesAtBest: number, misses: number): number =>
  -Math.round(height * 100) * 1000 + missesAtBest * 100 + misses;

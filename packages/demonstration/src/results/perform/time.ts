import type { Measure } from '../../sports/format.ts';
import { formatTime } from '../marks.ts';
import type { Detail, Performance, Piece } from '../story.ts';
import { type Conditions, type Contender, form, invalid } from './contender.ts';

type TimeMeasure = Extract<Measure, { kind: 'TIME' }>;

const shake = 0.22;
/** Seconds from which people give up on the way rather than not at all. */
const longSeconds = 600;

export function performTime(measure: TimeMeasure, contender: Contender, conditions: Conditions): Performance {
  const { random } = conditions;
  const isLong = measure.best >= longSeconds;
  const details = measure.reaction ? [reactionTime(random.normal(0.152, 0.018))] : [];
  if (random.chance(0.006)) return invalid('DNS');
  if (random.chance(0.004)) return invalid('DSQ', details);
  const ticks = 10 ** measure.digits;
  const raw = measure.best * (1 + measure.spread * form(contender, conditions, shake));
  const seconds = Math.round(raw * ticks) / ticks;
  const pieces = splits(measure, seconds, conditions);
  if (random.chance(isLong ? 0.035 : 0.003)) {
    return { ...invalid('DNF', details), pieces: pieces.slice(0, random.whole(0, pieces.length)) };
  }
  // Where clocks read whole seconds the picture of the finish decides.
  const compared = measure.digits <= 1 ? raw : seconds;
  return { key: Math.round(compared * 1000), mark: formatTime(seconds, measure.digits), irm: null, pieces, details };
}

const reactionTime = (seconds: number): Detail => ({
  type: 'ER',
  code: 'REACT_TIME',
  value: Math.max(0.105, seconds).toFixed(3),
});

/** Times at points that lie evenly on the way, with a pace of one's own. */
function splits(measure: TimeMeasure, seconds: number, { random }: Conditions): Piece[] {
  const names = measure.splits ?? [];
  const pace = random.normal(0, 0.012);
  return names.map((name, i) => {
    const part = (i + 1) / (names.length + 1);
    const time = seconds * part * (1 + pace * (1 - part));
    const value = formatTime(time, measure.digits);
    return {
      type: 'PROGRESS',
      code: 'SPLIT',
      position: name,
      value,
      at: Math.min(0.95, 0.1 + 0.8 * part * (seconds / measure.best)),
      running: value,
      // Who has passed more points is ahead, whatever the time.
      runningKey: Math.round(time * 1000) - (i + 1) * 1e9,
    };
  });
}

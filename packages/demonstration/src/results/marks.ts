import type { Format, Measure } from '../sports/format.ts';

/** Just enough of a competitor to know how strong it is among the others. */
interface Rated {
  readonly rating: number;
}

/**
 * How far a competitor is from the best of its event: 0 for the best, 1 for one in
 * the middle, and so on in proportion.
 * @param field best first.
 */
export function distanceFromBest(rating: number, field: readonly Rated[]): number {
  const best = field[0]?.rating ?? 0;
  const middle = field[Math.floor(field.length / 2)]?.rating ?? 0;
  return best === middle ? 0 : (best - rating) / (best - middle);
}

/** A mark as it is written, or null where a sport has no marks to compare. */
export function seasonBest(format: Format, rating: number, field: readonly Rated[]): string | null {
  const measure = format.kind === 'RANKED' ? format.measure : format.kind === 'DUEL' ? format.ranking : undefined;
  if (measure === undefined) return null;
  const away = Math.min(3, distanceFromBest(rating, field));
  switch (measure.kind) {
    case 'TIME':
      return formatTime(measure.best * (1 + measure.spread * away), measure.digits);
    case 'DISTANCE':
      return (measure.best * (1 - measure.spread * away)).toFixed(2);
    case 'HEIGHT':
      return heightOnBar(measure.best * (1 - measure.spread * away), measure.step).toFixed(2);
    case 'LIFT':
      return String(Math.round(measure.best * (1 - measure.spread * away)));
    case 'POINTS':
    case 'PENALTIES':
    case 'STROKES':
    case 'PLACES':
      return null;
  }
}

/** `9.81`, `1:42.40`, `2:06:30`: the digits of the seconds as the sport writes them. */
export function formatTime(seconds: number, digits: Extract<Measure, { kind: 'TIME' }>['digits']): string {
  const scale = 10 ** digits;
  const ticks = Math.round(seconds * scale);
  const whole = Math.floor(ticks / scale);
  const fraction = digits === 0 ? '' : `.${String(ticks % scale).padStart(digits, '0')}`;
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = whole % 60;
  if (hours > 0) return `${hours}:${two(minutes)}:${two(rest)}${fraction}`;
  return minutes > 0 ? `${minutes}:${two(rest)}${fraction}` : `${rest}${fraction}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The highest bar at or under a height, where bars rise by `step` metres. */
export function heightOnBar(metres: number, step: number): number {
  return Math.round(Math.floor(metres / step + 1e-9) * step * 100) / 100;
}

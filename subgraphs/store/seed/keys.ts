import type { Random } from '@games/demonstration';

/** A key that cannot be counted or guessed from its neighbours, as those of carts and orders must be: 24 hex digits. */
export function randomKey(stream: Random): string {
  const part = (): string => stream.whole(0, 0xffff_ffff).toString(16).padStart(8, '0');
  return part() + part() + part();
}

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A number to say over a counter: eight letters and digits that are not mistaken for each other, in two groups. */
export function spokenNumber(stream: Random): string {
  const group = (): string => Array.from({ length: 4 }, () => letters[stream.whole(0, letters.length - 1)]).join('');
  return `${group()}-${group()}`;
}

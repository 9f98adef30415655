/** Random numbers that are the same in each run: sfc32 (Chris Doty-Humphrey, PractRand), seeded by a text. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** Whole, in [from, to], both included. */
  whole(from: number, to: number): number;
  /** Normally distributed. */
  normal(mean: number, deviation: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks by weight; weights are positive. */
  pickWeighted<T>(items: readonly T[], weightOf: (item: T) => number): T;
  /** A shuffled copy. */
  shuffle<T>(items: readonly T[]): T[];
}

/** Four 32-bit words from a text (cyrb128, bryc, public domain). */
function hashText(text: string): [number, number, number, number] {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let i = 0; i < text.length; i++) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  a ^= b ^ c ^ d;
  return [a >>> 0, (b ^ a) >>> 0, (c ^ a) >>> 0, (d ^ a) >>> 0];
}

/** @param seed any text; equal texts give equal streams. */
export function createRandom(seed: string): Random {
  let [a, b, c, d] = hashText(seed);
  const next = (): number => {
    const t = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();

  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[Math.floor(next() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  return {
    next,
    whole,
    pick,
    // Irwin–Hall: the sum of six uniform numbers. Unlike Box–Muller it needs no
    // transcendental function, whose last bit engines may round differently.
    normal: (mean, deviation) =>
      mean + deviation * Math.SQRT2 * (next() + next() + next() + next() + next() + next() - 3),
    chance: (probability) => next() < probability,
    pickWeighted: (items, weightOf) => {
      let total = 0;
      for (const item of items) total += weightOf(item);
      let rest = next() * total;
      for (const item of items) {
        rest -= weightOf(item);
        if (rest < 0) return item;
      }
      return pick(items);
    },
    shuffle: (items) => {
      const copy = [...items];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = whole(0, i);
        const kept = copy[i] as (typeof copy)[number];
        copy[i] = copy[j] as (typeof copy)[number];
        copy[j] = kept;
      }
      return copy;
    },
  };
}

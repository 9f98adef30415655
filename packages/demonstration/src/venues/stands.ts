import type { Point } from '../world.ts';

/**
 * The ground on which rows stand: a run of straight pieces around (or beside) the
 * field of play. `edge(part, away)` is the point at a part (0..1) of the run, `away`
 * metres behind its front.
 */
export interface Stand {
  readonly name: string;
  /** Metres along the front. */
  readonly length: number;
  readonly edge: (part: number, away: number) => Point;
}

export type Shape = 'BOWL' | 'FOUR_STANDS' | 'TWO_STANDS' | 'GRANDSTAND' | 'COURSE';

/** Metres between the field of play and the first row. */
const margin = 6;

/**
 * Sine and cosine by their series, rounded to the millimetre afterwards: the built-in
 * functions may differ in the last bit between engines, and the Games must not.
 */
function sine(turns: number): number {
  const x = (turns - Math.round(turns)) * 2 * Math.PI;
  let term = x;
  let sum = x;
  for (let n = 1; n < 14; n++) {
    term *= (-x * x) / (2 * n * (2 * n + 1));
    sum += term;
  }
  return sum;
}

function bowl(length: number, width: number): Stand {
  const a = length / 2 + margin;
  const b = width / 2 + margin;
  return {
    name: 'Bowl',
    // Ramanujan's first approximation of an ellipse's circumference.
    length: Math.PI * (3 * (a + b) - Math.sqrt((3 * a + b) * (a + 3 * b))),
    edge: (part, away) => ({ x: (a + away) * sine(part - 0.5), y: (b + away) * sine(part + 0.75) }),
  };
}

function straight(name: string, from: Point, to: Point): Stand {
  const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const out = { x: Math.sign(to.y - from.y), y: -Math.sign(to.x - from.x) };
  return {
    name,
    length,
    edge: (part, away) => ({
      x: from.x + (to.x - from.x) * part + out.x * away,
      y: from.y + (to.y - from.y) * part + out.y * away,
    }),
  };
}

/** The stands of a venue, the main one (in the south) first. */
export function standsOf(shape: Shape, length: number, width: number): readonly Stand[] {
  const x = length / 2;
  const y = width / 2 + margin;
  const south = straight('South', { x: -x, y: -y }, { x, y: -y });
  const north = straight('North', { x, y }, { x: -x, y });
  const side = length / 2 + margin;
  const east = straight('East', { x: side, y: -width / 2 }, { x: side, y: width / 2 });
  const west = straight('West', { x: -side, y: width / 2 }, { x: -side, y: -width / 2 });
  switch (shape) {
    case 'BOWL':
      return [bowl(length, width)];
    case 'FOUR_STANDS':
      return [south, north, east, west];
    case 'TWO_STANDS':
      return [south, north];
    case 'GRANDSTAND':
    case 'COURSE':
      return [south];
  }
}

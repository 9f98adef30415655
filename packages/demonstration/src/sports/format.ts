/** How an event is contested, as data: from it phases, units, start lists and results follow. */

/** The three parts of a competition day: morning, afternoon, evening. */
export type DayPart = 'm' | 'a' | 'e';

export interface Slot {
  /** Competition day, from 1. */
  readonly day: number;
  readonly part: DayPart;
}

/** One round: a phase, or in the case of pools one phase for each pool. */
export interface Round {
  /** Phase code without padding, e.g. `SFNL`; pools: `GP`. */
  readonly code: string;
  /** Units of the phase; in a pool round the number of pools. */
  readonly units: number;
  /** Competitors in each unit (or pool). */
  readonly size: number;
  /** Who goes on: the first `places` of each unit and the `best` of the others. */
  readonly places: number;
  readonly best: number;
  /** When; the units are spread over the slots in order. */
  readonly slots: readonly Slot[];
}

export type Measure =
  /** Seconds; the smaller wins. `best` is a champion's mark, `spread` the relative distance of a middling entrant. */
  | {
      readonly kind: 'TIME';
      readonly best: number;
      readonly spread: number;
      readonly digits: 0 | 1 | 2 | 3;
      /** Names of intermediate points, evenly spaced. */
      readonly splits?: readonly string[];
      readonly wind?: boolean;
      readonly reaction?: boolean;
      /** Lanes, so that the start order is a place on the field. */
      readonly lanes?: boolean;
    }
  /** Metres, the best of six attempts (three in a qualification). */
  | { readonly kind: 'DISTANCE'; readonly best: number; readonly spread: number; readonly wind?: boolean }
  /** Metres over a bar that rises. */
  | { readonly kind: 'HEIGHT'; readonly best: number; readonly spread: number; readonly step: number }
  /** Points; the greater wins. They are the sum of `parts` scores. */
  | {
      readonly kind: 'POINTS';
      readonly best: number;
      readonly spread: number;
      readonly digits: 0 | 1 | 2 | 3;
      readonly parts: readonly string[];
      /** What one part can bring at most. */
      readonly most?: number;
    }
  /** Penalties; the smaller wins. */
  | { readonly kind: 'PENALTIES'; readonly best: number; readonly spread: number; readonly digits: 0 | 2 }
  /** Kilograms: the best of three snatches and of three clean and jerks. */
  | { readonly kind: 'LIFT'; readonly best: number; readonly spread: number }
  /** Strokes over eighteen holes. */
  | { readonly kind: 'STROKES'; readonly par: number }
  /** Only the order of arrival counts. */
  | { readonly kind: 'PLACES' };

export type DuelScore =
  /** Best of `sets` sets to `to` points, won by two; `last` where the deciding set is shorter. */
  | { readonly kind: 'SETS'; readonly sets: 3 | 5 | 7; readonly to: number; readonly last?: number }
  /** Goals or points in `periods` periods; `mean` for a side in a whole match. */
  | { readonly kind: 'GOALS'; readonly mean: number; readonly periods: readonly string[]; readonly unit: number }
  /** A tie of several matches: first to win `to` of them. */
  | { readonly kind: 'TIES'; readonly to: number }
  /** First to `to` hits. */
  | { readonly kind: 'TOUCHES'; readonly to: number }
  /** A bout that ends on points or early; `win` lists how, the most usual first. */
  | { readonly kind: 'BOUT'; readonly top: number; readonly win: readonly string[] }
  /** Five judges over three rounds. */
  | { readonly kind: 'JUDGES' }
  /** The faster of two, side by side. */
  | { readonly kind: 'TIME'; readonly best: number; readonly digits: 2 | 3 };

/** Rounds of heats, groups or one final, ranked by a mark. */
export interface RankedFormat {
  readonly kind: 'RANKED';
  readonly rounds: readonly Round[];
  readonly measure: Measure;
}

/** Stages that all take part in; the sum decides. A last stage may be for the best only. */
export interface SeriesFormat {
  readonly kind: 'SERIES';
  readonly rounds: readonly Round[];
  /** One measure for all stages, or one for each round. */
  readonly measures: readonly Measure[];
  /** `PLACES`: the sum of places, low wins. `HIGH`, `LOW`: the sum of marks. `TABLE`: points for each mark, high wins. */
  readonly sum: 'PLACES' | 'HIGH' | 'LOW' | 'TABLE';
}

/** One against one: perhaps a ranking round or pools, then a bracket. */
export interface DuelFormat {
  readonly kind: 'DUEL';
  readonly rounds: readonly Round[];
  readonly score: DuelScore;
  /** The measure of a ranking round `RANK`, where there is one. */
  readonly ranking?: Measure;
  /** A match for bronze, both losing semi-finalists, or two bronze bouts after a repechage. */
  readonly bronze: 'MATCH' | 'SEMIFINALISTS' | 'REPECHAGE';
}

export type Format = RankedFormat | SeriesFormat | DuelFormat;

const bracketUnits: Readonly<Record<string, number>> = { R64: 32, R32: 16, '8FNL': 8, QFNL: 4, SFNL: 2 };

export const isBracketRound = (code: string): boolean => code in bracketUnits || code === 'REP' || code === 'FNL';

/**
 * Reads rounds from rows like `HEAT 10x8>2+4 @2m; SFNL 3x8>2+2 @3e; FNL 1x8 @3e`:
 * code, units x size, who goes on, and the slots (day and part, several by commas).
 * Rounds of a bracket need no numbers: `QFNL @4m`.
 */
export function rounds(text: string): Round[] {
  return text.split(';').map((row) => {
    const match = /^(\w+)(?: (\d+)x(\d+))?(?:>(\d+)\+(\d+))? @([\dmae,]+)$/.exec(row.trim());
    if (match === null) throw new SyntaxError(`not a round: ${row}`);
    const [, code = '', units, size, places = '0', best = '0', when = ''] = match;
    return {
      code,
      units: units === undefined ? (bracketUnits[code] ?? 1) : Number(units),
      size: size === undefined ? 2 : Number(size),
      places: Number(places),
      best: Number(best),
      slots: when.split(',').map(slot),
    };
  });
}

function slot(text: string): Slot {
  const day = Number(text.slice(0, -1));
  if (!(day >= 1 && day <= 17)) throw new SyntaxError(`not a day of the Games: ${text}`);
  return { day, part: text.slice(-1) as DayPart };
}

/** A ranked event from its measure and its rows of rounds. */
export const ranked = (measure: Measure, rows: string): RankedFormat => ({
  kind: 'RANKED',
  measure,
  rounds: rounds(rows),
});

export const distance = (best: number, spread: number, wind = false): Measure => ({
  kind: 'DISTANCE',
  best,
  spread,
  wind,
});

export const points = (
  best: number,
  spread: number,
  digits: 0 | 1 | 2 | 3,
  parts: readonly string[],
  most = Number.POSITIVE_INFINITY,
): Measure => ({
  kind: 'POINTS',
  best,
  spread,
  digits,
  parts,
  most,
});

/** `Round 1`, `Round 2`, … */
export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name} ${i + 1}`);

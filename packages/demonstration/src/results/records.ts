import type { Measure } from '../sports/format.ts';
import type { RecordSet } from './story.ts';

/** How far the records of former Games lie from a champion's usual mark, in parts of the spread: the world's, the Games'. */
const before = { WR: -0.42, GR: -0.08 } as const;

/** The records of an event while it goes on. Keys are those of performances: the smaller is the better. */
export class RecordBook {
  #world: number;
  #games: number;

  private constructor(world: number, games: number) {
    this.#world = world;
    this.#games = games;
  }

  /** Null where the sport keeps no records. */
  static of(measure: Measure): RecordBook | null {
    switch (measure.kind) {
      case 'TIME':
        return new RecordBook(
          Math.round(measure.best * (1 + measure.spread * before.WR) * 1000),
          Math.round(measure.best * (1 + measure.spread * before.GR) * 1000),
        );
      case 'DISTANCE':
        return new RecordBook(
          -Math.round(measure.best * (1 - measure.spread * before.WR) * 100),
          -Math.round(measure.best * (1 - measure.spread * before.GR) * 100),
        );
      case 'LIFT':
        return new RecordBook(
          -Math.round(measure.best * (1 - measure.spread * before.WR)),
          -Math.round(measure.best * (1 - measure.spread * before.GR)),
        );
      default:
        return null;
    }
  }

  /** What the best of a unit did to the records; call it unit by unit in the order of time. */
  note(key: number): RecordSet[] {
    const mark = Math.round(key);
    const set: RecordSet[] = [];
    if (mark <= this.#world) set.push({ type: 'WR', equalled: mark === this.#world });
    if (mark <= this.#games) set.push({ type: 'GR', equalled: mark === this.#games });
    this.#world = Math.min(this.#world, mark);
    this.#games = Math.min(this.#games, mark);
    return set;
  }
}

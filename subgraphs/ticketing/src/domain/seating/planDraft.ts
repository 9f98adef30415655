import type { SeatKind } from './chart.ts';

export type Point = readonly [number, number];

/** A seating plan as an importer or the demonstration's seed states it. Lengths are centimetres, y grows downwards. */
export interface PlanDraft {
  readonly code: string;
  readonly venueCode: string;
  readonly name: string;
  readonly widthCm: number;
  readonly heightCm: number;
  readonly fieldOutline: readonly Point[] | null;
  /** Dearest first. */
  readonly categories: readonly { readonly code: string; readonly name: string; readonly colour: string }[];
  readonly blocks: readonly DraftBlock[];
}

export interface DraftBlock {
  readonly code: string;
  readonly name: string;
  readonly kind: 'SEATED' | 'GENERAL_ADMISSION';
  /** 1 is next to the field of play. */
  readonly level: number;
  readonly outline: readonly Point[];
  /** Category code of an area of general admission; ignored for seats, which have their own. */
  readonly category: string | null;
  /** Places of an area of general admission; ignored for seats, which are counted. */
  readonly capacity: number;
  /** Front row first. */
  readonly rows: readonly DraftRow[];
}

export interface DraftRow {
  readonly label: string;
  /** The smaller, the better; compared over the whole plan. */
  readonly quality: number;
  /** In the order in which they stand. */
  readonly seats: readonly DraftSeat[];
}

export interface DraftSeat {
  /** Adjacency index: neighbours differ by one. */
  readonly place: number;
  readonly label: string;
  readonly category: string;
  readonly x: number;
  readonly y: number;
  readonly kind: SeatKind;
  /** Of a companion's seat: the place of its wheelchair place, in the same row. */
  readonly companionOf: number | null;
  readonly sight: 'RESTRICTED' | 'OBSTRUCTED' | 'SIDE_VIEW' | null;
  readonly guid: string | null;
}

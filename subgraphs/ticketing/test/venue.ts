import type { Database } from '@games/postgres';
import { numberPlan } from '../src/domain/seating/numberPlan.ts';
import type { DraftBlock, DraftRow, PlanDraft } from '../src/domain/seating/planDraft.ts';
import type { SessionDraft } from '../src/domain/sessions/session.ts';
import { insertPlans } from '../src/sql/seating/insertPlans.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';

export interface VenueShape {
  readonly code: string;
  /** Rows of each block, and seats of each row. */
  readonly rows: number;
  readonly seatsPerRow: number;
  /** One block of seats for each, dearest first. */
  readonly categories: readonly string[];
  /** Places of one area of general admission, of the last category; 0 for none. */
  readonly standing: number;
  /** Wheelchair places in the last row of each block, each with a companion's seat. */
  readonly wheelchairs: number;
}

export const smallVenue: VenueShape = {
  code: 'STA',
  rows: 4,
  seatsPerRow: 10,
  categories: ['FIRST', 'A'],
  standing: 40,
  wheelchairs: 2,
};

const colours = ['#1F4E79', '#2E8B57', '#C0504D', '#8064A2', '#4BACC6'];

/** A rectangular plan: each category one block, one behind the other. Printed numbers run odd, and say nothing. */
export function draftVenue(shape: VenueShape): PlanDraft {
  const depth = shape.rows * 80 + 200;
  const blocks = shape.categories.map(
    (category, index): DraftBlock => ({
      code: `${index + 1}01`,
      name: `Block ${index + 1}01`,
      kind: 'SEATED',
      level: index + 1,
      outline: rectangle(index * depth, shape.rows * 80, shape.seatsPerRow * 50),
      category: null,
      capacity: 0,
      rows: Array.from({ length: shape.rows }, (_, row) => draftRow(shape, category, index, row, depth)),
    }),
  );
  const area: DraftBlock = {
    code: 'GA1',
    name: 'Standing 1',
    kind: 'GENERAL_ADMISSION',
    level: 1,
    outline: rectangle(shape.categories.length * depth, 300, shape.seatsPerRow * 50),
    category: shape.categories.at(-1) as string,
    capacity: shape.standing,
    rows: [],
  };
  return {
    code: shape.code,
    venueCode: shape.code,
    name: `Plan of ${shape.code}`,
    widthCm: shape.seatsPerRow * 50 + 200,
    heightCm: (shape.categories.length + 1) * depth,
    fieldOutline: null,
    categories: shape.categories.map((code, index) => ({
      code,
      name: `Category ${code}`,
      colour: colours[index] as string,
    })),
    blocks: shape.standing > 0 ? [...blocks, area] : blocks,
  };
}

function rectangle(top: number, height: number, width: number): readonly (readonly [number, number])[] {
  return [
    [0, top],
    [width, top],
    [width, top + height],
    [0, top + height],
  ];
}

function draftRow(shape: VenueShape, category: string, block: number, row: number, depth: number): DraftRow {
  const wheelchairs = row === shape.rows - 1 ? shape.wheelchairs : 0;
  return {
    label: String(row + 1),
    quality: block * 1_000 + row,
    seats: Array.from({ length: shape.seatsPerRow }, (_, place) => ({
      place,
      label: String(2 * place + 1),
      category,
      x: 50 + place * 50,
      y: block * depth + row * 80,
      kind: place >= 2 * wheelchairs ? 'STANDARD' : place % 2 === 0 ? 'WHEELCHAIR' : 'COMPANION',
      companionOf: place < 2 * wheelchairs && place % 2 === 1 ? place - 1 : null,
      sight: null,
      guid: null,
    })),
  };
}

/** A session on a plan, in the future, with a price of 100.00 for the dearest category and 10.00 less for each next. */
export function draftSession(code: string, shape: VenueShape, changes: Partial<SessionDraft> = {}): SessionDraft {
  return {
    code,
    planCode: shape.code,
    kind: 'SPORT',
    names: { en: `Session ${code}`, fr: `Séance ${code}` },
    disciplines: ['ATH'],
    units: ['ATHM100M--------------FNL-000100--'],
    logicalDate: '2028-07-23',
    doorsOpenAt: '2028-07-23T16:00:00-07:00',
    startsAt: '2028-07-23T18:00:00-07:00',
    endsAt: '2028-07-23T21:00:00-07:00',
    ticketsActivateAt: '2028-07-23T06:00:00-07:00',
    utcOffsetMinutes: -420,
    currency: 'USD',
    prices: Object.fromEntries(shape.categories.map((category, index) => [category, BigInt(10_000 - index * 1_000)])),
    ...changes,
  };
}

/** Stores plans and sessions; returns the sessions' numbers by code. */
export async function storeVenue(
  database: Database,
  shape: VenueShape,
  sessions: readonly SessionDraft[],
): Promise<ReadonlyMap<string, number>> {
  return database.transaction(async (tx) => {
    await insertPlans(tx, [numberPlan(draftVenue(shape))]);
    return insertSessions(tx, sessions);
  });
}

import type { Point, SeatCategory, SeatingBlock, SeatingPlan, SeatRow } from '../world.ts';
import { type Stand, standsOf } from './stands.ts';
import type { VenueSpec } from './venueTable.ts';

/** Metres from seat to seat, from row to row, and of an aisle beside each block. */
const seatPitch = 0.5;
const rowPitch = 0.8;
const aisle = 1.2;
/** Metres between two tiers. */
const tierGap = 4;
/** Metres along the front of one block. */
const blockFront = 12;
/** Wheelchair places in a hundred seats, all in the first and last rows of the lowest tier; each has a companion's seat beside it. */
const wheelchairPercent = 1;

interface Draft {
  readonly stand: Stand;
  readonly level: number;
  readonly number: number;
  readonly rows: readonly (readonly [Point, Point])[];
  readonly outline: readonly Point[];
  readonly seats: number;
  /** Distance from the best place: the middle of the main stand's first rows. */
  readonly distance: number;
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const rounded = (point: Point): Point => ({ x: round(point.x), y: round(point.y) });
const between = (a: Point, b: Point): number => Math.sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
const placesBetween = (from: Point, to: Point): number =>
  Math.max(0, Math.floor((between(from, to) - aisle) / seatPitch));

/** The plan of a venue: as many rows as it takes to seat `spec.seats`. */
export function createSeating(spec: VenueSpec): SeatingPlan {
  const stands = standsOf(spec.shape, spec.length, spec.width);
  let rowsPerTier = 4;
  let drafts = draftBlocks(stands, spec.tiers, rowsPerTier);
  while (seatsIn(drafts) < spec.seats && rowsPerTier < 60) {
    rowsPerTier += 1;
    drafts = draftBlocks(stands, spec.tiers, rowsPerTier);
  }
  const areas = generalAdmissionAreas(spec);
  const numbering = spec.code.charCodeAt(0) % 3;
  const blocks = [...seatedBlocks(drafts, numbering, spec.tiers), ...areas];
  return {
    shape: spec.shape,
    fieldOfPlay: { length: spec.length, width: spec.width },
    blocks,
    capacity: blocks.reduce((sum, block) => sum + block.capacity, 0),
  };
}

const seatsIn = (drafts: readonly Draft[]): number => drafts.reduce((sum, draft) => sum + draft.seats, 0);

function draftBlocks(stands: readonly Stand[], tiers: number, rowsPerTier: number): Draft[] {
  const drafts: Draft[] = [];
  for (let level = 1; level <= tiers; level++) {
    const away = (level - 1) * (rowsPerTier * rowPitch + tierGap);
    let number = 0;
    for (const stand of stands) {
      const count = Math.max(2, Math.round(stand.length / blockFront));
      for (let i = 0; i < count; i++) {
        number += 1;
        drafts.push(draftBlock(stand, level, number, i / count, (i + 1) / count, away, rowsPerTier));
      }
    }
  }
  return drafts;
}

function draftBlock(
  stand: Stand,
  level: number,
  number: number,
  from: number,
  to: number,
  away: number,
  rowCount: number,
): Draft {
  const rows: [Point, Point][] = [];
  let seats = 0;
  for (let row = 0; row < rowCount; row++) {
    const left = stand.edge(from, away + row * rowPitch);
    const right = stand.edge(to, away + row * rowPitch);
    rows.push([left, right]);
    seats += placesBetween(left, right);
  }
  const back = away + rowCount * rowPitch;
  const outline = [stand.edge(from, away), stand.edge(to, away), stand.edge(to, back), stand.edge(from, back)];
  const middle = stand.edge((from + to) / 2, away);
  // What lies opposite or behind a corner is farther from the finish than its metres say.
  const distance = Math.abs(middle.x) + (middle.y > 0 ? 2 : 1) * Math.abs(middle.y) + level * 25;
  return { stand, level, number, rows, outline: outline.map(rounded), seats, distance };
}

/** Shares of the seats, nearest first, for each number of categories. */
function categoryShares(seats: number): readonly (readonly [SeatCategory, number])[] {
  if (seats < 6500)
    return [
      ['A', 0.3],
      ['B', 0.4],
      ['C', 1],
    ];
  if (seats < 14000)
    return [
      ['FIRST', 0.07],
      ['A', 0.28],
      ['B', 0.33],
      ['C', 1],
    ];
  return [
    ['FIRST', 0.06],
    ['A', 0.2],
    ['B', 0.26],
    ['C', 0.28],
    ['D', 1],
  ];
}

function seatedBlocks(drafts: readonly Draft[], numbering: number, tiers: number): SeatingBlock[] {
  const total = seatsIn(drafts);
  const shares = categoryShares(total);
  const nearest = drafts.toSorted((a, b) => a.distance - b.distance || a.level - b.level || a.number - b.number);
  const categoryOf = new Map<Draft, SeatCategory>();
  let share = 0;
  let remaining = (shares[0]?.[1] ?? 1) * total;
  for (const draft of nearest) {
    if (remaining <= 0 && share < shares.length - 1) {
      share += 1;
      remaining += (shares[share]?.[1] ?? 1) * total;
    }
    categoryOf.set(draft, shares[share]?.[0] ?? 'C');
    remaining -= draft.seats;
  }
  return drafts.map((draft) => seatedBlock(draft, categoryOf.get(draft) ?? 'C', numbering, tiers));
}

function seatedBlock(draft: Draft, category: SeatCategory, numbering: number, tiers: number): SeatingBlock {
  const code = `${draft.level}${String(draft.number).padStart(2, '0')}`;
  let wheelchairs = draft.level === 1 ? Math.round((draft.seats * wheelchairPercent * tiers) / 100) : 0;
  const last = draft.rows.length - 1;
  const rows = draft.rows.map((ends, index) => {
    const accessible = index === 0 || index === last;
    const row = seatRow(draft, ends, index, accessible ? wheelchairs : 0, numbering);
    wheelchairs -= row.wheelchairPlaces.length;
    return row;
  });
  return {
    code,
    name: draft.stand.name === 'Bowl' ? `Block ${code}` : `${draft.stand.name} ${code}`,
    kind: 'SEATED',
    level: draft.level,
    category,
    capacity: rows.reduce((sum, row) => sum + row.places, 0),
    outline: draft.outline,
    rows,
  };
}

function seatRow(
  draft: Draft,
  [left, right]: readonly [Point, Point],
  index: number,
  wheelchairs: number,
  numbering: number,
): SeatRow {
  const places = placesBetween(left, right);
  const length = between(left, right);
  const inset = (length - (places - 1) * seatPitch) / 2 / length;
  const at = (part: number): Point =>
    rounded({ x: left.x + (right.x - left.x) * part, y: left.y + (right.y - left.y) * part });
  const pairs = Math.min(wheelchairs, Math.floor(places / 2));
  return {
    label: numbering === 1 ? rowLetters(index) : String(index + 1),
    places,
    ...printedNumbers(numbering, draft.number, places),
    from: at(inset),
    to: at(1 - inset),
    wheelchairPlaces: Array.from({ length: pairs }, (_, i) => i * 2),
  };
}

/** From left to right, from right to left, or odd and even by turns from block to block. */
function printedNumbers(numbering: number, block: number, places: number): Pick<SeatRow, 'firstNumber' | 'numberStep'> {
  switch (numbering) {
    case 0:
      return { firstNumber: 1, numberStep: 1 };
    case 1:
      return { firstNumber: places, numberStep: -1 };
    default:
      return { firstNumber: block % 2 === 1 ? 1 : 2, numberStep: 2 };
  }
}

/** A … Z without I and O, then AA, AB, … */
function rowLetters(index: number): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
  const first = Math.floor(index / letters.length);
  return (first === 0 ? '' : letters.charAt(first - 1)) + letters.charAt(index % letters.length);
}

/** Areas opposite the grandstand, 50 m each, with the venue's last category. */
function generalAdmissionAreas(spec: VenueSpec): SeatingBlock[] {
  if (spec.generalAdmission === 0) return [];
  const count = Math.max(1, Math.min(8, Math.round(spec.generalAdmission / 1500)));
  const y = spec.width / 2 + 10 + (spec.shape === 'FOUR_STANDS' ? 40 : 0);
  const step = spec.length / count;
  const perArea = Math.floor(spec.generalAdmission / count);
  return Array.from({ length: count }, (_, i) => {
    const x = -spec.length / 2 + i * step;
    return {
      code: `GA${i + 1}`,
      name: `General admission ${i + 1}`,
      kind: 'GENERAL_ADMISSION',
      level: 1,
      category: spec.seats < 14000 ? 'C' : 'D',
      capacity: i === 0 ? spec.generalAdmission - perArea * (count - 1) : perArea,
      outline: [
        { x, y },
        { x: x + step, y },
        { x: x + step, y: y + 15 },
        { x, y: y + 15 },
      ].map(rounded),
      rows: [],
    } satisfies SeatingBlock;
  });
}

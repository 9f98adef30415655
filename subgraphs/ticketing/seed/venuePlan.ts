import { type SeatCategory, type SeatingBlock, type SeatRow, seatsOf, type Venue } from '@games/demonstration';
import type { DraftBlock, DraftRow, DraftSeat, PlanDraft, Point } from '../src/domain/seating/planDraft.ts';

const marginMetres = 4;
const colours: Readonly<Record<SeatCategory, string>> = {
  FIRST: '#7B3FA0',
  A: '#C8452F',
  B: '#E08A1E',
  C: '#3C8D5A',
  D: '#2F6FB3',
};
const names: Readonly<Record<SeatCategory, string>> = {
  FIRST: 'First category',
  A: 'Category A',
  B: 'Category B',
  C: 'Category C',
  D: 'Category D',
};

type ToCm = (point: { readonly x: number; readonly y: number }) => { readonly x: number; readonly y: number };

/** A venue of the demonstration as a plan: metres around the field of play become centimetres from the top left corner. */
export function draftVenuePlan(venue: Venue): PlanDraft {
  const { seating } = venue;
  const { length, width } = seating.fieldOfPlay;
  const corners = seating.blocks.flatMap((block) => block.outline);
  const left = Math.min(-length / 2, ...corners.map(({ x }) => x)) - marginMetres;
  const right = Math.max(length / 2, ...corners.map(({ x }) => x)) + marginMetres;
  const top = Math.max(width / 2, ...corners.map(({ y }) => y)) + marginMetres;
  const bottom = Math.min(-width / 2, ...corners.map(({ y }) => y)) - marginMetres;
  const toCm: ToCm = ({ x, y }) => ({ x: Math.round((x - left) * 100), y: Math.round((top - y) * 100) });
  const field = [
    { x: -length / 2, y: width / 2 },
    { x: length / 2, y: width / 2 },
    { x: length / 2, y: -width / 2 },
    { x: -length / 2, y: -width / 2 },
  ];
  return {
    code: venue.code,
    venueCode: venue.code,
    name: `${venue.name}, seating`,
    widthCm: Math.round((right - left) * 100),
    heightCm: Math.round((top - bottom) * 100),
    fieldOutline: field.map(toPoint(toCm)),
    categories: venue.categories.map((code) => ({ code, name: names[code], colour: colours[code] })),
    blocks: seating.blocks.map((block) => toBlock(block, venue, toCm)),
  };
}

const toPoint =
  (toCm: ToCm) =>
  (point: { readonly x: number; readonly y: number }): Point => {
    const { x, y } = toCm(point);
    return [x, y];
  };

function toBlock(block: SeatingBlock, venue: Venue, toCm: ToCm): DraftBlock {
  const seats = Map.groupBy(seatsOf(block), (seat) => seat.row);
  return {
    code: block.code,
    name: block.name,
    kind: block.kind,
    level: block.level,
    outline: block.outline.map(toPoint(toCm)),
    category: block.category,
    capacity: block.capacity,
    rows: block.rows.map((row, index): DraftRow => {
      const isUnderTier = index === block.rows.length - 1 && block.level === 1 && venue.seating.shape === 'BOWL';
      return {
        label: row.label,
        quality: qualityOf(row, block, venue),
        seats: (seats.get(row.label) ?? []).map((seat): DraftSeat => {
          const { x, y } = toCm(seat);
          return {
            place: seat.place,
            label: seat.number,
            category: seat.category,
            x,
            y,
            kind: seat.kind,
            companionOf: seat.kind === 'COMPANION' ? seat.place - 1 : null,
            // The tier above cuts off the sight of what flies high.
            sight: isUnderTier ? 'RESTRICTED' : null,
            guid: null,
          };
        }),
      };
    }),
  };
}

/** The smaller the better: the category first, then metres from the middle of the field, the finish straight preferred. */
function qualityOf(row: SeatRow, block: SeatingBlock, venue: Venue): number {
  const x = (row.from.x + row.to.x) / 2;
  const y = (row.from.y + row.to.y) / 2;
  const metres = Math.abs(x) + (y > 0 ? 2 : 1) * Math.abs(y) + block.level * 25;
  return venue.categories.indexOf(block.category) * 100_000 + Math.round(metres * 10);
}

import type { Chart } from '../../domain/seating/chart.ts';
import { encodeSeatId } from '../../domain/seating/seatId.ts';
import type { BlockRow, PlacedSeat } from '../../sql/seating/seatingPlans.ts';
import { type TakenSeats, takenColours } from './seatColours.ts';
import { escapeXml, pointsOf } from './svg.ts';

const seatRadiusCm = 20;
const marginCm = 60;

/** One block as SVG with an element for every seat, named by its id, so that a page can let fans choose. */
export function drawBlock(
  chart: Chart,
  block: BlockRow,
  seats: readonly PlacedSeat[],
  taken: TakenSeats,
  title: string,
): string {
  const colours = new Map(chart.categories.map((category) => [category.categoryNo, category.colour]));
  const drawSeat = (seat: PlacedSeat): string => {
    const state = taken.get(seat.seatNo);
    const fill = state ? takenColours[state] : (colours.get(seat.categoryNo) ?? '#8899AA');
    const label = escapeXml(`${seat.rowLabel} ${seat.label}`);
    return `<circle id="${escapeXml(encodeSeatId(seat.planCode, seat.seatNo))}" cx="${chart.x[seat.seatNo]}" cy="${chart.y[seat.seatNo]}" r="${seatRadiusCm}" fill="${fill}" data-state="${state ?? 'FREE'}" data-kind="${seat.kind}"><title>${label}</title></circle>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox(block)}" role="img" font-family="sans-serif">`,
    `<title>${escapeXml(title)}</title>`,
    `<polygon points="${pointsOf(block.outline)}" fill="#EEF1F4" stroke="#C6CCD4" stroke-width="5"/>`,
    ...seats.map(drawSeat),
    '</svg>',
  ].join('');
}

function viewBox({ outline }: BlockRow): string {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, top] = [Math.min(...xs) - marginCm, Math.min(...ys) - marginCm];
  return `${left} ${top} ${Math.max(...xs) + marginCm - left} ${Math.max(...ys) + marginCm - top}`;
}

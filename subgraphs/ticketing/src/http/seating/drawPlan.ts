import type { Chart } from '../../domain/seating/chart.ts';
import { type TakenSeats, takenColours } from './seatColours.ts';
import { centreOf, escapeXml, pointsOf } from './svg.ts';

const seatWidthCm = 38;

/**
 * A whole plan as SVG. All seats of one colour are one path of zero-length strokes with round ends, a dozen bytes a seat:
 * tens of thousands of seats are a handful of elements, which browsers draw at once.
 */
export function drawPlan(chart: Chart, taken: TakenSeats, title: string): string {
  const { plan } = chart;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${plan.widthCm} ${plan.heightCm}" role="img" font-family="sans-serif">`,
    `<title>${escapeXml(title)}</title>`,
    plan.fieldOutline ? `<polygon points="${pointsOf(plan.fieldOutline)}" fill="#CDE8D5"/>` : '',
    ...drawBlocks(chart),
    `<g fill="none" stroke-linecap="round" stroke-width="${seatWidthCm}">`,
    ...drawSeats(chart, taken),
    '</g></svg>',
  ].join('');
}

function drawBlocks(chart: Chart): string[] {
  const colours = new Map(chart.categories.map((category) => [category.categoryNo, category.colour]));
  return [...chart.blocks.values()].map((block) => {
    const [x, y] = centreOf(block.outline);
    const standing = block.kind === 'GENERAL_ADMISSION';
    const fill = standing ? (colours.get(block.categoryNo ?? 0) ?? '#EEF1F4') : '#EEF1F4';
    const text = `<text x="${x}" y="${y}" font-size="180" text-anchor="middle" opacity=".55">${escapeXml(block.code)}</text>`;
    return `<g data-block="${escapeXml(block.code)}"><polygon points="${pointsOf(block.outline)}" fill="${fill}" stroke="#C6CCD4" stroke-width="10"${standing ? ' fill-opacity=".35"' : ''}/>${text}</g>`;
  });
}

function drawSeats(chart: Chart, taken: TakenSeats): string[] {
  const colours = new Map(chart.categories.map((category) => [category.categoryNo, category.colour]));
  const paths = new Map<string, string[]>();
  const { x, y, rowOf, category, seatsMax } = chart;
  for (let seatNo = 1; seatNo <= seatsMax; seatNo += 1) {
    if (rowOf[seatNo] === -1) continue;
    const state = taken.get(seatNo);
    const colour = state ? takenColours[state] : (colours.get(category[seatNo] as number) ?? '#8899AA');
    const strokes = paths.get(colour);
    const stroke = `M${x[seatNo]} ${y[seatNo]}h0`;
    if (strokes) strokes.push(stroke);
    else paths.set(colour, [stroke]);
  }
  return [...paths].map(([colour, strokes]) => `<path stroke="${colour}" d="${strokes.join('')}"/>`);
}

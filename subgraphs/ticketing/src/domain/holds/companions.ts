import { type Chart, kindNo } from '../seating/chart.ts';

/**
 * A companion's seat is only sold together with its wheelchair place. Returns the first seat that breaks the rule, or
 * null.
 */
export function companionAlone(chart: Chart, seatNos: readonly number[]): number | null {
  const chosen = new Set(seatNos);
  const alone = seatNos.find(
    (seatNo) => chart.kind[seatNo] === kindNo.COMPANION && !chosen.has(chart.companionOf[seatNo] as number),
  );
  return alone ?? null;
}

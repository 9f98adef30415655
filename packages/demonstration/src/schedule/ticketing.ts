import type { SeatCategory } from '../world.ts';

/**
 * How the units of a discipline are sold: by part of the day, by whole day, day and
 * night by court, match by match, or two matches together.
 */
export type TicketGrouping = 'PART' | 'DAY' | 'COURT' | 'MATCH' | 'PAIR';

interface TicketRule {
  readonly grouping: TicketGrouping;
  /** US dollars of the dearest category of an ordinary session. */
  readonly dollars: number;
}

const rule = (grouping: TicketGrouping, dollars: number): TicketRule => ({ grouping, dollars });

const rules: Readonly<Record<string, TicketRule>> = {
  ARC: rule('PART', 95),
  ASW: rule('PART', 150),
  ATH: rule('PART', 295),
  BAD: rule('PART', 130),
  BKB: rule('PAIR', 240),
  BOX: rule('PART', 160),
  CAN: rule('DAY', 90),
  CYR: rule('DAY', 80),
  CYT: rule('PART', 165),
  DIV: rule('PART', 160),
  EQU: rule('DAY', 140),
  FBL: rule('MATCH', 150),
  FEN: rule('PART', 110),
  GLF: rule('DAY', 110),
  GYM: rule('PART', 320),
  HBL: rule('PAIR', 130),
  HOC: rule('PAIR', 85),
  JUD: rule('PART', 120),
  ROW: rule('DAY', 85),
  RUG: rule('PART', 120),
  SAL: rule('DAY', 60),
  SHO: rule('DAY', 60),
  SPC: rule('PART', 110),
  SWI: rule('PART', 290),
  TEN: rule('COURT', 190),
  TKD: rule('PART', 95),
  TRI: rule('DAY', 70),
  TTE: rule('PART', 120),
  VOL: rule('PAIR', 140),
  WLF: rule('PART', 80),
  WPO: rule('PAIR', 115),
  WRE: rule('PART', 90),
};

export function ticketRule(discipline: string): TicketRule {
  const found = rules[discipline];
  if (found === undefined) throw new RangeError(`no ticket rule for ${discipline}`);
  return found;
}

const ofDearest: Readonly<Record<SeatCategory, number>> = { FIRST: 1, A: 0.68, B: 0.45, C: 0.28, D: 0.17 };
const lowestDollars = 24;

/**
 * Face values in US cents for each category.
 * @param dollars of the dearest category in an ordinary session; @param medals finals in this one.
 */
export function pricesOf(
  categories: readonly SeatCategory[],
  dollars: number,
  medals: number,
): { readonly category: SeatCategory; readonly usdCents: number }[] {
  const dearest = dollars * (medals === 0 ? 1 : Math.min(2.2, 1.5 + 0.15 * medals));
  return categories.map((category) => ({
    category,
    usdCents: Math.max(lowestDollars, Math.round((dearest * ofDearest[category]) / 2) * 2) * 100,
  }));
}

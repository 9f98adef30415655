import type { Database } from '@games/postgres';
import type { Chart } from '../../domain/seating/chart.ts';
import { allocatedBlocks } from '../../sql/holds/seatHints.ts';
import { type PhaseRow, phasesOfSessions, type SalesRulesRow, salesRules } from '../../sql/sales/sales.ts';
import { pricesOfSession } from '../../sql/sales/sessionPrices.ts';
import { type SessionRow, sessionsByCodes } from '../../sql/sessions/sessions.ts';
import type { ChartCache } from '../seating/chartCache.ts';

/** What selling needs to know of a session and what changes only by staff's hand. */
export interface Sale {
  readonly session: SessionRow;
  readonly chart: Chart;
  readonly phases: readonly PhaseRow[];
  readonly rules: SalesRulesRow;
  /** Face value in minor units by category number. */
  readonly prices: ReadonlyMap<number, bigint>;
  /** Allocation by block number, where it is not the public's. */
  readonly allocationOf: ReadonlyMap<number, number>;
}

export interface SaleDesk {
  /** The sale of a session by its code, at most a second old; null when there is no such session. */
  find(sessionCode: string): Promise<Sale | null>;
  /** The limits and times that apply to all sales, at most a second old. */
  rules(): Promise<SalesRulesRow>;
}

const maxAgeMs = 1_000;
const salesMax = 1_000;

/**
 * Keeps what is the same for all buyers of a session, so that a rush reads it once a second. What staff changes takes
 * effect within that second; whatever money or seats depend on is decided in the transaction again.
 */
export function createSaleDesk(database: Database, charts: ChartCache): SaleDesk {
  const sales = new Map<string, { readonly sale: Promise<Sale | null>; readonly atMs: number }>();
  let rules: { readonly value: Promise<SalesRulesRow>; readonly atMs: number } | null = null;
  return {
    find(sessionCode) {
      const known = sales.get(sessionCode);
      if (known && Date.now() - known.atMs < maxAgeMs) return known.sale;
      const sale = readSale(database, charts, sessionCode);
      sales.delete(sessionCode);
      sales.set(sessionCode, { sale, atMs: Date.now() });
      sale.catch(() => sales.delete(sessionCode));
      if (sales.size > salesMax) sales.delete(sales.keys().next().value as string);
      return sale;
    },
    rules() {
      if (rules !== null && Date.now() - rules.atMs < maxAgeMs) return rules.value;
      const value = salesRules(database);
      rules = { value, atMs: Date.now() };
      value.catch(() => {
        rules = null;
      });
      return value;
    },
  };
}

async function readSale(database: Database, charts: ChartCache, sessionCode: string): Promise<Sale | null> {
  const [session] = await sessionsByCodes(database, [sessionCode]);
  if (session === undefined) return null;
  const [chart, phases, rules, prices, blocks] = await Promise.all([
    charts.get(session.planId),
    phasesOfSessions(database, [session.id]),
    salesRules(database),
    pricesOfSession(database, session.id),
    allocatedBlocks(database, session.id),
  ]);
  if (chart === null) return null;
  return {
    session,
    chart,
    phases,
    rules,
    prices: new Map(prices.map(({ categoryNo, priceMinor }) => [categoryNo, priceMinor])),
    allocationOf: new Map(blocks.map(({ blockNo, allocationId }) => [blockNo, allocationId])),
  };
}

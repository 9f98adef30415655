import type { Database } from '@games/postgres';
import type { Chart } from '../../domain/seating/chart.ts';
import { selectAllocatedBlocks } from '../../sql/holds/seatHints.ts';
import { type PhaseRow, type SalesRulesRow, selectPhasesOfSessions, selectSalesRules } from '../../sql/sales/sales.ts';
import { selectPricesOfSession } from '../../sql/sales/sessionPrices.ts';
import { type SessionRow, selectSessionsByCodes } from '../../sql/sessions/sessions.ts';
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

export interface SaleCache {
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
export function createSaleCache(database: Database, charts: ChartCache): SaleCache {
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
      const value = selectSalesRules(database);
      rules = { value, atMs: Date.now() };
      value.catch(() => {
        rules = null;
      });
      return value;
    },
  };
}

async function readSale(database: Database, charts: ChartCache, sessionCode: string): Promise<Sale | null> {
  const [session] = await selectSessionsByCodes(database, [sessionCode]);
  if (session === undefined) return null;
  const [chart, phases, rules, prices, blocks] = await Promise.all([
    charts.get(session.planId),
    selectPhasesOfSessions(database, [session.id]),
    selectSalesRules(database),
    selectPricesOfSession(database, session.id),
    selectAllocatedBlocks(database, session.id),
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

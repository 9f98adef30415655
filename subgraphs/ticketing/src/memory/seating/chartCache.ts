import type { Database } from '@games/postgres';
import type { Chart } from '../../domain/seating/chart.ts';
import { loadChart } from './loadChart.ts';

const seatsCachedMax = 1_500_000;

/** Charts by plan number, read once: they never change. Bounded by seats; the least recently used goes first. */
export interface ChartCache {
  /** The chart, or null when there is no such plan. */
  get(planId: number): Promise<Chart | null>;
}

export function createChartCache(database: Database): ChartCache {
  const charts = new Map<number, Promise<Chart | null>>();
  let seatsCached = 0;

  const forget = (planId: number, chart: Chart | null): void => {
    charts.delete(planId);
    seatsCached -= chart?.seatsMax ?? 0;
  };
  const retain = async (planId: number, chart: Chart | null): Promise<void> => {
    if (chart === null) return forget(planId, null);
    seatsCached += chart.seatsMax;
    for (const [oldest, promise] of charts) {
      if (seatsCached <= seatsCachedMax || oldest === planId) break;
      forget(oldest, await promise);
    }
  };

  return {
    get(planId) {
      const known = charts.get(planId);
      if (known) {
        charts.delete(planId);
        charts.set(planId, known);
        return known;
      }
      const loading = loadChart(database, planId);
      charts.set(planId, loading);
      loading.then(
        (chart) => retain(planId, chart),
        () => charts.delete(planId),
      );
      return loading;
    },
  };
}

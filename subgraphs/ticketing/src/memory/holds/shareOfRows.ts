import type { Database } from '@games/postgres';
import { newUuid } from '../../domain/uuid.ts';
import { upsertSellerProcess } from '../../sql/holds/sellerProcesses.ts';

/** Which rows a process proposes first: of every `of` rows, in the order of quality, the one of its `rank` (from 0). */
export interface Share {
  readonly rank: number;
  readonly of: number;
}

const beatEveryMs = 2_000;

/**
 * This process's share among the processes that sell. It is looked up again while it is being asked for, so that a process
 * that ends or begins is noticed within seconds; until then rows are fought over, which the database settles.
 */
export function createShareOfRows(database: Database): { current(): Share; refresh(): Promise<void> } {
  const id = newUuid();
  let share: Share = { rank: 0, of: 1 };
  let beatenAtMs = 0;
  const refresh = async (): Promise<void> => {
    beatenAtMs = Date.now();
    const ids = await upsertSellerProcess(database, id);
    share = { rank: ids.indexOf(id), of: ids.length };
  };
  return {
    refresh,
    current: () => {
      if (Date.now() - beatenAtMs > beatEveryMs) refresh().catch(() => {});
      return share;
    },
  };
}

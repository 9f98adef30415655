import type { Database } from '@games/postgres';
import { createGroupCommit } from '@games/postgres';
import { pairKey, readPair } from '../domain/pairKey.ts';
import { selectHoldsByIds } from '../sql/holds/holds.ts';
import { selectOrdersByIds } from '../sql/orders/orders.ts';
import { selectSeatsByNos } from '../sql/seating/seatingPlans.ts';
import { selectTicketsOfOrders } from '../sql/tickets/tickets.ts';

/** Reads rows by their keys. */
type Read<Key, Row> = (keys: readonly Key[]) => Promise<readonly Row[]>;

/** Reads of what every buyer sees: requests of the same moment share their statements. */
export type SharedReads = ReturnType<typeof createSharedReads>;

export function createSharedReads(database: Database) {
  return {
    holds: share(
      (ids: readonly string[]) => selectHoldsByIds(database, ids),
      ({ id }) => id,
    ),
    orders: share(
      (ids: readonly string[]) => selectOrdersByIds(database, ids),
      ({ id }) => id,
    ),
    ticketsOfOrders: share(
      (orderIds: readonly string[]) => selectTicketsOfOrders(database, orderIds),
      ({ orderId }) => orderId,
    ),
    /** By {@link pairKey} of plan and seat number. */
    seats: share(
      (keys: readonly string[]) =>
        selectSeatsByNos(
          database,
          keys.map(readPair).map(([planId, no]) => ({ planId, seatNo: Number(no) })),
        ),
      ({ planId, seatNo }) => pairKey(planId, seatNo),
    ),
  };
}

const batches = { batchItemsMax: 256, batchesAtOnce: 2, waitingMax: 50_000 };

/** A read that comes after others have begun joins the next statement, so it never sees less than what was there when it came. */
function share<Row>(read: Read<string, Row>, keyOf: (row: Row) => string): Read<string, Row> {
  const reads = createGroupCommit<string, readonly Row[]>({
    ...batches,
    run: async (keys) => {
      const rows = Map.groupBy(await read([...new Set(keys)]), keyOf);
      return keys.map((key) => rows.get(key) ?? []);
    },
    conflictKeysOf: () => [],
  });
  return async (keys) => (await Promise.all(keys.map((key) => reads.submit(key)))).flat();
}

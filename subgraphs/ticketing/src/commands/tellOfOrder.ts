import { publishEvents, type Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { type Actor, recordDeeds } from '../sql/auditTrail.ts';
import type { OrderRow } from '../sql/orders.ts';

/**
 * Writes down what happened to an order: who did it, for the audit trail, and the event, for those outside. `action` has
 * the form noun.verb; the order must be locked.
 */
export async function tellOfOrder(
  tx: Transaction,
  order: Pick<OrderRow, 'id' | 'fanId'>,
  actor: Actor,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const subject = encodeId('tor', order.id);
  await recordDeeds(tx, [{ actor, action, subject, detail }]);
  await publishEvents(tx, [
    {
      aggregate: `ticket_order/${subject}`,
      type: `ticketing.${action}`,
      payload: { order: subject, fan: encodeId('fan', order.fanId), ...detail },
    },
  ]);
}

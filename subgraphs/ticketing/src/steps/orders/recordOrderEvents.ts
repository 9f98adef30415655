import { publishEvents, type Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { type Actor, insertAuditLogEntries } from '../../sql/audit/auditLog.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';

/** Something that happened to an order, which must be locked. */
export interface OrderEvent {
  readonly order: Pick<OrderRow, 'id' | 'fanId'>;
  readonly actor: Actor;
  /** In the form noun.verb. */
  readonly action: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Writes down what happened to orders: who did it, for the audit trail, and the events, for those outside. */
export async function recordOrderEvents(tx: Transaction, events: readonly OrderEvent[]): Promise<void> {
  if (events.length === 0) return;
  await insertAuditLogEntries(
    tx,
    events.map(({ order, actor, action, detail }) => ({ actor, action, subject: encodeId('tor', order.id), detail })),
  );
  await publishEvents(
    tx,
    events.map(({ order, action, detail }) => {
      const subject = encodeId('tor', order.id);
      return {
        aggregate: `ticket_order/${subject}`,
        type: `ticketing.${action}`,
        payload: { order: subject, fan: encodeId('fan', order.fanId), ...detail },
      };
    }),
  );
}

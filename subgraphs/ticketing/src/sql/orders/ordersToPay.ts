import { sql, type Transaction } from '@games/postgres';
import type { OrderToPay } from '../../domain/orders/mayPay.ts';

/** Orders that are to be paid, locked until the transaction ends, with whether what they pay for is still held for them. */
export function lockOrdersToPay(tx: Transaction, orderIds: readonly string[]): Promise<OrderToPay[]> {
  return tx.many(sql`
    select o.id, o.fan_id as "fanId", o.state, o.hold_ids as "holdIds", o.listing_id as "listingId", o.currency,
      o.total_minor as "totalMinor", o.payment_id as "paymentId",
      case when o.listing_id is null then
        (select min(case when h.state = 'HELD' then h.expires_at else '-infinity' end) from hold h where h.id = any(o.hold_ids))
      else
        (select max(l.reserved_until) from resale_listing l
          where l.id = o.listing_id and l.state = 'RESERVED' and l.reserved_by = o.fan_id)
      end as "heldUntil"
    from ticket_order o where o.id = any(${orderIds}::uuid[]) order by o.id for update`);
}

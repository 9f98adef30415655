import { sql, type Transaction } from '@games/postgres';
import { orderLifecycle } from '../../domain/orders/orderStates.ts';
import { type ListingState, listingLifecycle } from '../../domain/resale/listingStates.ts';
import type { SessionState } from '../../domain/sessions/sessionStates.ts';
import { mayBecome } from '../mayBecome.ts';

/** A resale offer with its ticket, both locked until the transaction ends. */
export interface ListingToSell {
  readonly id: string;
  readonly state: ListingState;
  readonly reservedBy: string | null;
  /** Whether a reservation is still alive. */
  readonly isReserved: boolean;
  readonly sellerId: string;
  readonly ticketId: string;
  readonly sessionId: number;
  readonly sessionState: SessionState;
  readonly sessionKind: 'SPORT' | 'CEREMONY';
  readonly endsAt: Date;
  /** Whether the ticket is still good and in the hands of its seller. */
  readonly isTicketUnchanged: boolean;
  readonly currency: string;
  readonly faceMinor: bigint;
  readonly buyerFeeMinor: bigint;
  readonly sellerFeeMinor: bigint;
}

export function lockListing(tx: Transaction, listingId: string): Promise<ListingToSell | null> {
  return tx.maybeOne(sql`
    select l.id, l.state, l.reserved_by as "reservedBy", l.state = 'RESERVED' and l.reserved_until > now() as "isReserved",
      l.seller_id as "sellerId", l.ticket_id as "ticketId", l.session_id as "sessionId", s.state as "sessionState",
      s.kind as "sessionKind", s.ends_at as "endsAt", l.currency, l.face_minor as "faceMinor",
      l.buyer_fee_minor as "buyerFeeMinor", l.seller_fee_minor as "sellerFeeMinor",
      t.state = 'VALID' and t.version = l.ticket_version and t.owner_id = l.seller_id as "isTicketUnchanged"
    from resale_listing l
    join ticket t on t.id = l.ticket_id
    join ticketed_session s on s.id = l.session_id
    where l.id = ${listingId}::uuid for update of l, t`);
}

/** Reserves a listing for one buyer until a moment. It must be locked. */
export async function updateListingReserved(
  tx: Transaction,
  listingId: string,
  fanId: string,
  until: Date,
): Promise<void> {
  await tx.run(sql`
    update resale_listing set state = 'RESERVED', reserved_by = ${fanId}, reserved_until = ${until}
    where id = ${listingId}::uuid and ${mayBecome(listingLifecycle, 'RESERVED')}`);
}

export interface ListingSale {
  readonly listing: ListingToSell;
  readonly order: { readonly id: string; readonly fanId: string };
  readonly paymentId: string;
  /** By the clock of the Games. */
  readonly paidAt: Date;
}

/**
 * Gives a ticket to its buyer, in one statement: owner, version and paying order change, so that every code shown before is
 * worth nothing; the seller's share is written down; the order is paid.
 */
export async function updateSoldTicket(tx: Transaction, sale: ListingSale): Promise<void> {
  const { listing, order } = sale;
  await tx.run(sql`
    with moved as (
      update ticket set owner_id = ${order.fanId}, order_id = ${order.id}::uuid, version = version + 1, key_id = null
      where id = ${listing.ticketId}::uuid
    ), sold as (
      update resale_listing set state = 'SOLD', reserved_by = ${order.fanId}, reserved_until = null, sold_at = ${sale.paidAt}, order_id = ${order.id}::uuid
      where id = ${listing.id}::uuid and ${mayBecome(listingLifecycle, 'SOLD')}
    ), credited as (
      insert into seller_credit (listing_id, fan_id, currency, amount_minor)
      values (${listing.id}::uuid, ${listing.sellerId}, ${listing.currency},
        ${listing.faceMinor - listing.sellerFeeMinor})
    )
    update ticket_order set state = 'PAID', paid_at = ${sale.paidAt}, payment_id = ${sale.paymentId}
    where id = ${order.id}::uuid and ${mayBecome(orderLifecycle, 'PAID')}`);
}

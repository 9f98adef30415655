import { sql, type Transaction } from '@games/postgres';
import { listingLifecycle } from '../../domain/resale/listingStates.ts';
import { mayBecome } from '../mayBecome.ts';
import type { ListingToSell } from './sellListing.ts';

/** What a ticket brings in resale. */
export interface FaceValue {
  readonly faceMinor: bigint;
  readonly currency: string;
  readonly orderId: string;
}

/** The price that the ticket was first sold for, and the order by which its owner has got it. */
export function selectFaceValue(tx: Transaction, ticketId: string): Promise<FaceValue> {
  return tx.one(sql`
    select price_minor as "faceMinor", currency, order_id as "orderId" from ticket where id = ${ticketId}::uuid`);
}

export interface NewListing {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketVersion: number;
  readonly sessionId: number;
  readonly sellerId: string;
  readonly sellerOrderId: string;
  readonly currency: string;
  readonly faceMinor: bigint;
  readonly buyerFeeMinor: bigint;
  readonly sellerFeeMinor: bigint;
  /** By the clock of the Games. */
  readonly listedAt: Date;
}

/** Writes an offer. An open one of an older version of the ticket, which is void, is ended first. */
export async function insertListing(tx: Transaction, listing: NewListing): Promise<void> {
  await tx.run(sql`
    update resale_listing set state = 'WITHDRAWN', reserved_by = null, reserved_until = null
    where ticket_id = ${listing.ticketId}::uuid and ${mayBecome(listingLifecycle, 'WITHDRAWN')}
      and ticket_version <> ${listing.ticketVersion}`);
  await tx.run(sql`
    insert into resale_listing (id, ticket_id, ticket_version, session_id, seller_id, seller_order_id, currency,
      face_minor, buyer_fee_minor, seller_fee_minor, listed_at)
    values (${listing.id}::uuid, ${listing.ticketId}::uuid, ${listing.ticketVersion}, ${listing.sessionId},
      ${listing.sellerId}, ${listing.sellerOrderId}::uuid, ${listing.currency}, ${listing.faceMinor},
      ${listing.buyerFeeMinor}, ${listing.sellerFeeMinor}, ${listing.listedAt})`);
}

/** Ends an offer that nobody has bought. It must be locked. */
export async function updateListingWithdrawn(tx: Transaction, listingId: string): Promise<void> {
  await tx.run(sql`
    update resale_listing set state = 'WITHDRAWN', reserved_by = null, reserved_until = null
    where id = ${listingId}::uuid and ${mayBecome(listingLifecycle, 'WITHDRAWN')}`);
}

/** Writes the order of an offer, which waits for payment. */
export async function insertResaleOrder(
  tx: Transaction,
  order: {
    readonly id: string;
    readonly fanId: string;
    readonly listing: ListingToSell;
    readonly payBy: Date;
    readonly createdAt: Date;
  },
): Promise<void> {
  const { listing } = order;
  await tx.run(sql`
    insert into ticket_order (id, fan_id, state, hold_ids, listing_id, currency, places_minor, fees_minor, total_minor,
      pay_by, created_at)
    values (${order.id}::uuid, ${order.fanId}, 'AWAITING_PAYMENT', '{}', ${listing.id}::uuid, ${listing.currency},
      ${listing.faceMinor}, ${listing.buyerFeeMinor}, ${listing.faceMinor + listing.buyerFeeMinor}, ${order.payBy},
      ${order.createdAt})`);
}

import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import type { ListingState } from '../../domain/resale/listingStates.ts';

/** A resale offer with the place it is for. A reservation whose time is over counts as LISTED. */
export interface ListingRow {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketVersion: number;
  readonly sessionId: number;
  readonly planId: number;
  readonly seatNo: number | null;
  readonly blockNo: number | null;
  readonly categoryNo: number;
  readonly sellerId: string;
  readonly state: ListingState;
  readonly currency: string;
  readonly faceMinor: bigint;
  readonly buyerFeeMinor: bigint;
  readonly sellerFeeMinor: bigint;
  readonly listedAt: Date;
}

const columns = sql`
  l.id, l.ticket_id as "ticketId", l.ticket_version as "ticketVersion", l.session_id as "sessionId",
  s.plan_id as "planId", t.seat_no as "seatNo", t.block_no as "blockNo", t.category_no as "categoryNo",
  l.seller_id as "sellerId",
  case when l.state = 'RESERVED' and l.reserved_until <= now() then 'LISTED' else l.state end as state,
  l.currency, l.face_minor as "faceMinor", l.buyer_fee_minor as "buyerFeeMinor",
  l.seller_fee_minor as "sellerFeeMinor", l.listed_at as "listedAt"`;
const from = sql`
  from resale_listing l join ticket t on t.id = l.ticket_id join ticketed_session s on s.id = l.session_id`;

export function selectListingsByIds(db: Queryable, ids: readonly string[]): Promise<ListingRow[]> {
  return db.many(sql`select ${columns} ${from} where l.id = any(${ids}::uuid[])`);
}

/** The open offer of each ticket that has one. */
export function selectOpenListingsOfTickets(db: Queryable, ticketIds: readonly string[]): Promise<ListingRow[]> {
  return db.many(sql`
    select ${columns} ${from}
    where l.ticket_id = any(${ticketIds}::uuid[]) and l.state in ('LISTED', 'RESERVED')
      and l.ticket_version = t.version and t.state = 'VALID'`);
}

/** One page of what can be bought for a session, the cheapest first, one more than the page holds. */
export function selectOpenListings(db: Queryable, sessionId: number, page: Page): Promise<ListingRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`l.face_minor`, type: sql`bigint` },
    { expression: sql`l.id`, type: sql`uuid` },
  ]);
  return db.many(sql`
    select ${columns} ${from}
    where l.session_id = ${sessionId} and s.state = 'SCHEDULED' and l.state in ('LISTED', 'RESERVED')
      and (l.state = 'LISTED' or l.reserved_until <= now())
      and l.ticket_version = t.version and t.state = 'VALID' and ${where}
    order by ${orderBy} limit ${limit}`);
}

/** One page of what a fan offers or offered, the latest first, one more than the page holds. */
export function selectListingsOfSeller(db: Queryable, sellerId: string, page: Page): Promise<ListingRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`l.listed_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`l.id`, type: sql`uuid`, descending: true },
  ]);
  return db.many(
    sql`select ${columns} ${from} where l.seller_id = ${sellerId} and ${where} order by ${orderBy} limit ${limit}`,
  );
}

import { type Queryable, sql } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import type { TicketState } from '../../domain/tickets/ticketStates.ts';

export interface TicketRow {
  readonly id: string;
  readonly orderId: string;
  readonly sessionId: number;
  readonly planId: number;
  readonly seatNo: number | null;
  readonly blockNo: number | null;
  readonly categoryNo: number;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly ownerId: string;
  readonly version: number;
  readonly keyId: string | null;
  readonly state: TicketState;
  readonly issuedAt: Date;
  /** When its session begins: lists of tickets go by it. */
  readonly startsAt: Date;
}

const columns = sql`
  t.id, t.order_id as "orderId", t.session_id as "sessionId", s.plan_id as "planId", t.seat_no as "seatNo",
  t.block_no as "blockNo", t.category_no as "categoryNo", t.price_minor as "priceMinor", t.currency,
  t.owner_id as "ownerId", t.version, t.key_id as "keyId", t.state, t.issued_at as "issuedAt",
  s.starts_at as "startsAt"`;
const from = sql`from ticket t join ticketed_session s on s.id = t.session_id`;

export function selectTicketsByIds(db: Queryable, ids: readonly string[]): Promise<TicketRow[]> {
  return db.many(sql`select ${columns} ${from} where t.id = any(${ids}::uuid[])`);
}

/** Tickets that orders brought, in the order of their seats. */
export function selectTicketsOfOrders(db: Queryable, orderIds: readonly string[]): Promise<TicketRow[]> {
  return db.many(sql`
    select ${columns} ${from} where t.order_id = any(${orderIds}::uuid[])
    order by t.order_id, t.session_id, t.seat_no nulls last, t.id`);
}

/** One page of the tickets that a fan owns now, in the order of their sessions, one more than the page holds. */
export function selectTicketsOfFan(
  db: Queryable,
  fanId: string,
  sessionId: number | null,
  page: Page,
): Promise<TicketRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`s.starts_at`, type: sql`timestamptz` },
    { expression: sql`t.id`, type: sql`uuid` },
  ]);
  const ofSession = sessionId === null ? sql`true` : sql`t.session_id = ${sessionId}`;
  return db.many(sql`
    select ${columns} ${from}
    where t.owner_id = ${fanId} and t.state = 'VALID' and ${ofSession} and ${where} order by ${orderBy} limit ${limit}`);
}

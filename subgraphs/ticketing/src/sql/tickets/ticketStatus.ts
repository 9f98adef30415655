import { type Queryable, sql, type Transaction } from '@games/postgres';
import { type TicketState, ticketLifecycle } from '../../domain/tickets/ticketStates.ts';
import { mayBecome } from '../mayBecome.ts';

/** A ticket with what decides about its codes. */
export interface TicketStatusRow {
  readonly id: string;
  readonly ownerId: string;
  readonly version: number;
  readonly state: TicketState;
  readonly seatNo: number | null;
  readonly blockNo: number | null;
  readonly sessionId: number;
  readonly sessionCode: string;
  readonly isCancelled: boolean;
  readonly activatesAt: Date;
  readonly endsAt: Date;
  readonly utcOffsetMinutes: number;
  /** Number of the medium of this version; 0 while there is none. */
  readonly mediumNo: number;
}

const columns = sql`
  t.id, t.owner_id as "ownerId", t.version, t.state, t.seat_no as "seatNo", t.block_no as "blockNo",
  t.session_id as "sessionId", s.code as "sessionCode", s.state = 'CANCELLED' as "isCancelled",
  s.tickets_activate_at as "activatesAt", s.ends_at as "endsAt", s.utc_offset_minutes::integer as "utcOffsetMinutes",
  coalesce((select c.medium_no from ticket_medium c where c.ticket_id = t.id and c.ticket_version = t.version), 0)::integer
    as "mediumNo"`;
const from = sql`from ticket t join ticketed_session s on s.id = t.session_id`;

/** The ticket, locked until the transaction ends: owner, version and state stay what they are. */
export function lockTicket(tx: Transaction, ticketId: string): Promise<TicketStatusRow | null> {
  return tx.maybeOne<TicketStatusRow>(sql`select ${columns} ${from} where t.id = ${ticketId} for update of t`);
}

export function selectTicketStatus(db: Queryable, ticketId: string): Promise<TicketStatusRow | null> {
  return db.maybeOne<TicketStatusRow>(sql`select ${columns} ${from} where t.id = ${ticketId}`);
}

/** Tickets of a session that are not as they were issued: changed hands, dead, or moved between media. */
export function selectChangedTickets(
  db: Queryable,
  sessionId: number,
): Promise<Pick<TicketStatusRow, 'id' | 'version' | 'mediumNo' | 'state'>[]> {
  return db.many(sql`
    select t.id, t.version, t.state, coalesce(c.medium_no, 0)::integer as "mediumNo"
    from ticket t left join ticket_medium c on c.ticket_id = t.id and c.ticket_version = t.version
    where t.session_id = ${sessionId} and (t.version > 1 or t.state <> 'VALID')
    union all
    select t.id, t.version, t.state, c.medium_no::integer
    from ticket_medium c join ticket t on t.id = c.ticket_id
    where t.session_id = ${sessionId} and t.version = 1 and t.state = 'VALID' and c.ticket_version = 1 and c.medium_no > 1
    order by id`);
}

/** Gives a ticket to another owner. Everything that was signed for the old one is of an older version from now on. */
export async function updateTicketOwner(tx: Transaction, ticketId: string, ownerId: string): Promise<void> {
  await tx.run(sql`update ticket set owner_id = ${ownerId}, version = version + 1 where id = ${ticketId}`);
}

/** Makes a ticket anew for the same owner. */
export async function updateTicketReissued(tx: Transaction, ticketId: string): Promise<void> {
  await tx.run(sql`update ticket set version = version + 1 where id = ${ticketId}`);
}

export async function updateTicketRevoked(tx: Transaction, ticketId: string): Promise<void> {
  await tx.run(
    sql`update ticket set state = 'REVOKED' where id = ${ticketId} and ${mayBecome(ticketLifecycle, 'REVOKED')}`,
  );
}

/** Whether the ticket waits for a buyer in resale. */
export async function selectIsInResale(tx: Transaction, ticketId: string): Promise<boolean> {
  const { found } = await tx.one<{ found: boolean }>(sql`
    select exists (
      select from resale_listing l join ticket t on t.id = l.ticket_id and t.version = l.ticket_version
      where l.ticket_id = ${ticketId} and l.state in ('LISTED', 'RESERVED')) as found`);
  return found;
}

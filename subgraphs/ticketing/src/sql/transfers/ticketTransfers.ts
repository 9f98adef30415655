import { type Queryable, sql, type Transaction } from '@games/postgres';
import {
  type SeenTransferState,
  type TransferState,
  transferLifecycle,
} from '../../domain/transfers/transferStates.ts';
import { mayBecome } from '../mayBecome.ts';

export interface TransferRow {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketVersion: number;
  readonly sessionId: number;
  readonly senderId: string;
  readonly recipientId: string | null;
  readonly state: SeenTransferState;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
}

const columns = sql`
  x.id, x.ticket_id as "ticketId", x.ticket_version as "ticketVersion", t.session_id as "sessionId",
  x.sender_id as "senderId", x.recipient_id as "recipientId", x.offered_at as "offeredAt", x.expires_at as "expiresAt",
  case when x.state = 'OFFERED' and (x.expires_at <= now() or t.version <> x.ticket_version or t.state <> 'VALID')
    then 'EXPIRED' else x.state end as state`;
const from = sql`from ticket_transfer x join ticket t on t.id = x.ticket_id`;

export function selectTransfer(db: Queryable, id: string): Promise<TransferRow | null> {
  return db.maybeOne<TransferRow>(sql`select ${columns} ${from} where x.id = ${id}`);
}

/** The transfer, locked until the transaction ends. Lock its ticket before. */
export function lockTransfer(tx: Transaction, id: string): Promise<TransferRow | null> {
  return tx.maybeOne<TransferRow>(sql`select ${columns} ${from} where x.id = ${id} for update of x`);
}

/** Open offers of tickets. */
export function selectOpenTransfersOfTickets(db: Queryable, ticketIds: readonly string[]): Promise<TransferRow[]> {
  return db.many<TransferRow>(sql`
    select ${columns} ${from}
    where x.ticket_id = any(${ticketIds}::uuid[]) and x.state = 'OFFERED' and x.expires_at > now()
      and t.version = x.ticket_version and t.state = 'VALID'`);
}

/** Open offers for an account by name, the latest first. */
export function selectOpenTransfersTo(db: Queryable, recipientId: string): Promise<TransferRow[]> {
  return db.many<TransferRow>(sql`
    select ${columns} ${from}
    where x.recipient_id = ${recipientId} and x.state = 'OFFERED' and x.expires_at > now()
      and t.version = x.ticket_version and t.state = 'VALID'
    order by x.offered_at desc, x.id limit 100`);
}

export interface NewTransfer {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketVersion: number;
  readonly senderId: string;
  readonly recipientId: string | null;
  readonly expiresAt: Date;
}

/** Writes an offer down. A void one of the ticket is ended first. The ticket must be locked. */
export async function insertTransfer(tx: Transaction, transfer: NewTransfer): Promise<void> {
  await tx.run(sql`
    update ticket_transfer set state = 'CANCELLED', ended_at = now()
    where ticket_id = ${transfer.ticketId} and ${mayBecome(transferLifecycle, 'CANCELLED')}`);
  await tx.run(sql`
    insert into ticket_transfer (id, ticket_id, ticket_version, sender_id, recipient_id, expires_at)
    values (${transfer.id}, ${transfer.ticketId}, ${transfer.ticketVersion}, ${transfer.senderId},
            ${transfer.recipientId}, ${transfer.expiresAt})`);
}

export async function updateTransferEnded(
  tx: Transaction,
  id: string,
  state: Exclude<TransferState, 'OFFERED'>,
  recipientId: string | null,
): Promise<void> {
  await tx.run(sql`
    update ticket_transfer set state = ${state}, recipient_id = ${recipientId}, ended_at = now()
    where id = ${id} and ${mayBecome(transferLifecycle, state)}`);
}

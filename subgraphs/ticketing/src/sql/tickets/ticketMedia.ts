import { type Queryable, sql, type Transaction } from '@games/postgres';

export type MediumKind = 'DEVICE' | 'GOOGLE_WALLET' | 'PRINT';

export interface MediumRow {
  readonly ticketId: string;
  readonly ticketVersion: number;
  readonly mediumNo: number;
  readonly kind: MediumKind;
  readonly deviceKey: string | null;
  readonly name: string | null;
  readonly madeAt: Date;
}

const columns = sql`ticket_id as "ticketId", ticket_version as "ticketVersion", medium_no::integer as "mediumNo", kind,
  device_key as "deviceKey", name, made_at as "madeAt"`;

/** The media of the newest versions of tickets. */
export function selectMediaOfTickets(db: Queryable, ticketIds: readonly string[]): Promise<MediumRow[]> {
  return db.many<MediumRow>(sql`
    select ${columns} from ticket_medium c
    where ticket_id = any(${ticketIds}::uuid[])
      and ticket_version = (select t.version from ticket t where t.id = c.ticket_id)`);
}

/** The last medium of a ticket, of whichever version. */
export function selectMedium(db: Queryable, ticketId: string): Promise<MediumRow | null> {
  return db.maybeOne<MediumRow>(sql`select ${columns} from ticket_medium where ticket_id = ${ticketId}`);
}

/** Puts a ticket on another medium. The ticket must be locked. */
export function upsertMedium(tx: Transaction, medium: Omit<MediumRow, 'madeAt'>): Promise<MediumRow> {
  return tx.one<MediumRow>(sql`
    insert into ticket_medium (ticket_id, ticket_version, medium_no, kind, device_key, name)
    values (${medium.ticketId}, ${medium.ticketVersion}, ${medium.mediumNo}, ${medium.kind}, ${medium.deviceKey},
            ${medium.name})
    on conflict (ticket_id) do update set ticket_version = excluded.ticket_version, medium_no = excluded.medium_no,
      kind = excluded.kind, device_key = excluded.device_key, name = excluded.name, made_at = now()
    returning ${columns}`);
}

/** Writes down which key signs a ticket's codes. */
export async function updateTicketKey(tx: Transaction, ticketId: string, keyId: string): Promise<void> {
  await tx.run(sql`update ticket set key_id = ${keyId} where id = ${ticketId} and key_id is distinct from ${keyId}`);
}

import { type Queryable, sql, type Transaction } from '@games/postgres';

export type CarrierKind = 'DEVICE' | 'GOOGLE_WALLET' | 'PRINT';

export interface CarrierRow {
  readonly ticketId: string;
  readonly ticketVersion: number;
  readonly carrier: number;
  readonly kind: CarrierKind;
  readonly deviceKey: string | null;
  readonly name: string | null;
  readonly madeAt: Date;
}

const columns = sql`ticket_id as "ticketId", ticket_version as "ticketVersion", carrier::integer as carrier, kind,
  device_key as "deviceKey", name, made_at as "madeAt"`;

/** The carriers of the newest versions of tickets. */
export function carriersOfTickets(db: Queryable, ticketIds: readonly string[]): Promise<CarrierRow[]> {
  return db.many<CarrierRow>(sql`
    select ${columns} from ticket_carriers c
    where ticket_id = any(${ticketIds}::uuid[])
      and ticket_version = (select t.version from tickets t where t.id = c.ticket_id)`);
}

/** The last carrier of a ticket, of whichever version. */
export function findCarrier(db: Queryable, ticketId: string): Promise<CarrierRow | null> {
  return db.maybeOne<CarrierRow>(sql`select ${columns} from ticket_carriers where ticket_id = ${ticketId}`);
}

/** Puts a ticket on another carrier. The ticket must be locked. */
export function writeCarrier(tx: Transaction, carrier: Omit<CarrierRow, 'madeAt'>): Promise<CarrierRow> {
  return tx.one<CarrierRow>(sql`
    insert into ticket_carriers (ticket_id, ticket_version, carrier, kind, device_key, name)
    values (${carrier.ticketId}, ${carrier.ticketVersion}, ${carrier.carrier}, ${carrier.kind}, ${carrier.deviceKey},
            ${carrier.name})
    on conflict (ticket_id) do update set ticket_version = excluded.ticket_version, carrier = excluded.carrier,
      kind = excluded.kind, device_key = excluded.device_key, name = excluded.name, made_at = now()
    returning ${columns}`);
}

/** Writes down which key signs a ticket's codes. */
export async function setTicketKey(tx: Transaction, ticketId: string, keyId: string): Promise<void> {
  await tx.run(sql`update tickets set key_id = ${keyId} where id = ${ticketId} and key_id is distinct from ${keyId}`);
}

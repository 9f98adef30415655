import { type Queryable, sql } from '@games/postgres';

export interface CheckInStatusRow {
  readonly ticketId: string;
  readonly inside: boolean;
  readonly entries: number;
}

export function selectCheckInStatuses(db: Queryable, ticketIds: readonly string[]): Promise<CheckInStatusRow[]> {
  return db.many<CheckInStatusRow>(sql`
    select ticket_id as "ticketId", inside, entries::integer as entries from ticket_check_in
    where ticket_id = any(${ticketIds}::uuid[])`);
}

/** Tickets of a session that are inside now. */
export async function selectTicketsInside(db: Queryable, sessionId: number): Promise<string[]> {
  const rows = await db.many<{ id: string }>(sql`
    select ticket_id as id from ticket_check_in where session_id = ${sessionId} and inside order by ticket_id`);
  return rows.map(({ id }) => id);
}

/** Whether a ticket is inside now. */
export async function selectIsInside(db: Queryable, ticketId: string): Promise<boolean> {
  const { found } = await db.one<{ found: boolean }>(sql`
    select exists (select from ticket_check_in where ticket_id = ${ticketId} and inside) as found`);
  return found;
}

/** Whether a ticket has ever opened a gate. */
export async function selectHasEntered(db: Queryable, ticketId: string): Promise<boolean> {
  const { found } = await db.one<{ found: boolean }>(sql`
    select exists (select from ticket_check_in where ticket_id = ${ticketId} and entries > 0) as found`);
  return found;
}

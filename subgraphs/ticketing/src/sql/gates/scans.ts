import { type Queryable, sql, type Transaction } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import type { CheckIn, CheckInStatus, EntryConflictKind } from '../../domain/gates/checkInStatus.ts';
import type { Refusal } from '../../domain/gates/reasons.ts';

export interface ScanRow {
  readonly id: string;
  readonly deviceId: string;
  readonly nonce: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly sessionId: number;
  readonly ticketId: string | null;
  readonly ticketVersion: number | null;
  readonly refusal: Refusal | null;
  readonly forced: boolean;
  readonly offline: boolean;
  readonly deviceTime: Date;
  readonly scannedAt: Date;
  readonly receivedAt: Date;
  /** Of an entry that a gate let in by itself: whether the ticket was good at that moment. */
  readonly wasValid: boolean;
}

export type NewScan = Omit<ScanRow, 'receivedAt'>;

const columns = sql`id, device_id as "deviceId", nonce, direction, session_id as "sessionId", ticket_id as "ticketId",
  ticket_version as "ticketVersion", refusal, forced, offline, device_time as "deviceTime", scanned_at as "scannedAt",
  received_at as "receivedAt", was_valid as "wasValid"`;

export function selectScansByIds(db: Queryable, ids: readonly string[]): Promise<ScanRow[]> {
  return db.many<ScanRow>(sql`select ${columns} from scan where id = any(${ids}::uuid[])`);
}

/** Writes scans down; those that are there already (the device's own name of them) stay as they are. Returns the new ones' ids. */
export async function insertScans(tx: Transaction, scans: readonly NewScan[]): Promise<string[]> {
  if (scans.length === 0) return [];
  const rows = await tx.many<{ id: string }>(sql`
    insert into scan (id, device_id, nonce, direction, session_id, ticket_id, ticket_version, refusal, forced, offline,
                       device_time, scanned_at, was_valid)
    select id, device_id, nonce, direction, session_id, ticket_id, ticket_version, refusal, forced, offline,
           device_time, scanned_at, was_valid
    from ${sql.rows('scan', scans, scanTypes)}
    on conflict (device_id, nonce) do nothing
    returning id`);
  return rows.map(({ id }) => id);
}

const scanTypes: Readonly<Record<keyof NewScan, string>> = {
  id: 'uuid',
  deviceId: 'uuid',
  nonce: 'text',
  direction: 'text',
  sessionId: 'integer',
  ticketId: 'uuid',
  ticketVersion: 'integer',
  refusal: 'text',
  forced: 'boolean',
  offline: 'boolean',
  deviceTime: 'timestamptz',
  scannedAt: 'timestamptz',
  wasValid: 'boolean',
};

/** Locks tickets in the order of their ids; returns those that exist. Scans of one ticket take turns on it. */
export async function lockTickets(tx: Transaction, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.many<{ id: string }>(sql`
    select id from ticket where id = any(${ids}::uuid[]) order by id for update`);
  return new Set(rows.map(({ id }) => id));
}

export type CheckInRow = CheckIn & { readonly ticketId: string; readonly sessionId: number };

/** All scans that let these tickets through. */
export function selectCheckInsOfTickets(tx: Transaction, ticketIds: readonly string[]): Promise<CheckInRow[]> {
  return tx.many<CheckInRow>(sql`
    select id as "scanId", direction, scanned_at as "scannedAt", forced, ticket_id as "ticketId", session_id as "sessionId",
      was_valid as "wasValid"
    from scan where ticket_id = any(${ticketIds}::uuid[]) and refusal is null`);
}

/** Of scans with the moment at which they took place by our clock: those whose ticket was not good then. */
export async function selectInvalidScans(
  tx: Transaction,
  scans: readonly (Pick<NewScan, 'id' | 'ticketId' | 'ticketVersion'> & { readonly at: Date })[],
): Promise<ReadonlySet<string>> {
  const types = { id: 'uuid', ticketId: 'uuid', ticketVersion: 'integer', at: 'timestamptz' };
  const rows = await tx.many<{ id: string }>(sql`
    select distinct s.id from ${sql.rows('s', scans, types)}
    join ticket_change c on c.ticket_id = s.ticket_id and c.changed_at <= s.at
    where c.state <> 'VALID' or c.version > s.ticket_version`);
  return new Set(rows.map(({ id }) => id));
}

type SeatEntry = Pick<ConflictRow, 'ticketId' | 'sessionId' | 'firstScanId' | 'secondScanId'>;

/** Entries on two tickets of one seat, of which one had ended: a row for each pair that one of these tickets is part of. */
export function selectSeatEntries(tx: Transaction, ticketIds: readonly string[]): Promise<SeatEntry[]> {
  return tx.many(sql`
    with pair as (
      select t.id as one, o.id as other from ticket t
      join ticket o on o.session_id = t.session_id and o.seat_no = t.seat_no and o.id <> t.id
      where t.id = any(${ticketIds}::uuid[]) and t.seat_no is not null and o.state <> 'VALID'
      union
      select t.id, o.id from ticket t
      join ticket o on o.session_id = t.session_id and o.seat_no = t.seat_no and o.id <> t.id
      where t.id = any(${ticketIds}::uuid[]) and t.seat_no is not null and t.state <> 'VALID' and o.state = 'VALID'
    ), entry as (
      select distinct on (c.ticket_id) c.ticket_id, c.session_id, c.id, c.scanned_at from scan c
      where c.ticket_id in (select one from pair union select other from pair) and c.refusal is null
        and c.direction = 'ENTRY' and not c.forced
      order by c.ticket_id, c.scanned_at, c.id
    )
    select distinct b.ticket_id as "ticketId", b.session_id as "sessionId", a.id as "firstScanId", b.id as "secondScanId"
    from pair p
    join entry x on x.ticket_id = p.one join entry y on y.ticket_id = p.other
    cross join lateral (select x.id, x.scanned_at union all select y.id, y.scanned_at) earlier
    join entry a on a.id = earlier.id
    join entry b on b.id in (x.id, y.id) and (a.scanned_at, a.id) < (b.scanned_at, b.id)`);
}

export type TicketCheckInStatus = CheckInStatus & { readonly ticketId: string; readonly sessionId: number };

/**
 * Writes where tickets are, and their double entries. A double entry that the scans don't show any more (an exit between
 * them was reported later) is explained; one that staff has resolved stays so.
 */
export async function upsertCheckInStatuses(
  tx: Transaction,
  statuses: readonly TicketCheckInStatus[],
  seatEntries: readonly SeatEntry[],
): Promise<void> {
  if (statuses.length === 0) return;
  const conflicts: (SeatEntry & { readonly kind: EntryConflictKind })[] = statuses.flatMap(
    ({ ticketId, sessionId, doubleEntries, invalidEntries }) => [
      ...doubleEntries.map((scans) => ({ ticketId, sessionId, ...scans, kind: 'DOUBLE_ENTRY' as const })),
      ...invalidEntries.map((scanId) => {
        const scans = { firstScanId: scanId, secondScanId: scanId };
        return { ticketId, sessionId, ...scans, kind: 'TICKET_NOT_VALID' as const };
      }),
    ],
  );
  conflicts.push(...seatEntries.map((pair) => ({ ...pair, kind: 'SEAT_ENTERED_TWICE' as const })));
  const ofTicket = { ticketId: 'uuid', sessionId: 'integer' };
  const stateTypes = { ...ofTicket, inside: 'boolean', entries: 'smallint', since: 'timestamptz' };
  const conflictTypes = { ...ofTicket, firstScanId: 'uuid', secondScanId: 'uuid', kind: 'text' };
  await tx.run(sql`
    with states as (
      select * from ${sql.rows('state', statuses, stateTypes)}
    ), conflicts as (
      select * from ${sql.rows('conflict', conflicts, conflictTypes)}
    ), explained as (
      update entry_conflict known set state = 'EXPLAINED'
      where known.state = 'OPEN' and known.ticket_id in (select ticket_id from states) and not exists (
        select from conflicts c
        where c.first_scan_id = known.first_scan_id and c.second_scan_id = known.second_scan_id)
    ), found as (
      insert into entry_conflict (first_scan_id, second_scan_id, ticket_id, session_id, kind)
      select first_scan_id, second_scan_id, ticket_id, session_id, kind from conflicts
      on conflict (first_scan_id, second_scan_id) do update set state = 'OPEN' where entry_conflict.state = 'EXPLAINED'
    )
    insert into ticket_check_in (ticket_id, session_id, inside, entries, since)
    select ticket_id, session_id, inside, entries, since from states
    on conflict (ticket_id) do update set inside = excluded.inside, entries = excluded.entries, since = excluded.since,
      session_id = excluded.session_id`);
}

export interface ConflictRow {
  readonly firstScanId: string;
  readonly secondScanId: string;
  readonly ticketId: string;
  readonly sessionId: number;
  readonly kind: EntryConflictKind;
  readonly state: 'OPEN' | 'EXPLAINED' | 'RESOLVED';
  readonly foundAt: Date;
  readonly resolvedBy: string | null;
  readonly resolution: string | null;
}

const conflictColumns = sql`first_scan_id as "firstScanId", second_scan_id as "secondScanId", ticket_id as "ticketId",
  session_id as "sessionId", kind, state, found_at as "foundAt", resolved_by as "resolvedBy", resolution`;

/** One page of a session's double entries, the latest first, one more than the page holds. */
export function selectEntryConflicts(
  db: Queryable,
  sessionId: number,
  state: ConflictRow['state'] | null,
  page: Page,
): Promise<ConflictRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`found_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`second_scan_id`, type: sql`uuid`, descending: true },
  ]);
  return db.many<ConflictRow>(sql`
    select ${conflictColumns} from entry_conflict
    where session_id = ${sessionId} and (${state}::text is null or state = ${state}) and ${where}
    order by ${orderBy} limit ${limit}`);
}

/** Closes a double entry with staff's finding. Null when there is no such one, or it is not open. */
export function updateConflictResolved(
  db: Queryable,
  conflict: Pick<ConflictRow, 'firstScanId' | 'secondScanId'>,
  resolvedBy: string,
  resolution: string,
): Promise<ConflictRow | null> {
  return db.maybeOne<ConflictRow>(sql`
    update entry_conflict set state = 'RESOLVED', resolved_by = ${resolvedBy}, resolution = ${resolution}
    where first_scan_id = ${conflict.firstScanId} and second_scan_id = ${conflict.secondScanId} and state = 'OPEN'
    returning ${conflictColumns}`);
}

export interface AttendanceRow {
  readonly sessionId: number;
  readonly inside: number;
  readonly entered: number;
  readonly refused: number;
  readonly openConflicts: number;
}

/** How many came, of sessions. */
export function selectAttendanceOfSessions(db: Queryable, sessionIds: readonly number[]): Promise<AttendanceRow[]> {
  return db.many<AttendanceRow>(sql`
    select s.id as "sessionId",
      (select count(*) from ticket_check_in p where p.session_id = s.id and p.inside)::integer as inside,
      (select count(*) from ticket_check_in p where p.session_id = s.id and p.entries > 0)::integer as entered,
      (select count(*) from scan c where c.session_id = s.id and c.refusal is not null)::integer as refused,
      (select count(*) from entry_conflict e where e.session_id = s.id and e.state = 'OPEN')::integer as "openConflicts"
    from unnest(${sessionIds}::integer[]) as s (id)`);
}

/** The latest scan that let a ticket in, with its gate. */
export function selectLastEntry(
  db: Queryable,
  ticketId: string,
): Promise<{ readonly gate: string; readonly scannedAt: Date } | null> {
  return db.maybeOne(sql`
    select g.code as gate, c.scanned_at as "scannedAt"
    from scan c join gate_device d on d.id = c.device_id join gate g on g.id = d.gate_id
    where c.ticket_id = ${ticketId} and c.refusal is null and c.direction = 'ENTRY'
    order by c.scanned_at desc, c.id desc limit 1`);
}

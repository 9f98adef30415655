import { type Queryable, sql, type Transaction } from '@games/postgres';
import type { DrawnPlace, SlotRules } from '../../domain/draws/drawRecord.ts';
import type { DrawEntryRow, DrawRow } from './draws.ts';

/** A draw with the seed that nobody else may see, and the rules of its phase. */
export interface DrawWithSeed extends Omit<DrawRow, 'phaseId' | 'seed' | 'entriesCount' | 'closedAt' | 'drawnAt'> {
  readonly seed: string;
  readonly registrationOpensAt: Date;
  readonly registrationClosesAt: Date;
  readonly opensAt: Date;
  readonly closesAt: Date;
  readonly slotHours: number;
  readonly noticeHours: number;
  readonly slotSize: number;
  readonly countries: readonly string[] | null;
  /** Tickets that an account may have: the tighter of the general limit and the phase's own. */
  readonly accountCap: number;
}

const drawsWithSeed = sql`
  select d.id, d.code, d.state, d.seed, d.seed_hash as "seedHash", d.beacon_source as "beaconSource",
    d.beacon_value as "beaconValue", d.entries_hash as "entriesHash", d.published_at as "publishedAt",
    f.registration_opens_at as "registrationOpensAt", f.registration_closes_at as "registrationClosesAt",
    f.opens_at as "opensAt", f.closes_at as "closesAt", f.slot_hours as "slotHours", f.notice_hours as "noticeHours",
    f.slot_size as "slotSize", f.countries, least(f.account_cap, r.account_cap) as "accountCap"
  from draw d join sales_phase f on f.id = d.phase_id cross join sales_rules r`;

/** Reads a draw that nobody can move on until the transaction ends; many may do so at once. */
export function lockDrawShared(tx: Transaction, code: string): Promise<DrawWithSeed | null> {
  return tx.maybeOne(sql`${drawsWithSeed} where d.code = ${code} for key share of d`);
}

/** Takes a draw for moving it on, alone. */
export function lockDraw(tx: Transaction, code: string): Promise<DrawWithSeed | null> {
  return tx.maybeOne(sql`${drawsWithSeed} where d.code = ${code} for update of d`);
}

export type NewDraw = Pick<DrawWithSeed, 'code' | 'seed' | 'seedHash' | 'beaconSource'> & { readonly phaseId: number };

/** Announces a draw; false when its phase has one. */
export async function insertDraw(tx: Transaction, draw: NewDraw): Promise<boolean> {
  const inserted = await tx.run(sql`
    insert into draw (code, phase_id, seed_hash, seed, beacon_source)
    values (${draw.code}, ${draw.phaseId}, ${draw.seedHash}, ${draw.seed}, ${draw.beaconSource})
    on conflict do nothing`);
  return inserted === 1;
}

/** A phase for announcing its draw; null when there is none of this code with a draw. */
export function selectDrawPhase(
  db: Queryable,
  code: string,
): Promise<{ readonly id: number; readonly registrationOpensAt: Date } | null> {
  return db.maybeOne(sql`
    select id, registration_opens_at as "registrationOpensAt" from sales_phase where code = ${code} and kind = 'DRAW'`);
}

const entryColumns = sql`
  draw_id as "drawId", fan_id as "fanId", entry, registered_at as "registeredAt", position,
  slot_opens_at as "slotOpensAt", slot_closes_at as "slotClosesAt", excluded`;

/** A fan's entry in a draw. */
export function selectDrawEntry(db: Queryable, drawId: number, fanId: string): Promise<DrawEntryRow | null> {
  return db.maybeOne(sql`
    select ${entryColumns} from draw_entry where draw_id = ${drawId} and fan_id = ${fanId}`);
}

/** Registers an account once. Null when it is registered already. */
export function insertDrawEntry(
  tx: Transaction,
  entry: Pick<DrawEntryRow, 'drawId' | 'fanId' | 'entry' | 'registeredAt'> & { readonly country: string | null },
): Promise<DrawEntryRow | null> {
  return tx.maybeOne(sql`
    insert into draw_entry (draw_id, fan_id, entry, country, registered_at)
    values (${entry.drawId}, ${entry.fanId}, ${entry.entry}, ${entry.country}, ${entry.registeredAt})
    on conflict (draw_id, fan_id) do nothing
    returning ${entryColumns}`);
}

/** Takes an account's entry out; false when it has none. */
export async function deleteDrawEntry(tx: Transaction, drawId: number, fanId: string): Promise<boolean> {
  return (await tx.run(sql`delete from draw_entry where draw_id = ${drawId} and fan_id = ${fanId}`)) === 1;
}

/** Lets the accounts leave that have as many tickets as they may. Returns how many. */
export function updateFullAccountsExcluded(tx: Transaction, drawId: number, accountCap: number): Promise<number> {
  return tx.run(sql`
    update draw_entry e set excluded = 'ACCOUNT_CAP_REACHED'
    from fan_allowance a
    where e.draw_id = ${drawId} and a.fan_id = e.fan_id and a.session_id = 0 and a.taken >= ${accountCap}
      and a.taken - coalesce((select sum(quantity) from hold h
        where h.fan_id = e.fan_id and h.state = 'HELD' and h.expires_at <= now()), 0) >= ${accountCap}`);
}

export async function selectExcludedCount(db: Queryable, drawId: number): Promise<number> {
  const { excluded } = await db.one<{ excluded: number }>(sql`
    select count(*)::integer as excluded from draw_entry where draw_id = ${drawId} and excluded is not null`);
  return excluded;
}

/** The names of the entries that take part, sorted. */
export async function selectEntryNames(db: Queryable, drawId: number): Promise<readonly string[]> {
  const rows = await db.many<{ entry: string }>(sql`
    select entry from draw_entry where draw_id = ${drawId} and excluded is null order by entry collate "C"`);
  return rows.map(({ entry }) => entry);
}

export async function updateDrawClosed(
  tx: Transaction,
  drawId: number,
  closed: { readonly entriesCount: number; readonly entriesHash: string; readonly closedAt: Date },
): Promise<void> {
  await tx.run(sql`
    update draw set state = 'CLOSED', entries_count = ${closed.entriesCount}, entries_hash = ${closed.entriesHash},
      closed_at = ${closed.closedAt}
    where id = ${drawId}`);
}

export async function updateDrawDrawn(
  tx: Transaction,
  drawId: number,
  drawn: { readonly beaconValue: string | null; readonly drawnAt: Date; readonly slots: SlotRules },
): Promise<void> {
  const { beaconValue, drawnAt, slots } = drawn;
  await tx.run(sql`
    update draw set state = 'DRAWN', beacon_value = ${beaconValue}, drawn_at = ${drawnAt},
      first_slot_opens_at = ${slots.firstOpensAt}, last_slot_closes_at = ${slots.lastClosesAt},
      slot_hours = ${slots.hours}, slot_size = ${slots.size}
    where id = ${drawId}`);
}

export async function updateDrawPublished(tx: Transaction, drawId: number, at: Date): Promise<void> {
  await tx.run(sql`update draw set published_at = ${at} where id = ${drawId}`);
}

/** Writes places and slots of the entries that took part. Returns how many it wrote. */
export function updateDrawPositions(tx: Transaction, drawId: number, places: readonly DrawnPlace[]): Promise<number> {
  const types = { entry: 'text', position: 'integer', slotOpensAt: 'timestamptz', slotClosesAt: 'timestamptz' };
  return tx.run(sql`
    update draw_entry e set position = p.position, slot_opens_at = p.slot_opens_at, slot_closes_at = p.slot_closes_at
    from ${sql.rows('p', places, types)}
    where e.draw_id = ${drawId} and e.entry = p.entry and e.excluded is null`);
}

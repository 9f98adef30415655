import { type Queryable, sql } from '@games/postgres';

export interface DrawRow {
  readonly id: number;
  readonly code: string;
  readonly phaseId: number;
  readonly state: 'ANNOUNCED' | 'CLOSED' | 'DRAWN';
  readonly seedHash: string;
  /** Null until it is published, whatever the table knows. */
  readonly seed: string | null;
  readonly beaconSource: string | null;
  readonly beaconValue: string | null;
  readonly entriesCount: number | null;
  readonly entriesHash: string | null;
  readonly closedAt: Date | null;
  readonly drawnAt: Date | null;
  readonly publishedAt: Date | null;
}

export interface DrawEntryRow {
  readonly drawId: number;
  readonly fanId: string;
  readonly entry: string;
  readonly registeredAt: Date;
  readonly position: number | null;
  readonly slotOpensAt: Date | null;
  readonly slotClosesAt: Date | null;
  readonly excluded: 'ACCOUNT_CAP_REACHED' | null;
}

const drawColumns = sql`
  id, code, phase_id as "phaseId", state, seed_hash as "seedHash", case when published_at is not null then seed end as seed,
  beacon_source as "beaconSource", beacon_value as "beaconValue", entries_count as "entriesCount",
  entries_hash as "entriesHash", closed_at as "closedAt", drawn_at as "drawnAt",
  published_at as "publishedAt"`;

export function selectDrawsByIds(db: Queryable, ids: readonly number[]): Promise<DrawRow[]> {
  return db.many(sql`select ${drawColumns} from draw where id = any(${ids}::integer[])`);
}

export function selectDrawsByCodes(db: Queryable, codes: readonly string[]): Promise<DrawRow[]> {
  return db.many(sql`select ${drawColumns} from draw where code = any(${codes}::text[])`);
}

export function selectDrawsOfPhases(db: Queryable, phaseIds: readonly number[]): Promise<DrawRow[]> {
  return db.many(sql`select ${drawColumns} from draw where phase_id = any(${phaseIds}::integer[])`);
}

/** A fan's entries, the latest first. */
export function selectDrawEntriesOfFan(db: Queryable, fanId: string): Promise<DrawEntryRow[]> {
  return db.many(sql`
    select draw_id as "drawId", fan_id as "fanId", entry, registered_at as "registeredAt", position,
      slot_opens_at as "slotOpensAt", slot_closes_at as "slotClosesAt", excluded
    from draw_entry where fan_id = ${fanId} order by registered_at desc, draw_id desc`);
}

/** A fan's slots in the draws of these phases. */
export function selectSlotsOfFan(
  db: Queryable,
  fanId: string,
  phaseIds: readonly number[],
): Promise<{ readonly phaseId: number; readonly opensAt: Date; readonly closesAt: Date }[]> {
  return db.many(sql`
    select d.phase_id as "phaseId", e.slot_opens_at as "opensAt", e.slot_closes_at as "closesAt"
    from draw d join draw_entry e on e.draw_id = d.id
    where d.phase_id = any(${phaseIds}::integer[]) and d.state = 'DRAWN' and e.fan_id = ${fanId}
      and e.slot_opens_at is not null and e.excluded is null`);
}

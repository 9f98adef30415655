import { sql, type Transaction } from '@games/postgres';

export interface DrawSeed {
  readonly code: string;
  readonly phaseId: number;
  readonly seed: string;
  readonly seedHash: string;
  readonly beaconSource: string;
  readonly beaconValue: string;
  readonly entriesCount: number;
  readonly entriesHash: string;
  readonly closedAt: string;
  readonly drawnAt: string;
}

/** Stores a draw that has been held; returns its number. */
export async function insertDraw(tx: Transaction, draw: DrawSeed): Promise<number> {
  const { id } = await tx.one<{ id: number }>(sql`
    insert into draw (code, phase_id, state, seed_hash, seed, beacon_source, beacon_value, entries_count, entries_hash,
      closed_at, drawn_at, published_at, first_slot_opens_at, last_slot_closes_at, slot_hours, slot_size)
    select ${draw.code}::text, id, 'DRAWN', ${draw.seedHash}::text, ${draw.seed}::text, ${draw.beaconSource}::text,
      ${draw.beaconValue}::text, ${draw.entriesCount}::integer, ${draw.entriesHash}::text, ${draw.closedAt}::timestamptz,
      ${draw.drawnAt}::timestamptz, ${draw.drawnAt}::timestamptz, opens_at, closes_at, slot_hours, slot_size
    from sales_phase where id = ${draw.phaseId}
    returning id`);
  return id;
}

export interface DrawnEntry {
  readonly entry: string;
  readonly fanId: string;
  readonly position: number;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

export async function insertDrawnEntries(
  tx: Transaction,
  drawId: number,
  entries: readonly DrawnEntry[],
): Promise<void> {
  await tx.run(sql`
    insert into draw_entry (draw_id, fan_id, entry, registered_at, position, slot_opens_at, slot_closes_at)
    select ${drawId}, fan_id, entry, '2027-02-01T12:00:00-08:00', position, opens_at, closes_at
    from unnest(${entries.map(({ fanId }) => fanId)}::text[], ${entries.map(({ entry }) => entry)}::text[],
      ${entries.map(({ position }) => position)}::integer[], ${entries.map(({ opensAt }) => opensAt)}::timestamptz[],
      ${entries.map(({ closesAt }) => closesAt)}::timestamptz[])
      as e (fan_id, entry, position, opens_at, closes_at)`);
}

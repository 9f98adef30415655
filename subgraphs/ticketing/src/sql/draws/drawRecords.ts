import { type Queryable, sql } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { type DrawRecord, drawAlgorithm, recordFormat } from '../../domain/draws/drawRecord.ts';
import { selectEntryNames } from './drawLifecycle.ts';

type Published = 'phase' | 'seedHash' | 'seed' | 'beaconSource' | 'beaconValue' | 'entryCount' | 'entriesHash';
type Times = 'closedAt' | 'drawnAt' | 'publishedAt' | 'firstOpensAt' | 'lastClosesAt';

interface PublishedDraw extends Pick<DrawRecord, Published>, Readonly<Record<Times, Date>> {
  readonly id: number;
  readonly hours: number;
  readonly size: number;
}

interface PlaceRow {
  readonly position: number;
  readonly entry: string;
  readonly slotOpensAt: Date | null;
  readonly slotClosesAt: Date | null;
}

/** The record of a draw as the tables have it, list and result apart from each other; null until it is published. */
export async function selectDrawRecord(db: Queryable, code: string): Promise<DrawRecord | null> {
  const draw = await db.maybeOne<PublishedDraw>(sql`
    select d.id, f.code as phase, d.seed_hash as "seedHash", d.seed, d.beacon_source as "beaconSource",
      d.beacon_value as "beaconValue", d.entries_count as "entryCount", d.entries_hash as "entriesHash",
      d.closed_at as "closedAt", d.drawn_at as "drawnAt", d.published_at as "publishedAt",
      d.first_slot_opens_at as "firstOpensAt", d.last_slot_closes_at as "lastClosesAt", d.slot_hours as hours,
      d.slot_size as size
    from draw d join sales_phase f on f.id = d.phase_id
    where d.code = ${code} and d.published_at is not null`);
  if (draw === null) return null;
  const { id, firstOpensAt, lastClosesAt, hours, size, closedAt, drawnAt, publishedAt, ...told } = draw;
  const places = await db.many<PlaceRow>(sql`
    select position, entry, slot_opens_at as "slotOpensAt", slot_closes_at as "slotClosesAt"
    from draw_entry where draw_id = ${id} and position is not null order by position`);
  return {
    format: recordFormat,
    algorithm: drawAlgorithm,
    draw: encodeId('drw', code),
    ...told,
    slots: { firstOpensAt: firstOpensAt.toISOString(), lastClosesAt: lastClosesAt.toISOString(), hours, size },
    closedAt: closedAt.toISOString(),
    drawnAt: drawnAt.toISOString(),
    publishedAt: publishedAt.toISOString(),
    entries: await selectEntryNames(db, id),
    result: places.map(({ position, entry, slotOpensAt, slotClosesAt }) => ({
      position,
      entry,
      slotOpensAt: slotOpensAt?.toISOString() ?? null,
      slotClosesAt: slotClosesAt?.toISOString() ?? null,
    })),
  };
}

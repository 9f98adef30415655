import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';
import type { Names } from '../../domain/facts.ts';
import { namesOf } from './names.ts';

export interface VenueRow {
  readonly code: string;
  readonly names: Names;
  /** The name that the schedule prints, for a venue without one in the code tables. */
  readonly scheduleName: string | null;
  readonly city: string | null;
  readonly latitude: string | null;
  readonly longitude: string | null;
}

const columns = sql`
  v.code, ${namesOf('VENUE', sql`v.code`)} as names,
  (select venue_name from unit_schedule s where s.venue_code = v.code and s.venue_name is not null limit 1)
    as "scheduleName",
  a.attributes ->> 'City' as city, a.attributes ->> 'Latitude' as latitude, a.attributes ->> 'Longitude' as longitude`;
const from = sql`
  from visible_venue v
  left join lateral (
    select attributes from code_item c where c.code_set = 'VENUE' and c.code = v.code order by document_id limit 1
  ) a on true`;
const byCode: readonly KeysetColumn[] = [{ expression: sql`v.code`, type: sql`text` }];

export function selectVenues(db: Queryable, codes: readonly string[]): Promise<readonly VenueRow[]> {
  return db.many(sql`select ${columns} ${from} where v.code = any(${codes})`);
}

export function selectVenuePage(db: Queryable, page: Page): Promise<readonly VenueRow[]> {
  const { where, orderBy, limit } = keyset(page, byCode);
  return db.many(sql`select ${columns} ${from} where ${where} order by ${orderBy} limit ${limit}`);
}

/** The venues of disciplines, by the schedule. */
export function selectVenueCodesOfDisciplines(
  db: Queryable,
  disciplines: readonly string[],
): Promise<readonly { readonly ownerKey: string; readonly code: string }[]> {
  return db.many(sql`
    select distinct discipline_code as "ownerKey", venue_code as code
    from unit_schedule where discipline_code = any(${disciplines}) and venue_code is not null
    order by 1, 2`);
}

/** The disciplines of venues, by the schedule. */
export function selectDisciplineCodesOfVenues(
  db: Queryable,
  venues: readonly string[],
): Promise<readonly { readonly ownerKey: string; readonly code: string }[]> {
  return db.many(sql`
    select distinct venue_code as "ownerKey", discipline_code as code
    from unit_schedule where venue_code = any(${venues}) order by 1, 2`);
}

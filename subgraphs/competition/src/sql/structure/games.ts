import { type Queryable, sql } from '@games/postgres';
import type { Names } from '../../domain/facts.ts';
import { namesOf } from './names.ts';

export interface GamesDetails {
  readonly code: string;
  readonly utcOffsetMinutes: number | null;
  readonly names: Names;
  readonly startDate: string | null;
  readonly endDate: string | null;
}

/** The Games with the first and last day of their schedule; null before the first message. */
export function selectGamesDetails(db: Queryable): Promise<GamesDetails | null> {
  return db.maybeOne(sql`
    select g.code, g.utc_offset_minutes as "utcOffsetMinutes", ${namesOf('COMPETITION', sql`g.code`)} as names,
      (select min(logical_date) from unit_schedule) as "startDate",
      (select max(logical_date) from unit_schedule) as "endDate"
    from games g`);
}

export interface DayRow {
  readonly date: string;
  readonly unitCount: number;
  readonly medalUnitCount: number;
  readonly disciplineCodes: readonly string[];
}

/** The competition days with what is planned on each. */
export function selectCompetitionDays(db: Queryable): Promise<readonly DayRow[]> {
  return db.many(sql`
    select logical_date as date, count(*)::integer as "unitCount",
      count(*) filter (where medal_type is not null)::integer as "medalUnitCount",
      array_agg(distinct discipline_code order by discipline_code) as "disciplineCodes"
    from unit_schedule
    where logical_date is not null and status is distinct from 'UNSCHEDULED'
    group by logical_date order by logical_date`);
}

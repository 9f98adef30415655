import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page, pageOfEach } from '@games/subgraph';
import type { Names } from '../../domain/facts.ts';
import { namesOf } from './names.ts';

export interface DisciplineRow {
  readonly code: string;
  readonly names: Names;
}

export interface EventRow extends DisciplineRow {
  readonly disciplineCode: string;
}

export interface PhaseRow extends DisciplineRow {
  readonly eventCode: string;
}

const byCode: readonly KeysetColumn[] = [{ expression: sql`d.code`, type: sql`text` }];
const byEventCode: readonly KeysetColumn[] = [{ expression: sql`e.code`, type: sql`text` }];

const eventColumns = sql`
  e.code, e.discipline_code as "disciplineCode", ${namesOf('EVENT', sql`e.code`)} as names`;

export function selectDisciplines(db: Queryable, codes: readonly string[]): Promise<readonly DisciplineRow[]> {
  return db.many(sql`
    select d.code, ${namesOf('DISCIPLINE', sql`d.code`)} as names
    from visible_discipline d where d.code = any(${codes})`);
}

export function selectDisciplinePage(db: Queryable, page: Page): Promise<readonly DisciplineRow[]> {
  const { where, orderBy, limit } = keyset(page, byCode);
  return db.many(sql`
    select d.code, ${namesOf('DISCIPLINE', sql`d.code`)} as names
    from visible_discipline d where ${where} order by ${orderBy} limit ${limit}`);
}

export function selectEvents(db: Queryable, codes: readonly string[]): Promise<readonly EventRow[]> {
  return db.many(sql`
    select ${eventColumns} from visible_event e where e.code = any(${codes})`);
}

/** A page of events for each of several disciplines. `gender` is the letter of the code, null for all. */
export function selectEventsOfDisciplines(
  db: Queryable,
  disciplines: readonly string[],
  gender: string | null,
  page: Page,
): Promise<readonly (EventRow & { readonly ownerKey: string })[]> {
  const ofGender = gender === null ? sql`true` : sql`substr(e.code, 4, 1) = ${gender}`;
  const where = sql`e.discipline_code = o.key and ${ofGender}`;
  return db.many(
    pageOfEach(disciplines, page, byEventCode, { columns: eventColumns, from: sql`visible_event e`, where }),
  );
}

export function selectPhases(db: Queryable, codes: readonly string[]): Promise<readonly PhaseRow[]> {
  return db.many(sql`
    select p.code, p.event_code as "eventCode", ${namesOf('PHASE', sql`p.code`)} as names
    from visible_phase p where p.code = any(${codes})`);
}

/** The phases of events in the order of the competition: as the code table orders them, else by their first unit. */
export function selectPhasesOfEvents(db: Queryable, events: readonly string[]): Promise<readonly PhaseRow[]> {
  return db.many(sql`
    select p.code, p.event_code as "eventCode", ${namesOf('PHASE', sql`p.code`)} as names
    from visible_phase p
    where p.event_code = any(${events})
    order by p.event_code,
      (select min((c.attributes ->> 'Order')::integer) from code_item c
        where c.code_set = 'PHASE' and c.code = p.code and c.attributes ->> 'Order' ~ '^[0-9]{1,9}$') nulls last,
      (select min(s.sort_at) from unit u join unit_schedule s on s.unit_code = u.code where u.phase_code = p.code)
        nulls last,
      p.code`);
}

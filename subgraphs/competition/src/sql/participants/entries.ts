import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, type Page, pageOfEach } from '@games/subgraph';
import type { EntryFact } from '../../domain/facts.ts';

/** An entry, put together from all messages that speak of it. */
export interface EntryRow extends Omit<EntryFact, 'disciplineCode' | 'organisation' | 'sortOrder'> {
  readonly ownerKey: string;
  readonly organisationCode: string | null;
  readonly sortOrder: number;
  readonly messageId: bigint;
}

/** What the entries of an event say best, the participants' messages say too: for each fact the first that says it counts. */
const merged = (condition: Sql): Sql => sql`
  select n.event_code as "eventCode", n.competitor_code as "competitorCode",
    min(n.competitor_type) as "competitorType",
    (array_agg(n.organisation_code order by n.origin) filter (where n.organisation_code is not null))[1]
      as "organisationCode",
    (array_agg(n.printed_name order by n.origin) filter (where n.printed_name is not null))[1] as "printedName",
    coalesce((array_agg(n.members order by n.origin) filter (where n.members <> '[]'))[1], '[]') as members,
    coalesce(min(n.sort_order), 2147483647) as "sortOrder",
    (array_agg(n.bib order by n.origin) filter (where n.bib is not null))[1] as bib,
    (array_agg(n.seed order by n.origin) filter (where n.seed is not null))[1] as seed,
    (array_agg(n.status order by n.origin) filter (where n.status is not null))[1] as status,
    bool_or(n.substitute) as substitute,
    coalesce((array_agg(n.details order by n.origin) filter (where n.details <> '[]'))[1], '[]') as details,
    (array_agg(n.message_id order by n.origin))[1] as "messageId"
  from entry n where ${condition}
  group by n.event_code, n.competitor_code`;

const eventOrder: readonly KeysetColumn[] = [
  { expression: sql`e."sortOrder"`, type: sql`integer` },
  { expression: sql`e."competitorCode"`, type: sql`text` },
];
const competitorOrder: readonly KeysetColumn[] = [
  { expression: sql`e."eventCode"`, type: sql`text` },
  { expression: sql`e."competitorCode"`, type: sql`text` },
];

export const cursorInEvent = (row: EntryRow): readonly [number, string] => [row.sortOrder, row.competitorCode];
export const cursorOfCompetitor = (row: EntryRow): readonly [string, string] => [row.eventCode, row.competitorCode];

/** A page of the entries of each of several events. */
export function selectEntriesOfEvents(
  db: Queryable,
  events: readonly string[],
  page: Page,
): Promise<readonly EntryRow[]> {
  return ownedEntries(db, events, sql`n.event_code = o.key`, eventOrder, page);
}

/** A page of the entries of each of several athletes or teams, alone or as a member. */
export function selectEntriesOfCompetitors(
  db: Queryable,
  codes: readonly string[],
  page: Page,
): Promise<readonly EntryRow[]> {
  // A group or team of the entries may list its athletes, the teams' messages do as well. The codes are an array, so that
  // each side of the `or` is found by its index; with a subquery all entries would be read.
  const own = sql`(
    n.competitor_code = any(array(
      select o.key union all select t.team_code from team_athlete t where t.athlete_code = o.key))
    or n.athlete_codes @> array[o.key])`;
  return ownedEntries(db, codes, own, competitorOrder, page);
}

function ownedEntries(
  db: Queryable,
  keys: readonly string[],
  condition: Sql,
  order: readonly KeysetColumn[],
  page: Page,
): Promise<readonly EntryRow[]> {
  const list = { columns: sql`e.*`, from: sql`(${merged(condition)}) e`, where: sql`true` };
  return db.many(pageOfEach(keys, page, order, list));
}

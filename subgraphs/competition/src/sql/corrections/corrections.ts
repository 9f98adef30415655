import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';
import type { ResultChange } from '../../domain/corrections/correction.ts';
import type { NoteFact } from '../../domain/facts.ts';

export interface CorrectionRow {
  readonly id: bigint;
  readonly messageId: bigint;
  readonly documentType: string;
  readonly scopeCode: string;
  readonly eventCode: string;
  readonly fromVersion: number;
  readonly toVersion: number;
  readonly withdrawn: boolean;
  readonly notes: readonly NoteFact[];
  readonly changes: readonly ResultChange[];
  readonly correctedAt: Date;
  /** As text for cursors: a Date would lose the microseconds. */
  readonly sortAt: string;
}

const columns = sql`
  c.id, c.to_message_id as "messageId", c.document_type as "documentType", c.scope_code as "scopeCode",
  c.event_code as "eventCode", c.from_version as "fromVersion", c.to_version as "toVersion", c.withdrawn, c.notes,
  c.changes, c.corrected_at as "correctedAt", c.corrected_at::text as "sortAt"`;

const latestFirst: readonly KeysetColumn[] = [
  { expression: sql`c.corrected_at`, type: sql`timestamptz`, descending: true },
  { expression: sql`c.id`, type: sql`bigint`, descending: true },
];

/** Where a correction stands in the list of corrections. */
export const cursorOfCorrection = (row: CorrectionRow): readonly [string, string] => [row.sortAt, String(row.id)];

export function selectCorrectionPage(
  db: Queryable,
  discipline: string | null,
  page: Page,
): Promise<readonly CorrectionRow[]> {
  const { where, orderBy, limit } = keyset(page, latestFirst);
  return db.many(sql`
    select ${columns} from correction c
    where ${where} and ${discipline === null ? sql`true` : sql`c.discipline_code = ${discipline}`}
      and exists (select from visible_event e where e.code = c.event_code)
    order by ${orderBy} limit ${limit}`);
}

/** The corrections of units' own results, the latest first. */
export function selectCorrectionsOfScopes(db: Queryable, scopes: readonly string[]): Promise<readonly CorrectionRow[]> {
  return db.many(sql`
    select ${columns} from correction c where c.scope_code = any(${scopes})
    order by c.scope_code, c.corrected_at desc, c.id desc`);
}

/** The corrections of everything in events: units, phases, medals. */
export function selectCorrectionsOfEvents(db: Queryable, events: readonly string[]): Promise<readonly CorrectionRow[]> {
  return db.many(sql`
    select ${columns} from correction c where c.event_code = any(${events})
    order by c.event_code, c.corrected_at desc, c.id desc`);
}

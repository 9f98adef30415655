import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, type Page, pageOfEach } from '@games/subgraph';
import type { ActionFact } from '../../domain/facts.ts';

export interface ActionRow extends ActionFact {
  readonly ownerKey: string;
  readonly subcode: string;
  readonly documentId: bigint;
  readonly messageId: bigint;
}

const order: readonly KeysetColumn[] = [
  { expression: sql`a.subcode`, type: sql`text` },
  { expression: sql`a.document_id`, type: sql`bigint` },
  { expression: sql`a.position`, type: sql`integer` },
];

/** Where an action stands in the list of its unit. */
export const cursorOfAction = (row: ActionRow): readonly [string, string, number] => [
  row.subcode,
  String(row.documentId),
  row.position,
];

/** A page of what happened in each of several units. */
export function selectActionsOfUnits(
  db: Queryable,
  units: readonly string[],
  page: Page,
): Promise<readonly ActionRow[]> {
  const columns = sql`
    a.subcode, a.document_id as "documentId", a.message_id as "messageId", a.position, a.key, a.period,
    a.action_time as time, a.action, a.outcome, a.score_home as "scoreHome", a.score_away as "scoreAway", a.comment,
    a.competitors`;
  return db.many(
    pageOfEach(units, page, order, { columns, from: sql`play_action a`, where: sql`a.unit_code = o.key` }),
  );
}

import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Page } from '@games/subgraph';
import type { CompetitorFact } from '../../domain/facts.ts';

export interface ActionRow {
  readonly ownerKey: string;
  readonly subcode: string;
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly position: number;
  readonly key: string;
  readonly period: string | null;
  readonly time: string | null;
  readonly action: string | null;
  readonly outcome: string | null;
  readonly scoreHome: string | null;
  readonly scoreAway: string | null;
  readonly comment: string | null;
  readonly competitors: readonly CompetitorFact[];
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
  const { where, orderBy, limit } = keyset(page, order);
  return db.many(sql`
    select o.key as "ownerKey", x.*
    from unnest(${units}::text[]) with ordinality as o (key, owner_place)
    cross join lateral (
      select a.subcode, a.document_id as "documentId", a.message_id as "messageId", a.position, a.key, a.period,
        a.action_time as time, a.action, a.outcome, a.score_home as "scoreHome", a.score_away as "scoreAway",
        a.comment, a.competitors, row_number() over (order by ${orderBy}) as place
      from play_action a where a.unit_code = o.key and ${where}
      order by ${orderBy} limit ${limit}
    ) x
    order by o.owner_place, x.place`);
}

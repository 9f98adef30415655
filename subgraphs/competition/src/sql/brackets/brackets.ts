import { type Queryable, sql } from '@games/postgres';
import type { BracketItemFact, BracketPlaceFact } from '../../domain/facts.ts';
import type { CompetitorColumns } from '../participants/competitors.ts';

export interface BracketPlaceRow extends Omit<BracketPlaceFact, 'competitor' | 'previous'>, CompetitorColumns {
  readonly placeholder: string | null;
  readonly hasPrevious: boolean;
  readonly previousUnitCode: string | null;
  readonly previousWlt: string | null;
  readonly previousRank: string | null;
}

export interface BracketItemRow extends Omit<BracketItemFact, 'places'> {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly eventCode: string;
  readonly places: readonly BracketPlaceRow[];
}

const columns = sql`
  i.document_id as "documentId", i.message_id as "messageId", i.position, i.event_code as "eventCode",
  i.bracket_code as "bracketCode", i.round_code as "roundCode", i.round_position as "roundPosition", i.code,
  i.sort_order as "sortOrder", i.unit_code as "unitCode", i.result,
  (select coalesce(jsonb_agg(jsonb_build_object(
      'place', p.place, 'placeholder', p.placeholder, 'competitorCode', p.competitor_code,
      'competitorType', p.competitor_type, 'organisationCode', p.organisation_code, 'printedName', p.printed_name,
      'members', p.members, 'seed', p.seed, 'wlt', p.wlt, 'mark', p.mark, 'irm', p.irm,
      'hasPrevious', p.has_previous, 'previousUnitCode', p.previous_unit_code, 'previousWlt', p.previous_wlt,
      'previousRank', p.previous_rank
    ) order by p.place), '[]')
    from bracket_place p where p.document_id = i.document_id and p.position = i.position) as places`;

/** The items of events' brackets, in the order of the message. */
export function selectBracketItemsOfEvents(
  db: Queryable,
  events: readonly string[],
): Promise<readonly BracketItemRow[]> {
  return db.many(sql`
    select ${columns} from bracket_item i where i.event_code = any(${events})
    order by i.event_code, i.document_id, i.round_position, i.sort_order nulls last, i.position`);
}

/** The items that units are, the most recent message first. */
export function selectBracketItemsOfUnits(db: Queryable, units: readonly string[]): Promise<readonly BracketItemRow[]> {
  return db.many(sql`
    select ${columns} from bracket_item i where i.unit_code = any(${units})
    order by i.unit_code, i.message_id desc, i.position`);
}

import { type Queryable, sql } from '@games/postgres';
import { keyset, type Localised, type Page } from '@games/subgraph';
import type { RateColumns } from '../assets/assets.ts';

export type MomentKind = 'START' | 'FINISH' | 'SCORE' | 'LEAD_CHANGE' | 'RECORD' | 'MEDAL' | 'FAULT' | 'REACTION';

/** A moment with what is needed of the recording that it is logged in. */
export interface MomentRow extends RateColumns {
  readonly id: string;
  readonly kind: MomentKind;
  readonly texts: Localised<{ readonly label: string }>;
  readonly occurredAt: Date;
  readonly unitCode: string;
  readonly athleteCode: string | null;
  readonly organisationCode: string | null;
  readonly assetId: string | null;
  readonly frame: number | null;
  readonly source: 'LOGGER' | 'RESULTS';
  readonly recordingStart: Date | null;
}

const columns = sql`
  m.id, m.kind, m.texts, m.occurred_at as "occurredAt", m.unit_code as "unitCode", m.athlete_code as "athleteCode",
  m.organisation_code as "organisationCode", m.asset_id as "assetId", m.frame, m.source,
  a.created_at as "recordingStart", a.rate_numerator as "rateNumerator", a.rate_denominator as "rateDenominator",
  a.drop_frame as "dropFrame", a.start_frame as "startFrame"`;

export function selectMoments(db: Queryable, ids: readonly string[], now: Date): Promise<MomentRow[]> {
  return db.many(sql`
    select ${columns} from moment m left join asset a on a.id = m.asset_id
    where m.id = any(${ids}) and m.occurred_at <= ${now}`);
}

/** One page of what happened in each unit, in the order in which it happened. */
export function selectMomentsOfUnits(
  db: Queryable,
  units: readonly string[],
  now: Date,
  page: Page,
): Promise<MomentRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`m.occurred_at`, type: sql`timestamptz` },
    { expression: sql`m.id`, type: sql`text` },
  ]);
  return db.many(sql`
    select paged.* from unnest(${units}::text[]) as owner(code) cross join lateral (
      select ${columns} from moment m left join asset a on a.id = m.asset_id
      where m.unit_code = owner.code and m.occurred_at <= ${now} and ${where}
      order by ${orderBy} limit ${limit}
    ) paged`);
}

/** One page of what happened in each recording, in the order of its frames. */
export function selectMomentsOfAssets(
  db: Queryable,
  assetIds: readonly string[],
  now: Date,
  page: Page,
): Promise<MomentRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`m.frame`, type: sql`integer` },
    { expression: sql`m.id`, type: sql`text` },
  ]);
  return db.many(sql`
    select paged.* from unnest(${assetIds}::text[]) as owner(id) cross join lateral (
      select ${columns} from moment m join asset a on a.id = m.asset_id
      where m.asset_id = owner.id and m.occurred_at <= ${now} and ${where}
      order by ${orderBy} limit ${limit}
    ) paged`);
}

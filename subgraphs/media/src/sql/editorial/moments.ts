import { type Queryable, sql } from '@games/postgres';
import { type KeysetColumn, type Localised, type Page, pageOfEach } from '@games/subgraph';
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

const moments = sql`moment m left join asset a on a.id = m.asset_id`;
const byId: KeysetColumn = { expression: sql`m.id`, type: sql`text` };

export function selectMoments(db: Queryable, ids: readonly string[], now: Date): Promise<MomentRow[]> {
  return db.many(sql`
    select ${columns} from ${moments} where m.id = any(${ids}) and m.occurred_at <= ${now}`);
}

/** One page of what happened in each unit, in the order in which it happened. */
export function selectMomentsOfUnits(
  db: Queryable,
  units: readonly string[],
  now: Date,
  page: Page,
): Promise<MomentRow[]> {
  const order = [{ expression: sql`m.occurred_at`, type: sql`timestamptz` }, byId];
  const where = sql`m.unit_code = o.key and m.occurred_at <= ${now}`;
  return db.many(pageOfEach(units, page, order, { columns, from: moments, where }));
}

/** One page of what happened in each recording, in the order of its frames. */
export function selectMomentsOfAssets(
  db: Queryable,
  assetIds: readonly string[],
  now: Date,
  page: Page,
): Promise<MomentRow[]> {
  const order = [{ expression: sql`m.frame`, type: sql`integer` }, byId];
  const where = sql`m.asset_id = o.key and m.occurred_at <= ${now}`;
  return db.many(pageOfEach(assetIds, page, order, { columns, from: moments, where }));
}

import { type Queryable, type Sql, sql } from '@games/postgres';
import { keyset, type Localised, type Page } from '@games/subgraph';
import type { Visibility } from '../../domain/rights/audience.ts';

export type AssetKind = 'RECORDING' | 'PHOTO' | 'PORTRAIT' | 'VENUE_PICTURE' | 'ILLUSTRATION' | 'PRODUCT_PICTURE';

/** The columns of a recording's count of frames; null for still pictures. */
export interface RateColumns {
  readonly rateNumerator: number | null;
  readonly rateDenominator: number | null;
  readonly dropFrame: boolean | null;
  readonly startFrame: number | null;
}

export interface AssetRow extends RateColumns {
  readonly id: string;
  readonly kind: AssetKind;
  readonly visibility: Visibility;
  readonly texts: Localised<{ readonly title: string }>;
  readonly credit: string;
  readonly unitCode: string | null;
  readonly athleteCode: string | null;
  readonly venueCode: string | null;
  readonly disciplineCode: string | null;
  readonly createdAt: Date;
  readonly recordedTo: Date | null;
  readonly durationFrames: number | null;
  readonly audioLayout: string | null;
  readonly withdrawnAt: Date | null;
}

/** Which assets a viewer may know of: of these visibilities, made by now; withdrawn ones only for who may hold copies. */
export interface AssetScope {
  readonly visibilities: readonly Visibility[];
  readonly now: Date;
}

export interface AssetFilter {
  readonly kind: AssetKind | null;
  readonly unitCode: string | null;
  readonly athleteCode: string | null;
  readonly venueCode: string | null;
}

const columns = sql`
  a.id, a.kind, a.visibility, a.texts, a.credit, a.unit_code as "unitCode", a.athlete_code as "athleteCode",
  a.venue_code as "venueCode", a.discipline_code as "disciplineCode", a.created_at as "createdAt",
  a.recorded_to as "recordedTo", a.rate_numerator as "rateNumerator", a.rate_denominator as "rateDenominator",
  a.drop_frame as "dropFrame", a.start_frame as "startFrame", a.duration_frames as "durationFrames",
  a.audio_layout as "audioLayout", a.withdrawn_at as "withdrawnAt"`;

function inScope({ visibilities, now }: AssetScope): Sql {
  return sql`a.visibility = any(${visibilities}) and a.created_at <= ${now}
    and (a.visibility <> 'PUBLIC' or a.withdrawn_at is null or a.withdrawn_at > ${now})`;
}

export function selectAssets(db: Queryable, ids: readonly string[], scope: AssetScope): Promise<AssetRow[]> {
  return db.many(sql`select ${columns} from asset a where a.id = any(${ids}) and ${inScope(scope)}`);
}

export function selectAssetPage(
  db: Queryable,
  filter: AssetFilter,
  scope: AssetScope,
  page: Page,
): Promise<AssetRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`a.created_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`a.id`, type: sql`text`, descending: true },
  ]);
  const conditions = [
    inScope(scope),
    where,
    ...(filter.kind === null ? [] : [sql`a.kind = ${filter.kind}`]),
    ...(filter.unitCode === null ? [] : [sql`a.unit_code = ${filter.unitCode}`]),
    ...(filter.athleteCode === null ? [] : [sql`a.athlete_code = ${filter.athleteCode}`]),
    ...(filter.venueCode === null ? [] : [sql`a.venue_code = ${filter.venueCode}`]),
  ];
  return db.many(sql`
    select ${columns} from asset a where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

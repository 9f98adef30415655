import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Localised, type Page, pageOfEach } from '@games/subgraph';

export type ClipKind = 'HIGHLIGHTS' | 'MOMENT' | 'INTERVIEW' | 'CEREMONY';

/** A clip with what is needed of the recording that it is cut from. */
export interface ClipRow {
  readonly id: string;
  readonly kind: ClipKind;
  readonly texts: Localised<{ readonly title: string }>;
  readonly assetId: string;
  readonly inFrame: number;
  readonly outFrame: number;
  /** Results system code of the unit, event or discipline that it shows. */
  readonly code: string;
  readonly unitCode: string | null;
  readonly momentId: string | null;
  readonly posterId: string | null;
  readonly occurredAt: Date;
  readonly publishedAt: Date;
  readonly recordingStart: Date;
  readonly recordedTo: Date;
  readonly rateNumerator: number;
  readonly rateDenominator: number;
  readonly dropFrame: boolean;
  readonly startFrame: number;
}

export interface ClipFilter {
  /** First characters of the results system code. */
  readonly codePrefix: string | null;
  readonly kind: ClipKind | null;
}

const columns = sql`
  c.id, c.kind, c.texts, c.asset_id as "assetId", c.in_frame as "inFrame", c.out_frame as "outFrame",
  c.code, c.unit_code as "unitCode", c.moment_id as "momentId", c.poster_id as "posterId", c.occurred_at as "occurredAt",
  c.published_at as "publishedAt", a.created_at as "recordingStart", a.recorded_to as "recordedTo",
  a.rate_numerator as "rateNumerator", a.rate_denominator as "rateDenominator", a.drop_frame as "dropFrame",
  a.start_frame as "startFrame"`;

const clips = sql`(clip c join asset a on a.id = c.asset_id)`;

/** The latest first. */
const order: readonly KeysetColumn[] = [
  { expression: sql`c.occurred_at`, type: sql`timestamptz`, descending: true },
  { expression: sql`c.id`, type: sql`text`, descending: true },
];

/** Published by now, and its recording not withdrawn. */
function isShown(now: Date): Sql {
  return sql`c.state = 'PUBLISHED' and c.published_at <= ${now}
    and (a.withdrawn_at is null or a.withdrawn_at > ${now})`;
}

export function selectClips(db: Queryable, ids: readonly string[], now: Date): Promise<ClipRow[]> {
  return db.many(sql`
    select ${columns} from ${clips} where c.id = any(${ids}) and ${isShown(now)}`);
}

export function selectClipPage(db: Queryable, filter: ClipFilter, now: Date, page: Page): Promise<ClipRow[]> {
  const { where, orderBy, limit } = keyset(page, order);
  const conditions = [
    isShown(now),
    where,
    // A range of the index: PostgreSQL does not derive one from starts_with of a parameter.
    ...(filter.codePrefix === null
      ? []
      : [sql`c.code ~>=~ ${filter.codePrefix} and c.code ~<~ ${`${filter.codePrefix}\u{10FFFF}`}`]),
    ...(filter.kind === null ? [] : [sql`c.kind = ${filter.kind}`]),
  ];
  return db.many(sql`
    select ${columns} from ${clips}
    where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

/** One page of each unit's clips. */
export function selectClipsOfUnits(
  db: Queryable,
  units: readonly string[],
  now: Date,
  page: Page,
): Promise<(ClipRow & { readonly ownerKey: string })[]> {
  const where = sql`c.unit_code = o.key and ${isShown(now)}`;
  return db.many(pageOfEach(units, page, order, { columns, from: clips, where }));
}

/** One page of the clips in which each athlete is to be seen. */
export function selectClipsOfAthletes(
  db: Queryable,
  athletes: readonly string[],
  now: Date,
  page: Page,
): Promise<(ClipRow & { readonly ownerKey: string })[]> {
  const from = sql`clip_athlete ca join ${clips} on c.id = ca.clip_id`;
  const where = sql`ca.athlete_code = o.key and ${isShown(now)}`;
  return db.many(pageOfEach(athletes, page, order, { columns, from, where }));
}

export interface ClipAthleteRow {
  readonly clipId: string;
  readonly athleteCode: string;
}

export function selectAthletesOfClips(db: Queryable, clipIds: readonly string[]): Promise<ClipAthleteRow[]> {
  return db.many(sql`
    select clip_id as "clipId", athlete_code as "athleteCode" from clip_athlete
    where clip_id = any(${clipIds}) order by clip_id, position`);
}

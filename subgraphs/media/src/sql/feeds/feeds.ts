import { type Queryable, type Sql, sql } from '@games/postgres';
import { keyset, type Page, pageOfEach } from '@games/subgraph';
import type { FeedAudience } from '../../domain/rights/audience.ts';

export type FeedKind = 'WORLD' | 'CLEAN' | 'ISO' | 'BEAUTY' | 'MULTI_CLIP';

export interface FeedRow {
  readonly id: string;
  readonly kind: FeedKind;
  readonly name: string;
  readonly unitCode: string | null;
  readonly disciplineCode: string | null;
  readonly venueCode: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly width: number;
  readonly height: number;
  readonly dynamicRange: 'SDR' | 'HLG' | 'PQ';
  readonly rateNumerator: number;
  readonly rateDenominator: number;
  readonly dropFrame: boolean;
  readonly audioLayout: string;
  readonly endpoint: string;
  readonly recordingId: string | null;
  /** Rank of its kind among the feeds of a unit. */
  readonly kindRank: number;
}

export interface FeedFilter {
  readonly unitCode: string | null;
  readonly venueCode: string | null;
  readonly kind: FeedKind | null;
  readonly live: boolean | null;
  readonly from: Date | null;
}

const kindRank = sql`array_position(array['WORLD', 'CLEAN', 'MULTI_CLIP', 'ISO', 'BEAUTY'], f.kind)`;
const columns = sql`
  f.id, f.kind, f.name, f.unit_code as "unitCode", f.discipline_code as "disciplineCode", f.venue_code as "venueCode", f.starts_at as "startsAt",
  f.ends_at as "endsAt", f.width, f.height, f.dynamic_range as "dynamicRange", f.rate_numerator as "rateNumerator",
  f.rate_denominator as "rateDenominator", f.drop_frame as "dropFrame", f.audio_layout as "audioLayout", f.endpoint,
  f.recording_id as "recordingId", ${kindRank} as "kindRank"`;

export function selectFeeds(
  db: Queryable,
  ids: readonly string[],
  audiences: readonly FeedAudience[],
): Promise<FeedRow[]> {
  return db.many(sql`select ${columns} from feed f where f.id = any(${ids}) and f.audience = any(${audiences})`);
}

/** One page of each unit's feeds, the world feed first. */
export function selectFeedsOfUnits(
  db: Queryable,
  units: readonly string[],
  audiences: readonly FeedAudience[],
  page: Page,
): Promise<FeedRow[]> {
  const order = [
    { expression: kindRank, type: sql`integer` },
    { expression: sql`f.id`, type: sql`text` },
  ];
  const where = sql`f.unit_code = o.key and f.audience = any(${audiences})`;
  return db.many(pageOfEach(units, page, order, { columns, from: sql`feed f`, where }));
}

/** One page of all feeds, in the order in which they begin. */
export function selectFeedPage(
  db: Queryable,
  filter: FeedFilter,
  audiences: readonly FeedAudience[],
  now: Date,
  page: Page,
): Promise<FeedRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`f.starts_at`, type: sql`timestamptz` },
    { expression: sql`f.id`, type: sql`text` },
  ]);
  const conditions = [sql`f.audience = any(${audiences})`, where, ...filterConditions(filter, now)];
  return db.many(sql`
    select ${columns} from feed f where ${sql.join(conditions, sql` and `)} order by ${orderBy} limit ${limit}`);
}

function filterConditions({ unitCode, venueCode, kind, live, from }: FeedFilter, now: Date): readonly Sql[] {
  const isLive = sql`(f.starts_at <= ${now} and f.ends_at > ${now})`;
  return [
    ...(unitCode === null ? [] : [sql`f.unit_code = ${unitCode}`]),
    ...(venueCode === null ? [] : [sql`f.venue_code = ${venueCode}`]),
    ...(kind === null ? [] : [sql`f.kind = ${kind}`]),
    ...(live === null ? [] : [live ? isLive : sql`not ${isLive}`]),
    ...(from === null ? [] : [sql`f.ends_at > ${from}`]),
  ];
}

import { type Queryable, type Sql, sql } from '@games/postgres';
import { type KeysetColumn, keyset, type Localised, type Page, pageOfEach } from '@games/subgraph';

export interface StoryRow {
  readonly id: string;
  readonly texts: Localised<{ readonly title: string; readonly summary: string; readonly body: string }>;
  readonly publishedAt: Date;
  readonly eventCode: string | null;
  readonly pictureId: string | null;
}

const columns = sql`
  s.id, s.texts, s.published_at as "publishedAt", s.event_code as "eventCode", s.picture_id as "pictureId"`;

/** The latest first. */
const order: readonly KeysetColumn[] = [
  { expression: sql`s.published_at`, type: sql`timestamptz`, descending: true },
  { expression: sql`s.id`, type: sql`text`, descending: true },
];

function isShown(now: Date): Sql {
  return sql`s.state = 'PUBLISHED' and s.published_at <= ${now}`;
}

export function selectStories(db: Queryable, ids: readonly string[], now: Date): Promise<StoryRow[]> {
  return db.many(sql`select ${columns} from story s where s.id = any(${ids}) and ${isShown(now)}`);
}

export function selectStoryPage(db: Queryable, now: Date, page: Page): Promise<StoryRow[]> {
  const { where, orderBy, limit } = keyset(page, order);
  return db.many(sql`
    select ${columns} from story s where ${isShown(now)} and ${where} order by ${orderBy} limit ${limit}`);
}

/** One page of the stories about each event. */
export function selectStoriesOfEvents(
  db: Queryable,
  events: readonly string[],
  now: Date,
  page: Page,
): Promise<StoryRow[]> {
  const where = sql`s.event_code = o.key and ${isShown(now)}`;
  return db.many(pageOfEach(events, page, order, { columns, from: sql`story s`, where }));
}

export interface StoryAthleteRow {
  readonly storyId: string;
  readonly athleteCode: string;
}

export function selectAthletesOfStories(db: Queryable, storyIds: readonly string[]): Promise<StoryAthleteRow[]> {
  return db.many(sql`
    select story_id as "storyId", athlete_code as "athleteCode" from story_athlete
    where story_id = any(${storyIds}) order by story_id, position`);
}

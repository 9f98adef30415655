import { type Queryable, sql } from '@games/postgres';
import type { Localised } from '@games/subgraph';

/** A public still picture with its file. */
export interface PictureRow {
  readonly assetId: string;
  readonly texts: Localised<{ readonly title: string }>;
  readonly credit: string;
  readonly athleteCode: string | null;
  readonly disciplineCode: string | null;
  readonly venueCode: string | null;
  readonly rendition: string;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
}

/** What pictures are found by: their asset, or whom or what they stand for. */
const finders = {
  asset: sql`a.id`,
  athlete: sql`a.kind = 'PORTRAIT' and a.athlete_code`,
  discipline: sql`a.kind = 'ILLUSTRATION' and a.discipline_code`,
  venue: sql`a.kind = 'VENUE_PICTURE' and a.venue_code`,
} as const;

/** The pictures that everybody may see now, each by the best of its renditions that is stored here. */
export function selectPictures(
  db: Queryable,
  by: keyof typeof finders,
  keys: readonly string[],
  now: Date,
): Promise<PictureRow[]> {
  return db.many(sql`
    select a.id as "assetId", a.texts, a.credit, a.athlete_code as "athleteCode",
      a.discipline_code as "disciplineCode", a.venue_code as "venueCode", file.rendition, file.media_type as "mediaType",
      file.width, file.height
    from asset a cross join lateral (
      select r.name as rendition, r.media_type, r.width, r.height from rendition r
      where r.asset_id = a.id and r.object_key is not null and r.purpose = 'IMAGE' order by r.position limit 1
    ) file
    where ${finders[by]} = any(${keys}) and a.visibility = 'PUBLIC' and a.created_at <= ${now}
      and (a.withdrawn_at is null or a.withdrawn_at > ${now})`);
}

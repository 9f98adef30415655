import { type Queryable, sql } from '@games/postgres';

export interface FeedCounts {
  readonly lastReceivedAt: Date | null;
  readonly waitingCount: number;
  readonly failedCount: number;
  readonly refusedCount: number;
}

export function selectFeedCounts(db: Queryable): Promise<FeedCounts> {
  return db.one(sql`
    select (select max(last_received_at) from feed_source) as "lastReceivedAt",
      (select count(*)::integer from message where state = 'STORED') as "waitingCount",
      (select count(*)::integer from message where state = 'FAILED') as "failedCount",
      (select count(*)::integer from refusal) as "refusedCount"`);
}

export interface FeedSourceRow {
  readonly code: string;
  readonly lastReceivedAt: Date;
  readonly lastKeepAliveAt: Date | null;
  readonly transmitting: boolean | null;
  readonly open: boolean | null;
}

export function selectFeedSources(db: Queryable): Promise<readonly FeedSourceRow[]> {
  return db.many(sql`
    select code, last_received_at as "lastReceivedAt", last_keep_alive_at as "lastKeepAliveAt", transmitting,
      feed_open as "open"
    from feed_source order by code`);
}

export interface FeedGapRow {
  readonly documentType: string;
  readonly documentCode: string;
  readonly documentSubcode: string;
  readonly missingVersions: readonly number[];
  readonly highestVersion: number;
}

const gapsMax = 100;

/** Documents of the shown feed of which versions are missing, the most recently received first. */
export function selectFeedGaps(db: Queryable): Promise<readonly FeedGapRow[]> {
  return db.many(sql`
    select d.document_type as "documentType", d.document_code as "documentCode",
      d.document_subcode as "documentSubcode", d.highest_version as "highestVersion",
      array(
        select version from generate_series(1, least(d.highest_version, 10000)) as version
        except select version from message m where m.document_id = d.id
        order by 1 limit 1000
      ) as "missingVersions"
    from (
      select m.document_id, count(distinct m.version) as received, max(m.id) as last_id
      from message m group by m.document_id
    ) r
    join document d on d.id = r.document_id
    where r.received < d.highest_version and d.feed_flag = (select feed_flag from games)
      and d.document_type <> 'DT_KA'
    order by r.last_id desc limit ${gapsMax}`);
}

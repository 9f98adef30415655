import { type Queryable, sql } from '@games/postgres';

/** A version of a unit's result, as the archive has it. */
export interface VersionRow {
  readonly unitCode: string;
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly version: number;
  readonly resultStatus: string | null;
  readonly invalidates: boolean;
  readonly effective: boolean;
}

/** The document of a unit's result: of the feed that is shown, without a subcode. */
const resultDocument = sql`
  d.document_type = 'DT_RESULT' and d.document_subcode = '' and d.document_subtype = ''
  and d.feed_flag = (select feed_flag from games)`;
/** Messages that were, or could have been, what counted. */
const counted = sql`m.state in ('APPLIED', 'SUPERSEDED')`;

const versionsMax = 100;

/** The versions of units' results, the latest first, at most 100 of each. */
export function selectVersionsOfUnits(db: Queryable, units: readonly string[]): Promise<readonly VersionRow[]> {
  return db.many(sql`
    select k.code as "unitCode", x.*
    from unnest(${units}::text[]) as k (code)
    cross join lateral (
      select d.id as "documentId", m.id as "messageId", m.version, m.result_status as "resultStatus", m.invalidates,
        m.id = d.effective_message_id as effective
      from document d join message m on m.document_id = d.id
      where d.document_code = k.code and ${resultDocument} and ${counted}
      order by m.version desc, m.invalidates desc, m.generated_at desc, m.id desc limit ${versionsMax}
    ) x
    order by k.code, x.version desc, x.effective desc`);
}

export interface PastVersion {
  readonly unitCode: string;
  /** Null where a point in time is asked for. */
  readonly version: number | null;
  readonly time: Date | null;
  /** Null unless a message is asked for. */
  readonly messageId: string | null;
}

export interface PastVersionRow {
  readonly place: number;
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly receivedAt: Date;
  readonly invalidates: boolean;
  readonly body: Buffer;
}

/** The message that counted for each unit, at a version or at a point in time; `place` is the place among those asked for. */
export function selectPastVersions(db: Queryable, asked: readonly PastVersion[]): Promise<readonly PastVersionRow[]> {
  const types = { unitCode: 'text', version: 'integer', time: 'timestamptz', messageId: 'bigint' };
  return db.many(sql`
    select k.place::integer as place, x.*, b.body
    from ${sql.rows('k', asked, types, 'place')}
    cross join lateral (
      select d.id as "documentId", m.id as "messageId", m.received_at as "receivedAt", m.invalidates
      from document d join message m on m.document_id = d.id
      where d.document_code = k.unit_code and ${resultDocument} and ${counted}
        and (k.version is null or m.version = k.version) and (k.time is null or m.received_at <= k.time)
        and (k.message_id is null or m.id = k.message_id)
      order by (d.language in ('', 'ENG')) desc, m.version desc, m.invalidates desc, m.generated_at desc, m.id desc
      limit 1
    ) x
    join message_body b on b.message_id = x."messageId"`);
}

export interface StatusChangeRow {
  readonly unitCode: string;
  readonly machine: 'SCHEDULE' | 'RESULT';
  readonly from: string | null;
  readonly to: string | null;
  readonly expected: boolean;
  readonly messageId: bigint;
  readonly changedAt: Date;
}

/** The changes of units' states, the latest first, at most 100 of each. */
export function selectStatusChangesOfUnits(
  db: Queryable,
  units: readonly string[],
): Promise<readonly StatusChangeRow[]> {
  return db.many(sql`
    select k.code as "unitCode", x.machine, x.from_status as "from", x.to_status as "to", x.expected,
      x.message_id as "messageId", x.changed_at as "changedAt"
    from unnest(${units}::text[]) as k (code)
    cross join lateral (
      select * from status_change c where c.unit_code = k.code order by c.id desc limit ${versionsMax}
    ) x
    order by k.code, x.id desc`);
}

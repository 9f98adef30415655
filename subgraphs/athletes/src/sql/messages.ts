import { type Database, type Queryable, sql, type Transaction } from '@games/postgres';
import type { StoredMessage } from '../domain/layers.ts';

/** A message ready to be kept. */
export interface NewMessage {
  readonly identity: string;
  readonly documentKey: string;
  readonly documentCode: string;
  readonly documentType: string;
  readonly documentSubtype: string | null;
  readonly language: string | null;
  readonly version: number;
  readonly source: string;
  readonly feedFlag: 'P' | 'T';
  readonly writtenAt: string;
  readonly logicalDate: string;
  readonly isInvalidation: boolean;
  readonly list: string;
  readonly state: 'pending' | 'test' | 'refused';
  readonly remarks: readonly string[];
  /** Hexadecimal SHA-256 of the text. */
  readonly sha256: string;
  readonly raw: string;
}

/** What is there already under the identity of a new message. */
export interface KeptMessage {
  readonly identity: string;
  readonly feedFlag: 'P' | 'T';
  readonly isInvalidation: boolean;
  readonly sha256: string;
}

/** Serialises those who change people, teams and codes, until the transaction ends: a list is folded by one at a time. */
export async function lockFeed(tx: Transaction): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext('games.athletes.feed'))`);
}

/** Makes the database that of this Games where it is nobody's yet; returns whose it is. */
export async function claimGames(tx: Transaction, competitionCode: string): Promise<string> {
  await tx.run(sql`insert into games (competition_code) values (${competitionCode}) on conflict do nothing`);
  const row = await tx.one<{ competitionCode: string }>(sql`select competition_code as "competitionCode" from games`);
  return row.competitionCode;
}

/** Keeps the messages whose identity is new; returns those identities. */
export async function insertMessages(
  tx: Transaction,
  messages: readonly NewMessage[],
): Promise<readonly KeptMessage[]> {
  return tx.many<KeptMessage>(sql`
    insert into odf_message (
      identity, document_key, document_code, document_type, document_subtype, language, version, source, feed_flag,
      written_at, logical_date, is_invalidation, list, state, remarks, body_sha256, raw)
    select
      m."identity", m."documentKey", m."documentCode", m."documentType", m."documentSubtype", m."language", m."version",
      m."source", m."feedFlag", m."writtenAt", m."logicalDate", m."isInvalidation", m."list", m."state",
      array(select json_array_elements_text(m."remarks")), decode(m."sha256", 'hex'), m."raw"
    from json_to_recordset(${JSON.stringify(messages)}::json) as m(
      "identity" text, "documentKey" text, "documentCode" text, "documentType" text, "documentSubtype" text,
      "language" text, "version" integer, "source" text, "feedFlag" text, "writtenAt" timestamp, "logicalDate" date,
      "isInvalidation" boolean, "list" text, "state" text, "remarks" json, "sha256" text, "raw" text)
    on conflict do nothing
    returning identity, feed_flag as "feedFlag", is_invalidation as "isInvalidation", encode(body_sha256, 'hex') as "sha256"`);
}

/** The messages that are kept under any of the identities. */
export async function findMessages(db: Queryable, identities: readonly string[]): Promise<readonly KeptMessage[]> {
  return db.many<KeptMessage>(sql`
    select identity, feed_flag as "feedFlag", is_invalidation as "isInvalidation", encode(body_sha256, 'hex') as "sha256"
    from odf_message where identity = any(${identities}) and state <> 'refused'`);
}

/** The lists that have messages not yet applied, code tables first, at most `limit`. */
export async function findPendingLists(db: Database, limit: number): Promise<readonly string[]> {
  const rows = await db.many<{ list: string }>(sql`
    select distinct list, array_position(array['CODES', 'PARTIC', 'TEAMS', 'BIO'], split_part(list, ' ', 1)) as rank
    from odf_message where state = 'pending' order by rank, list limit ${limit}`);
  return rows.map((row) => row.list);
}

export interface ListMessage extends StoredMessage {
  readonly list: string;
  readonly state: 'pending' | 'applied' | 'superseded';
  readonly documentCode: string;
  readonly language: string | null;
}

/** All messages of the lists that count, without their texts. */
export async function readLists(tx: Transaction, lists: readonly string[]): Promise<readonly ListMessage[]> {
  return tx.many<ListMessage>(sql`
    select id, list, state, document_key as "documentKey", document_code as "documentCode", language, version,
      to_char(written_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "writtenAt", is_invalidation as "isInvalidation",
      document_type like '%\_UPDATE' as "isUpdate", coalesce(document_subtype = 'HISTORICAL', false) as "isHistoric"
    from odf_message
    where list = any(${lists}) and state in ('pending', 'applied', 'superseded')
    order by id`);
}

/** The texts of messages, by id. */
export async function readTexts(tx: Transaction, ids: readonly bigint[]): Promise<ReadonlyMap<bigint, string>> {
  const rows = await tx.many<{ id: bigint; raw: string }>(sql`
    select id, raw from odf_message where id = any(${ids}::bigint[])`);
  return new Map(rows.map((row) => [row.id, row.raw]));
}

/** Writes down which messages of the lists make up what stands now, and that the others do not. */
export async function settleStates(
  tx: Transaction,
  lists: readonly string[],
  applied: readonly bigint[],
): Promise<void> {
  await tx.run(sql`
    update odf_message set state = case when id = any(${applied}::bigint[]) then 'applied' else 'superseded' end
    where list = any(${lists}) and state in ('pending', 'applied', 'superseded')
      and state <> case when id = any(${applied}::bigint[]) then 'applied' else 'superseded' end`);
}

/** Each message's state now, by identity. */
export async function readStates(
  db: Queryable,
  identities: readonly string[],
): Promise<readonly { identity: string; isInvalidation: boolean; feedFlag: string; state: string }[]> {
  return db.many(sql`
    select identity, feed_flag as "feedFlag", is_invalidation as "isInvalidation", state
    from odf_message where identity = any(${identities}) and state <> 'refused'`);
}

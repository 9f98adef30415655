import { copyJson, copyRows, sql, type Transaction } from '@games/postgres';
import type { ResultFact, ResultListFact } from '../../domain/facts.ts';

export interface ResultListRow {
  readonly documentId: bigint;
  readonly messageId: bigint;
  readonly version: number;
  readonly subcode: string;
  readonly language: string;
  readonly logicalDate: string;
  readonly fact: ResultListFact;
}

/** The state of the results of documents that have any. */
export async function selectResultStatuses(
  tx: Transaction,
  documentIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, string | null>> {
  const rows = await tx.many<{ documentId: bigint; status: string | null }>(sql`
    select document_id as "documentId", status from result_list where document_id = any(${documentIds})`);
  return new Map(rows.map((row) => [row.documentId, row.status]));
}

/** Removes the lists of these documents, and all that belongs to them. */
export async function deleteResultLists(tx: Transaction, documentIds: readonly bigint[]): Promise<void> {
  await tx.run(sql`delete from result_list where document_id = any(${documentIds})`);
}

/** Writes lists of results with their entries. Their documents have no list. */
export async function insertResultLists(tx: Transaction, lists: readonly ResultListRow[]): Promise<void> {
  await copyRows(tx, 'result_list', listColumns, lists.map(listRow));
  await copyRows(
    tx,
    'result',
    resultColumns,
    lists.flatMap((list) => list.fact.results.map((result) => resultRow(list, result))),
  );
  await copyRows(
    tx,
    'result_athlete',
    'document_id, position, athlete_code, kind',
    lists.flatMap((list) => list.fact.results.flatMap((result) => memberRows(list, result))),
  );
  await copyRows(
    tx,
    'record_set',
    recordColumns,
    lists.flatMap((list) => list.fact.results.flatMap((result) => recordRows(list, result))),
  );
}

const listColumns = `
  document_id, message_id, version, kind, scope_code, event_code, subcode, language, status, logical_date,
  actual_start_at, actual_end_at, utc_offset_minutes, infos, notes`;

const listRow = ({ fact, ...list }: ResultListRow) => [
  list.documentId,
  list.messageId,
  list.version,
  fact.kind,
  fact.scopeCode,
  fact.eventCode,
  list.subcode,
  list.language,
  fact.status,
  list.logicalDate,
  fact.actualStart?.at ?? null,
  fact.actualEnd?.at ?? null,
  (fact.actualStart ?? fact.actualEnd)?.utcOffsetMinutes ?? null,
  copyJson(fact.infos),
  copyJson(fact.notes),
];

const resultColumns = `
  document_id, position, start_position, key, kind, scope_code, placeholder, competitor_code, competitor_type,
  organisation_code, printed_name, rank, rank_equal, sort_order, mark, mark_type, difference, irm,
  qualification_mark, wlt, start_order, start_sort_order, bib, pool, extended, members`;

const resultRow = ({ documentId, fact }: ResultListRow, result: ResultFact) => [
  documentId,
  result.position,
  result.startPosition,
  result.key,
  fact.kind,
  fact.scopeCode,
  result.competitor.placeholder,
  result.competitor.code,
  result.competitor.type,
  result.competitor.organisation,
  result.competitor.printedName,
  result.rank,
  result.rankEqual,
  result.sortOrder,
  result.mark,
  result.markType,
  result.difference,
  result.irm,
  result.qualificationMark,
  result.wlt,
  result.startOrder,
  result.startSortOrder,
  result.bib,
  result.pool && copyJson(result.pool),
  copyJson(result.extended),
  copyJson(result.competitor.members),
];

const memberRows = ({ documentId, fact }: ResultListRow, { position, competitor }: ResultFact) =>
  [...new Set(competitor.members.map((member) => member.code))].map((code) => [documentId, position, code, fact.kind]);

const recordColumns = `
  document_id, position, record_position, kind, scope_code, event_code, discipline_code, record_type,
  record_code, equalled, logical_date`;

const recordRows = ({ documentId, logicalDate, fact }: ResultListRow, { position, records }: ResultFact) =>
  records.map((record, index) => [
    documentId,
    position,
    index + 1,
    fact.kind,
    fact.scopeCode,
    fact.eventCode,
    fact.disciplineCode,
    record.type,
    record.code,
    record.equalled,
    logicalDate,
  ]);

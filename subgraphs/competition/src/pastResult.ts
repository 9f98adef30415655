import { readArchived } from '@games/odf-feed';
import type { ResultFact, ResultListFact } from './domain/facts.ts';
import { competitionFeed } from './feed.ts';
import type { PastVersionRow } from './sql/results/history.ts';
import type { RecordRow } from './sql/results/records.ts';
import type { ResultListRow, ResultRow } from './sql/results/results.ts';

/** An entry of a list as it stood in the past, with the records that it then had. */
export interface PastResultRow extends ResultRow {
  /** The message that said it. */
  readonly pastMessageId: bigint;
  readonly pastRecords: readonly PastRecordRow[];
}

/** A record as a list of the past had it. */
export interface PastRecordRow extends RecordRow {
  readonly pastMessageId: bigint;
}

/** A list as it stood in the past: its entries come along, in the order of the result. */
export interface PastResultList extends ResultListRow {
  readonly pastResults: readonly PastResultRow[];
}

/**
 * Reads a result as an archived message gave it: the same reading as when it came in. Null for a message that withdrew
 * the result.
 */
export async function readPastResult(row: PastVersionRow): Promise<PastResultList | null> {
  if (row.invalidates) return null;
  const message = await readArchived(competitionFeed, { ...row, id: row.messageId });
  const fact = message?.fact as ResultListFact | null | undefined;
  if (!message || !fact) return null;
  const list: ResultListRow = {
    documentId: row.documentId,
    messageId: row.messageId,
    version: message.version,
    kind: fact.kind,
    scopeCode: fact.scopeCode,
    eventCode: fact.eventCode,
    subcode: message.header.documentSubcode ?? '',
    status: fact.status,
    infos: fact.infos,
    notes: fact.notes,
  };
  const pastResults = fact.results.map((result) => resultRow(list, fact, result, message.header.logicalDate));
  return { ...list, pastResults };
}

function resultRow(list: ResultListRow, fact: ResultListFact, result: ResultFact, logicalDate: string): PastResultRow {
  const { competitor, records, ...own } = result;
  const row: ResultRow = {
    ...own,
    documentId: list.documentId,
    messageId: list.messageId,
    kind: list.kind,
    scopeCode: list.scopeCode,
    eventCode: list.eventCode,
    subcode: list.subcode,
    placeholder: competitor.placeholder,
    competitorCode: competitor.code,
    competitorType: competitor.type,
    organisationCode: competitor.organisation,
    printedName: competitor.printedName,
    members: competitor.members,
  };
  const pastRecords = records.map((record, index) => ({
    ...row,
    pastMessageId: list.messageId,
    recordPosition: index + 1,
    resultKey: result.key,
    disciplineCode: fact.disciplineCode,
    recordType: record.type,
    recordCode: record.code,
    equalled: record.equalled,
    logicalDate,
  }));
  return { ...row, pastMessageId: list.messageId, pastRecords };
}

import { type ApplyWork, lastPerDocument, type ReadMessage } from '@games/odf-feed';
import type { ResultListFact } from '../../domain/facts.ts';
import { isExpectedResultChange } from '../../domain/results/resultStatus.ts';
import type { Changes } from '../../live/changes.ts';
import {
  deleteResultLists,
  insertResultLists,
  type ResultListRow,
  selectResultStatuses,
} from '../../sql/results/writeResults.ts';
import { insertStatusChanges, type NewStatusChange } from '../../sql/schedule/statusChanges.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';

/** Lists of results of every kind: the last version of each document replaces its list as a whole. */
export async function applyResults(
  work: ApplyWork<Changes>,
  messages: readonly ReadMessage<ResultListFact>[],
): Promise<void> {
  const { tx, changes } = work;
  const latest = lastPerDocument(messages);
  const documentIds = latest.map((message) => message.documentId);
  const before = await selectResultStatuses(tx, documentIds);
  await insertStructure(tx, namedCodes(latest));
  await deleteResultLists(tx, documentIds);
  await insertResultLists(tx, latest.flatMap(listOf));
  await insertStatusChanges(tx, statusChanges(work, messages, before));
  for (const { header } of latest) {
    if (isAboutUnit(header.documentType)) changes.units.add(header.documentCode);
  }
}

const isAboutUnit = (documentType: string): boolean => documentType === 'DT_RESULT' || documentType === 'DT_CURRENT';

function namedCodes(messages: readonly ReadMessage<ResultListFact>[]) {
  const codes = { events: [] as string[], phases: [] as string[], units: [] as string[] };
  for (const { fact } of messages) {
    if (fact === null) continue;
    codes.events.push(fact.eventCode);
    if (fact.kind === 'UNIT' || fact.kind === 'CURRENT') codes.units.push(fact.scopeCode);
    else if (fact.scopeCode !== fact.eventCode) codes.phases.push(fact.scopeCode);
  }
  return codes;
}

function listOf(message: ReadMessage<ResultListFact>): readonly ResultListRow[] {
  const { fact, header } = message;
  if (fact === null) return [];
  return [
    {
      documentId: message.documentId,
      messageId: message.id,
      version: message.version,
      subcode: header.documentSubcode ?? '',
      language: header.language ?? '',
      logicalDate: header.logicalDate,
      fact,
    },
  ];
}

/** Every change of a unit's result state, also those that were overtaken within the batch. */
function statusChanges(
  work: ApplyWork<Changes>,
  messages: readonly ReadMessage<ResultListFact>[],
  before: ReadonlyMap<bigint, string | null>,
): readonly NewStatusChange[] {
  const current = new Map(before);
  const found: NewStatusChange[] = [];
  for (const { id, documentId, header, fact } of messages) {
    if (header.documentType !== 'DT_RESULT' || header.documentSubcode !== null) continue;
    const from = current.get(documentId) ?? null;
    const to = fact?.status ?? null;
    if (from === to) continue;
    current.set(documentId, to);
    const expected = isExpectedResultChange(from, to);
    found.push({ unitCode: header.documentCode, machine: 'RESULT', from, to, expected, messageId: id });
    if (!expected) {
      work.report(id, 'UNEXPECTED_STATUS_CHANGE', `The result went from ${from ?? 'nothing'} to ${to ?? 'nothing'}.`);
    }
  }
  return found;
}

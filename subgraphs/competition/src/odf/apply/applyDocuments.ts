import { truncateRsc } from '@games/odf';
import type { ActionFact, BracketItemFact, CodeFact, MedallistsFact, ReportedMedalsFact } from '../../domain/facts.ts';
import { ensureStructure } from '../../sql/structure.ts';
import {
  type DocumentRows,
  deleteDocumentRows,
  insertActions,
  insertBrackets,
  insertCodes,
  insertMedals,
  insertReportedMedals,
} from '../../sql/writeDocuments.ts';
import { type AppliedMessage, type ApplyWork, lastPerDocument } from './work.ts';

/** What the last version of each document says; a document that was withdrawn says nothing. */
function replacedRows<Fact>(messages: readonly AppliedMessage<Fact>[]): {
  readonly documentIds: readonly bigint[];
  readonly rows: readonly DocumentRows<Fact>[];
} {
  const latest = lastPerDocument(messages);
  return {
    documentIds: latest.map(({ documentId }) => documentId),
    rows: latest.flatMap(({ id, documentId, header, fact }) =>
      fact === null
        ? []
        : [
            {
              documentId,
              messageId: id,
              documentCode: header.documentCode,
              subcode: header.documentSubcode ?? '',
              fact,
            },
          ],
    ),
  };
}

/** Code tables: names and attributes. Events, phases and units that they list become known. */
export async function applyCodes(
  { tx }: ApplyWork,
  messages: readonly AppliedMessage<readonly CodeFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  const codesOf = (codeSet: string): readonly string[] =>
    rows.flatMap(({ fact }) => fact.filter((code) => code.codeSet === codeSet).map(({ code }) => code));
  await ensureStructure(tx, { events: codesOf('EVENT'), phases: codesOf('PHASE') });
  await deleteDocumentRows(tx, 'code_item', documentIds);
  await insertCodes(tx, rows);
}

/** Medallists: a medal that the last version no longer lists is gone. */
export async function applyMedallists(
  work: ApplyWork,
  given: readonly AppliedMessage<MedallistsFact>[],
): Promise<void> {
  const { tx, changes } = work;
  const messages = given.filter((message) => isLeading(work, message));
  const { documentIds, rows } = replacedRows(messages);
  await ensureStructure(tx, {
    events: rows.map(({ fact }) => fact.eventCode),
    units: rows.flatMap(({ fact }) => fact.medals.flatMap((medal) => medal.unitCode ?? [])),
  });
  await deleteDocumentRows(tx, 'medal', documentIds);
  await insertMedals(tx, rows);
  changes.medals = true;
}

/** The same medals told again (in another language, or under a subcode) must not be counted again. */
function isLeading(work: ApplyWork, { id, header }: AppliedMessage<MedallistsFact>): boolean {
  const leading = header.documentSubcode === null && (header.language === null || header.language === 'ENG');
  if (!leading)
    work.report(id, 'VARIANT_NOT_COUNTED', 'Medals are counted from the message without a subcode, in ENG.');
  return leading;
}

/** The organiser's own medal table, kept beside the derived one. */
export async function applyMedalTable(
  { tx, changes }: ApplyWork,
  messages: readonly AppliedMessage<readonly ReportedMedalsFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  await deleteDocumentRows(tx, 'medal_reported', documentIds);
  await insertReportedMedals(tx, rows);
  changes.medals = true;
}

/** Brackets, with every place that somebody holds, will hold, or nobody holds. */
export async function applyBrackets(
  { tx, changes }: ApplyWork,
  messages: readonly AppliedMessage<readonly BracketItemFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  const units = rows.flatMap(({ fact }) => fact.flatMap((item) => item.unitCode ?? []));
  await ensureStructure(tx, {
    events: rows.map(({ documentCode }) => truncateRsc(documentCode, 'event')),
    units,
  });
  await deleteDocumentRows(tx, 'bracket_item', documentIds);
  await insertBrackets(tx, rows);
  for (const unit of units) changes.units.add(unit);
}

/** What happened in units, action by action. */
export async function applyActions(
  { tx, changes }: ApplyWork,
  messages: readonly AppliedMessage<readonly ActionFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  await ensureStructure(tx, { units: rows.map(({ documentCode }) => documentCode) });
  await deleteDocumentRows(tx, 'play_action', documentIds);
  await insertActions(tx, rows);
  for (const { header } of messages) changes.units.add(header.documentCode);
}

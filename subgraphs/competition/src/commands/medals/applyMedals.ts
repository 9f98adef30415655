import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import type { MedallistsFact, ReportedMedalsFact } from '../../domain/facts.ts';
import type { Changes } from '../../live/changes.ts';
import { deleteDocumentRows, insertMedals, insertReportedMedals } from '../../sql/feed/writeDocuments.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';
import { replacedRows } from '../feed/replacedRows.ts';

/** Medallists: a medal that the last version no longer lists is gone. */
export async function applyMedallists(
  work: ApplyWork<Changes>,
  given: readonly ReadMessage<MedallistsFact>[],
): Promise<void> {
  const { tx, changes } = work;
  const messages = given.filter((message) => isLeading(work, message));
  const { documentIds, rows } = replacedRows(messages);
  await insertStructure(tx, {
    events: rows.map(({ fact }) => fact.eventCode),
    units: rows.flatMap(({ fact }) => fact.medals.flatMap((medal) => medal.unitCode ?? [])),
  });
  await deleteDocumentRows(tx, 'medal', documentIds);
  await insertMedals(tx, rows);
  // Results show their medals, and the message that has decided them comes after the unit's last one.
  for (const { fact } of rows) for (const { unitCode } of fact.medals) if (unitCode) changes.units.add(unitCode);
  changes.medals = true;
}

/** The same medals told again (in another language, or under a subcode) must not be counted again. */
function isLeading(work: ApplyWork<Changes>, { id, header }: ReadMessage<MedallistsFact>): boolean {
  const leading = header.documentSubcode === null && (header.language === null || header.language === 'ENG');
  if (!leading)
    work.report(id, 'VARIANT_NOT_COUNTED', 'Medals are counted from the message without a subcode, in ENG.');
  return leading;
}

/** The organiser's own medal table, kept beside the derived one. */
export async function applyMedalTable(
  { tx, changes }: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly ReportedMedalsFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  await deleteDocumentRows(tx, 'medal_reported', documentIds);
  await insertReportedMedals(tx, rows);
  changes.medals = true;
}

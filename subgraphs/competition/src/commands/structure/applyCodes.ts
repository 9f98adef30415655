import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import type { CodeFact } from '../../domain/facts.ts';
import type { Changes } from '../../live/changes.ts';
import { deleteDocumentRows, insertCodes } from '../../sql/feed/writeDocuments.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';
import { replacedRows } from '../feed/replacedRows.ts';

/** Code tables: names and attributes. Events, phases and units that they list become known. */
export async function applyCodes(
  { tx }: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly CodeFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  const codesOf = (codeSet: string): readonly string[] =>
    rows.flatMap(({ fact }) => fact.filter((code) => code.codeSet === codeSet).map(({ code }) => code));
  await insertStructure(tx, { events: codesOf('EVENT'), phases: codesOf('PHASE') });
  await deleteDocumentRows(tx, 'code_item', documentIds);
  await insertCodes(tx, rows);
}

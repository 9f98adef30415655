import { truncateRsc } from '@games/odf';
import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import type { BracketItemFact } from '../../domain/facts.ts';
import type { Changes } from '../../live/changes.ts';
import { deleteDocumentRows, insertBrackets } from '../../sql/feed/writeDocuments.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';
import { replacedRows } from '../feed/replacedRows.ts';

/** Brackets, with every place that somebody holds, will hold, or nobody holds. */
export async function applyBrackets(
  { tx, changes }: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly BracketItemFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  const units = rows.flatMap(({ fact }) => fact.flatMap((item) => item.unitCode ?? []));
  await insertStructure(tx, {
    events: rows.map(({ documentCode }) => truncateRsc(documentCode, 'event')),
    units,
  });
  await deleteDocumentRows(tx, 'bracket_item', documentIds);
  await insertBrackets(tx, rows);
  for (const unit of units) changes.units.add(unit);
}

import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import type { ActionFact } from '../../domain/facts.ts';
import type { Changes } from '../../live/changes.ts';
import { deleteDocumentRows, insertActions } from '../../sql/feed/writeDocuments.ts';
import { insertStructure } from '../../sql/structure/insertStructure.ts';
import { replacedRows } from '../feed/replacedRows.ts';

/** What happened in units, action by action. */
export async function applyActions(
  { tx, changes }: ApplyWork<Changes>,
  messages: readonly ReadMessage<readonly ActionFact[]>[],
): Promise<void> {
  const { documentIds, rows } = replacedRows(messages);
  await insertStructure(tx, { units: rows.map(({ documentCode }) => documentCode) });
  await deleteDocumentRows(tx, 'play_action', documentIds);
  await insertActions(tx, rows);
  for (const { header } of messages) changes.units.add(header.documentCode);
}

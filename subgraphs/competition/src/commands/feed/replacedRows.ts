import { lastPerDocument, type ReadMessage } from '@games/odf-feed';
import type { DocumentRows } from '../../sql/feed/writeDocuments.ts';

/** What the last version of each document says; a document that was withdrawn says nothing. */
export function replacedRows<Fact>(messages: readonly ReadMessage<Fact>[]): {
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

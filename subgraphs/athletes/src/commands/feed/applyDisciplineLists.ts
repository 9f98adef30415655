import { rscPrefix } from '@games/odf';
import type { Applier } from '@games/odf-feed';
import type { Transaction } from '@games/postgres';
import { areOnTop, layersOf } from '../../domain/feed/layers.ts';
import type { Sourced } from '../../domain/feed/records.ts';
import { selectListMessages } from '../../sql/feed/lists.ts';
import { foldLayers } from './foldLayers.ts';

/** Lists of which each discipline has one: people or teams. */
export interface DisciplineLists<Fact> {
  readonly documentTypes: readonly string[];
  /**
   * Writes what the list of a discipline says.
   * @param named the codes that are spoken of, or null when the list is written as a whole (who is not on it leaves it).
   */
  readonly write: (
    tx: Transaction,
    discipline: string,
    records: readonly Sourced<Fact>[],
    named: readonly string[] | null,
  ) => Promise<void>;
}

/**
 * Brings the lists of the disciplines that a batch speaks of in line with all their messages. Updates that lie on top of
 * what stands are written alone; anything else rebuilds the list.
 */
export function applyDisciplineLists<Fact extends { readonly code: string }>({
  documentTypes,
  write,
}: DisciplineLists<Fact>): Applier<readonly Fact[]> {
  return async (work, given) => {
    for (const [documentCode, batch] of Map.groupBy(given, ({ header }) => header.documentCode)) {
      const ids = new Set(batch.map(({ id }) => id));
      const messages = await selectListMessages(work.tx, { documentTypes, documentCodes: [documentCode] }, [...ids]);
      const layers = layersOf(messages);
      const isOnTop = areOnTop(
        layers,
        messages.filter(({ id }) => ids.has(id)),
      );
      const needed = isOnTop ? layers.filter(({ id }) => ids.has(id)) : layers;
      const records = await foldLayers(work, batch, needed, ({ code }) => code);
      await write(
        work.tx,
        rscPrefix(documentCode, 'discipline'),
        [...records.values()],
        isOnTop ? [...records.keys()] : null,
      );
      const speaking = new Set(layers.map(({ id }) => id));
      for (const { id, type, invalidates } of batch) {
        if (type?.kind === 'update' && !invalidates && !speaking.has(id)) work.supersede(id);
      }
    }
  };
}

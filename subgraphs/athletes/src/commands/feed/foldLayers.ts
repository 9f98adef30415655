import type { ApplyWork, ReadMessage } from '@games/odf-feed';
import type { ListMessage } from '../../domain/feed/layers.ts';
import type { Sourced } from '../../domain/feed/records.ts';

/**
 * Lays messages one over the other: the last that speaks of something says all that is known of it, unless `merge` says
 * what two of them come to. What the messages of this batch say is known; the others are read again from the archive.
 */
export async function foldLayers<Fact>(
  work: ApplyWork,
  batch: readonly ReadMessage<readonly Fact[]>[],
  layers: readonly ListMessage[],
  keyOf: (record: Fact) => string,
  merge: (below: Fact, above: Fact) => Fact = (_, above) => above,
): Promise<ReadonlyMap<string, Sourced<Fact>>> {
  const known = new Map<bigint, ReadMessage>(batch.map((message) => [message.id, message]));
  const archived = await work.readArchived(layers.map(({ id }) => id).filter((id) => !known.has(id)));
  const folded = new Map<string, Sourced<Fact>>();
  for (const { id, writtenAt } of layers) {
    const records = (known.get(id) ?? archived.get(id))?.fact as readonly Fact[] | null | undefined;
    for (const record of records ?? []) {
      const key = keyOf(record);
      const below = folded.get(key)?.record;
      folded.set(key, { record: below === undefined ? record : merge(below, record), messageId: id, writtenAt });
    }
  }
  return folded;
}

import type { DocumentNode } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { addSaturating, foldExpanded, operationsOf } from './expansion.ts';

/** Refuses operations that select very much once their fragments stand in place: a few fragments that spread each other
 *  twice make billions of selections. */
export function limitSelections(document: DocumentNode, { selectionsMax }: { readonly selectionsMax: number }): void {
  const selectionsOf = foldExpanded<number>(document, {
    empty: 0,
    join: addSaturating,
    ofSelection: (_selection, under) => addSaturating(under, 1),
  });
  const total = operationsOf(document).reduce((sum, operation) => addSaturating(sum, selectionsOf(operation)), 0);
  if (total > selectionsMax) {
    throw new RefusalError('TOO_MANY_SELECTIONS', `The document makes more than ${selectionsMax} selections.`);
  }
}

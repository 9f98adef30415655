import { type DocumentNode, Kind } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { operationsOf } from './expansion.ts';

/** Refuses documents with many operations or fragments: several rules of validation look at each pair of them. */
export function limitDefinitions(
  document: DocumentNode,
  { fragmentsMax, operationsMax }: { readonly fragmentsMax: number; readonly operationsMax: number },
): void {
  if (operationsOf(document).length > operationsMax) {
    throw new RefusalError('TOO_MANY_SELECTIONS', `The document has more than ${operationsMax} operations.`);
  }
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  if (fragments.length > fragmentsMax) {
    throw new RefusalError('TOO_MANY_FRAGMENTS', `The document has more than ${fragmentsMax} fragments.`);
  }
}

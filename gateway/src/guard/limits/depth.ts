import { type DocumentNode, Kind } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { foldExpanded, operationsOf } from './expansion.ts';

/** Refuses operations whose fields nest too deeply, fragments included. */
export function limitDepth(document: DocumentNode, { depthMax }: { readonly depthMax: number }): void {
  const depthOf = foldExpanded<number>(document, {
    empty: 0,
    join: Math.max,
    ofSelection: (selection, under) => under + (selection.kind === Kind.FIELD ? 1 : 0),
  });
  if (operationsOf(document).some((operation) => depthOf(operation) > depthMax)) {
    throw new RefusalError('DOCUMENT_TOO_DEEP', `The operation nests more than ${depthMax} fields.`);
  }
}

import { type DocumentNode, Kind } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { addSaturating, foldExpanded, operationsOf } from './expansion.ts';

/** Refuses operations with many root fields, each of which starts work of its own. */
export function limitRootFields(document: DocumentNode, { rootFieldsMax }: { readonly rootFieldsMax: number }): void {
  const rootFieldsOf = foldExpanded<number>(document, {
    empty: 0,
    join: addSaturating,
    ofSelection: (selection, under) => (selection.kind === Kind.FIELD ? 1 : under),
  });
  if (operationsOf(document).some((operation) => rootFieldsOf(operation) > rootFieldsMax)) {
    throw new RefusalError('TOO_MANY_ROOT_FIELDS', `The operation has more than ${rootFieldsMax} root fields.`);
  }
}

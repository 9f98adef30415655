import { type DocumentNode, Kind } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { addSaturating, foldExpanded, operationsOf } from './expansion.ts';

/** Refuses operations that rename many fields: under aliases one field can be asked for any number of times. */
export function limitAliases(document: DocumentNode, { aliasesMax }: { readonly aliasesMax: number }): void {
  const aliasesOf = foldExpanded<number>(document, {
    empty: 0,
    join: addSaturating,
    ofSelection: (selection, under) =>
      addSaturating(under, selection.kind === Kind.FIELD && selection.alias !== undefined ? 1 : 0),
  });
  if (operationsOf(document).some((operation) => aliasesOf(operation) > aliasesMax)) {
    throw new RefusalError('TOO_MANY_ALIASES', `The operation has more than ${aliasesMax} aliases.`);
  }
}

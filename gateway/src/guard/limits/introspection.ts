import { type DocumentNode, Kind } from 'graphql';
import { RefusalError } from '../../contract/errors.ts';
import { addSaturating, foldExpanded, operationsOf } from './expansion.ts';

interface Aliases {
  readonly all: number;
  readonly ofSchema: number;
}

const metaFields: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Refuses operations that rename many fields of the schema's own description: each alias lists the schema once more. */
export function limitIntrospection(
  document: DocumentNode,
  { introspectionAliasesMax }: { readonly introspectionAliasesMax: number },
): void {
  const aliasesOf = foldExpanded<Aliases>(document, {
    empty: { all: 0, ofSchema: 0 },
    join: (left, right) => ({
      all: addSaturating(left.all, right.all),
      ofSchema: addSaturating(left.ofSchema, right.ofSchema),
    }),
    ofSelection: (selection, under) => {
      if (selection.kind !== Kind.FIELD) return under;
      const all = addSaturating(under.all, selection.alias === undefined ? 0 : 1);
      return metaFields.has(selection.name.value) ? { all, ofSchema: all } : { all, ofSchema: under.ofSchema };
    },
  });
  if (operationsOf(document).some((operation) => aliasesOf(operation).ofSchema > introspectionAliasesMax)) {
    throw new RefusalError(
      'TOO_MANY_ALIASES',
      `The operation has more than ${introspectionAliasesMax} aliases among what it asks of the schema.`,
    );
  }
}

/**
 * Fault: what a `@link` brings in is taken out of the API schema, so that clients can't use a directive for operations
 * which subgraphs compose with `@composeDirective`. Its link is dropped.
 *
 * Minimal query: `{ field @audited }`. Test: "a directive for operations that subgraphs link to and compose is known to
 * clients and reaches the subgraphs". Upstream: apollographql/federation#2334, #2895.
 * May go when: the API schema keeps composed executable directives.
 */
import {
  type ConstDirectiveNode,
  DirectiveLocation,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { stringArgument } from '../joinDirectives.ts';

const federationFeatures = 'https://specs.apollo.dev/';

const operationLocations: ReadonlySet<string> = new Set([
  DirectiveLocation.QUERY,
  DirectiveLocation.MUTATION,
  DirectiveLocation.SUBSCRIPTION,
  DirectiveLocation.FIELD,
  DirectiveLocation.FRAGMENT_DEFINITION,
  DirectiveLocation.FRAGMENT_SPREAD,
  DirectiveLocation.INLINE_FRAGMENT,
  DirectiveLocation.VARIABLE_DEFINITION,
]);

export function withoutOperationLinks(document: DocumentNode): DocumentNode {
  const forOperations = new Set(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION &&
      definition.locations.some(({ value }) => operationLocations.has(value))
        ? [definition.name.value]
        : [],
    ),
  );
  return visit(document, {
    Directive: (directive) => {
      if (directive.name.value !== 'link') return undefined;
      const url = stringArgument(directive as ConstDirectiveNode, 'url') ?? '';
      if (url.startsWith(federationFeatures)) return false;
      return importedDirectives(directive).some((name) => forOperations.has(name)) ? null : false;
    },
  });
}

/** The local names of the directives that a `@link` imports. */
function importedDirectives(link: DirectiveNode): string[] {
  const imports = link.arguments?.find(({ name }) => name.value === 'import')?.value;
  if (imports?.kind !== Kind.LIST) return [];
  return imports.values.flatMap((value) => {
    const imported = valueFromASTUntyped(value) as string | { readonly name?: string; readonly as?: string };
    const name = typeof imported === 'string' ? imported : (imported.as ?? imported.name);
    return name?.startsWith('@') === true ? [name.slice(1)] : [];
  });
}

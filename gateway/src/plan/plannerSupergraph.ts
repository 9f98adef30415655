/**
 * The planner's copy of a supergraph, with cures for cases in which Apollo's packages plan or load wrongly:
 *
 * 1. A `@key(resolvable: false)` is dropped where the same subgraph has a resolvable key for the type. The planner takes
 *    it as a key that can be resolved locally and leaves the fields behind it `null`.
 * 2. A field that takes arguments and stands in a `@requires` gets a synthetic twin without arguments. Data is keyed by
 *    response name: beside the client's own `comments(limit: 1)`, a required `comments(limit: 3)` would overwrite it, or
 *    be overwritten. `readSteps` turns the twin back into an aliased field, and into the true name in representations.
 * 3. Features that this gateway enforces itself (authorisation, cost, context) lose their purpose in `@link`, because
 *    ApolloGateway refuses a supergraph with a security feature it does not know. Unknown ones are still refused.
 * 4. A directive for operations that subgraphs compose with `@composeDirective` loses its `@link`, for with it clients
 *    could not use it: what a link brings in is taken out of the API schema.
 */
import {
  type ConstDirectiveNode,
  DirectiveLocation,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  parse,
  print,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { type FieldsType, graphOf, isKey, isUnresolvable, readFieldSet, stringArgument } from './joinDirectives.ts';
import { RequiredTwins, type SyntheticField } from './requiredTwins.ts';

export type PlannerSupergraph = {
  readonly sdl: string;
  /** The supergraph as clients are to see it: without synthetic fields. */
  readonly clientSdl: string;
  /** By synthetic name. */
  readonly syntheticFields: ReadonlyMap<string, SyntheticField>;
  /** The synthetic names a field requires, by `subgraph enum value`, type and field: `REVIEWS.Post.commentCount`. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** The fields of each resolvable key, by `subgraph enum value` and type: `REVIEWS.Post`. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
};

const enforcedFeatures = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy|context|cost|cacheTag)\//;

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

/** Throws a GraphQLError when the text is not SDL. */
export function plannerSupergraph(supergraphSdl: string): PlannerSupergraph {
  const linked = withoutEnforcedPurposes(parse(supergraphSdl, { noLocation: true }));
  const document = withoutUnresolvableKeys(withoutOperationLinks(linked));
  const twins = new RequiredTwins(document);
  const withRequires = visit(document, {
    ObjectTypeDefinition: (type) => twins.rewriteRequires(type),
    InterfaceTypeDefinition: (type) => twins.rewriteRequires(type),
  });
  const rewritten = visit(withRequires, {
    ObjectTypeDefinition: (type) => twins.addTo(type),
    InterfaceTypeDefinition: (type) => twins.addTo(type),
  });
  const sdl = print(rewritten);
  const clientSdl = twins.fields.size === 0 ? sdl : print(document);
  return {
    sdl,
    clientSdl,
    syntheticFields: twins.fields,
    requiredBy: twins.requiredBy,
    keys: resolvableKeys(document),
  };
}

function withoutEnforcedPurposes(document: DocumentNode): DocumentNode {
  return visit(document, {
    Directive: (directive) => {
      if (directive.name.value !== 'link') return undefined;
      const url = stringArgument(directive as ConstDirectiveNode, 'url');
      if (url === null || !enforcedFeatures.test(url)) return false;
      return {
        ...directive,
        arguments: directive.arguments?.filter((argument) => argument.name.value !== 'for') ?? [],
      };
    },
  });
}

function withoutOperationLinks(document: DocumentNode): DocumentNode {
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

function withoutUnresolvableKeys(document: DocumentNode): DocumentNode {
  const cure = (type: FieldsType): FieldsType | undefined => {
    const resolvableGraphs = new Set<string>();
    for (const directive of type.directives ?? []) {
      if (isKey(directive) && !isUnresolvable(directive)) resolvableGraphs.add(graphOf(directive));
    }
    const kept = type.directives?.filter(
      (directive) => !(isKey(directive) && isUnresolvable(directive) && resolvableGraphs.has(graphOf(directive))),
    );
    return kept?.length === type.directives?.length ? undefined : { ...type, directives: kept ?? [] };
  };
  return visit(document, { ObjectTypeDefinition: cure, InterfaceTypeDefinition: cure });
}

function resolvableKeys(document: DocumentNode): Map<string, string[][]> {
  const keys = new Map<string, string[][]>();
  const read = (type: FieldsType): void => {
    for (const directive of type.directives ?? []) {
      const key = isKey(directive) && !isUnresolvable(directive) ? stringArgument(directive, 'key') : null;
      if (key === null) continue;
      const fields = readFieldSet(key).selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? [selection.name.value] : [],
      );
      const coordinate = `${graphOf(directive)}.${type.name.value}`;
      keys.set(coordinate, [...(keys.get(coordinate) ?? []), fields]);
    }
  };
  visit(document, { ObjectTypeDefinition: read, InterfaceTypeDefinition: read });
  return keys;
}

/**
 * The planner's copy of a supergraph, with three cures for cases in which Apollo's planner plans wrong answers:
 *
 * 1. A `@key(resolvable: false)` is dropped where the same subgraph has a resolvable key for the type. The planner takes
 *    it as a key that can be resolved locally and leaves the fields behind it `null`.
 * 2. A field that takes arguments and stands in a `@requires` gets a synthetic twin without arguments. Data is keyed by
 *    response name: beside the client's own `comments(limit: 1)`, a required `comments(limit: 3)` would overwrite it, or
 *    be overwritten. `readSteps` turns the twin back into an aliased field, and into the true name in representations.
 * 3. Features that this gateway enforces itself (authorisation, cost, context) lose their purpose in `@link`, because
 *    ApolloGateway refuses a supergraph with a security feature it does not know. Unknown ones are still refused.
 */
import { type ConstDirectiveNode, type DocumentNode, parse, print, visit } from 'graphql';
import { type FieldsType, graphOf, isKey, isUnresolvable, stringArgument } from './joinDirectives.ts';
import { RequiredTwins, type SyntheticField } from './requiredTwins.ts';

export type PlannerSupergraph = {
  readonly sdl: string;
  /** By synthetic name. */
  readonly syntheticFields: ReadonlyMap<string, SyntheticField>;
  /** The synthetic names a field requires, by `subgraph enum value`, type and field: `REVIEWS.Post.commentCount`. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
};

const enforcedFeatures = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy|context|cost|cacheTag)\//;

/** Throws a GraphQLError when the text is not SDL. */
export function plannerSupergraph(supergraphSdl: string): PlannerSupergraph {
  const document = withoutUnresolvableKeys(withoutEnforcedPurposes(parse(supergraphSdl, { noLocation: true })));
  const twins = new RequiredTwins(document);
  const withRequires = visit(document, {
    ObjectTypeDefinition: (type) => twins.rewriteRequires(type),
    InterfaceTypeDefinition: (type) => twins.rewriteRequires(type),
  });
  const rewritten = visit(withRequires, {
    ObjectTypeDefinition: (type) => twins.addTo(type),
    InterfaceTypeDefinition: (type) => twins.addTo(type),
  });
  return { sdl: print(rewritten), syntheticFields: twins.fields, requiredBy: twins.requiredBy };
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

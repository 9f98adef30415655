/**
 * Fault: the planner knows no way from an @interfaceObject to a narrower or wider interface ("We should have an edge from
 * Media for __typename"), only to object types. Under an interface that some subgraph knows as such, the condition is
 * written for each object type that fulfils it, or left out where every object does.
 *
 * Minimal query: `{ media { ... on Video { length } } }`, where `Video implements Media` is an interface and the subgraph of
 * `Query.media` has `Media` as an @interfaceObject. Test: "a narrower or wider interface is asked for under an interface
 * object". Upstream: not reported to apollographql/federation. May go when: that test passes without it.
 */
import { type GraphQLCompositeType, type GraphQLSchema, isAbstractType, isInterfaceType } from 'graphql';

/** The types to select on instead of `condition` under `parent`; null: the condition itself. */
export function conditionsUnder(
  parent: GraphQLCompositeType,
  condition: GraphQLCompositeType,
  { schema, interfaceObjects }: { readonly schema: GraphQLSchema; readonly interfaceObjects: ReadonlySet<string> },
): readonly GraphQLCompositeType[] | null {
  if (!interfaceObjects.has(parent.name) || parent === condition || !isAbstractType(condition)) return null;
  if (!isInterfaceType(parent) || schema.isSubType(condition, parent)) return [parent];
  const possible = new Set(schema.getPossibleTypes(parent));
  return schema.getPossibleTypes(condition).filter((type) => possible.has(type));
}

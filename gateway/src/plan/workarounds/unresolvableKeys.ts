/**
 * Fault: the planner takes a `@key(resolvable: false)` beside a resolvable key of the same type and subgraph as a key that
 * can be resolved locally, and leaves the fields behind it `null`. The unresolvable one is dropped: it says nothing.
 *
 * Minimal query: `{ post { author { name } } }`, where one subgraph has `@key(fields: "id") @key(fields: "slug",
 * resolvable: false)` on `Author`. Test: "a key that is not resolvable beside one that is does not swallow data".
 * Upstream: not reported to apollographql/federation; an audit case shows it (graphql-hive/federation-gateway-audit#49).
 * May go when: that test passes without it.
 */
import { type DocumentNode, visit } from 'graphql';
import { type FieldsType, graphOf, isKey, isUnresolvable } from '../joinDirectives.ts';

export function withoutUnresolvableKeys(document: DocumentNode): DocumentNode {
  const withoutThem = (type: FieldsType): FieldsType | undefined => {
    const resolvableGraphs = new Set<string>();
    for (const directive of type.directives ?? []) {
      if (isKey(directive) && !isUnresolvable(directive)) resolvableGraphs.add(graphOf(directive));
    }
    const kept = type.directives?.filter(
      (directive) => !(isKey(directive) && isUnresolvable(directive) && resolvableGraphs.has(graphOf(directive))),
    );
    return kept?.length === type.directives?.length ? undefined : { ...type, directives: kept ?? [] };
  };
  return visit(document, { ObjectTypeDefinition: withoutThem, InterfaceTypeDefinition: withoutThem });
}

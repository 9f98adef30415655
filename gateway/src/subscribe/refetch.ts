import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  print,
  type SelectionSetNode,
  separateOperations,
} from 'graphql';

/**
 * The query that answers what a subscription's events show: the same operation on Query, its root field replaced by the
 * field of Query that returns the same, under the response name that subscribers know.
 */
export function refetchQuery(
  document: DocumentNode,
  operationName: string | null,
  { schema, queryField }: { readonly schema: GraphQLSchema; readonly queryField: string },
): string {
  const operations = separateOperations(document);
  const own = operations[operationName ?? Object.keys(operations)[0] ?? ''];
  if (own === undefined) throw new Error(`The document has no operation ${operationName}`);
  const subscriptionType = schema.getSubscriptionType()?.name;
  const queryType = schema.getQueryType()?.name ?? 'Query';
  const onQuery = { kind: Kind.NAMED_TYPE as const, name: { kind: Kind.NAME as const, value: queryType } };

  const renamed = (set: SelectionSetNode): SelectionSetNode => ({
    ...set,
    selections: set.selections.map((node) => {
      switch (node.kind) {
        case Kind.FIELD:
          return { ...node, alias: node.alias ?? node.name, name: { kind: Kind.NAME, value: queryField } };
        case Kind.INLINE_FRAGMENT:
          return {
            ...node,
            ...(node.typeCondition ? { typeCondition: onQuery } : {}),
            selectionSet: renamed(node.selectionSet),
          };
        default:
          return node;
      }
    }),
  });

  return print({
    ...own,
    definitions: own.definitions.map((definition) => {
      if (definition.kind === Kind.OPERATION_DEFINITION) {
        return { ...definition, operation: OperationTypeNode.QUERY, selectionSet: renamed(definition.selectionSet) };
      }
      // A fragment on the root type of subscriptions holds the root field.
      return definition.kind === Kind.FRAGMENT_DEFINITION && definition.typeCondition.name.value === subscriptionType
        ? { ...definition, typeCondition: onQuery, selectionSet: renamed(definition.selectionSet) }
        : definition;
    }),
  });
}

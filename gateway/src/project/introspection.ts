/** Answers introspection fields from the schema, as JSON text. */
import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

export type IntrospectionInput = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: ReadonlyMap<string, unknown>;
};

export function introspect(field: FieldNode, { schema, document, operation, variables }: IntrospectionInput): string {
  const { alias: _alias, ...unaliased } = field;
  const { data, errors } = executeSync({
    schema,
    document: {
      kind: Kind.DOCUMENT,
      definitions: [
        { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: [unaliased] } },
        ...document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION),
      ],
    },
    variableValues: Object.fromEntries(variables),
  });
  if (errors !== undefined && errors.length > 0) throw errors[0]!;
  return JSON.stringify(data?.[field.name.value] ?? null);
}

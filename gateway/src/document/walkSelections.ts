import {
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { ParsedOperation } from '../contract/operation.ts';

/** What a walk over an operation meets. Meta fields (`__typename`, `__schema`, `__type`) have no definition. */
export interface SelectionVisitor {
  readonly field: (
    node: FieldNode,
    parent: GraphQLCompositeType,
    definition: GraphQLField<unknown, unknown> | null,
  ) => void;
  readonly fragment: (node: InlineFragmentNode | FragmentSpreadNode, condition: GraphQLCompositeType) => void;
}

/** The supergraph's root type of an operation. */
export function rootTypeOf({
  operation,
  supergraphSchema,
}: Pick<ParsedOperation, 'operation' | 'supergraphSchema'>): GraphQLCompositeType {
  const type = supergraphSchema.getRootType(operation.operation);
  if (!type) throw new Error(`The supergraph has no ${operation.operation} type`);
  return type;
}

/** The definition of a field in the supergraph, or null for meta fields. */
export function fieldOf(parent: GraphQLCompositeType, name: string): GraphQLField<unknown, unknown> | null {
  if (!isObjectType(parent) && !isInterfaceType(parent)) return null;
  const fields = parent.getFields();
  return Object.hasOwn(fields, name) ? fields[name]! : null;
}

/** The composite type that a name stands for; the parent itself where nothing is named. */
export function conditionOf(
  schema: GraphQLSchema,
  name: string | undefined,
  parent: GraphQLCompositeType,
): GraphQLCompositeType {
  const type = name === undefined ? parent : schema.getType(name);
  return isCompositeType(type) ? type : parent;
}

/** Walks over all that an operation selects; a fragment's own selections are met once, under its own type. */
export function walkSelections(parsed: ParsedOperation, visitor: SelectionVisitor): void {
  const { document, operation, supergraphSchema: schema } = parsed;
  const fragments = new Map<string, FragmentDefinitionNode>(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const entered = new Set<string>();

  const walk = (set: SelectionSetNode, parent: GraphQLCompositeType): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const definition = fieldOf(parent, node.name.value);
        visitor.field(node, parent, definition);
        const type = definition === null ? null : getNamedType(definition.type);
        if (node.selectionSet !== undefined && isCompositeType(type)) walk(node.selectionSet, type);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = conditionOf(schema, node.typeCondition?.name.value, parent);
        visitor.fragment(node, condition);
        walk(node.selectionSet, condition);
      } else {
        const fragment = fragments.get(node.name.value);
        if (fragment === undefined) continue;
        const condition = conditionOf(schema, fragment.typeCondition.name.value, parent);
        visitor.fragment(node, condition);
        if (!entered.has(node.name.value)) {
          entered.add(node.name.value);
          walk(fragment.selectionSet, condition);
        }
      }
    }
  };
  walk(operation.selectionSet, rootTypeOf(parsed));
}

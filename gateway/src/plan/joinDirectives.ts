/** Reading the `@join__…` directives of a supergraph. */
import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql';

export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const isKey = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__type' && stringArgument(directive, 'key') !== null;

export const isUnresolvable = (directive: ConstDirectiveNode): boolean =>
  directive.arguments?.some(
    ({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
  ) ?? false;

export const isExternal = (directive: ConstDirectiveNode): boolean =>
  directive.name.value === 'join__field' &&
  directive.arguments?.some(
    ({ name, value }) => name.value === 'external' && value.kind === Kind.BOOLEAN && value.value,
  ) === true;

/** Whether the subgraph knows the field, be it an external one. */
export const isKnownTo = (graph: string, field: FieldDefinitionNode): boolean => {
  const joined = field.directives?.filter(({ name }) => name.value === 'join__field') ?? [];
  return joined.length === 0 || joined.some((directive) => graphOf(directive) === graph);
};

export function graphOf(directive: ConstDirectiveNode): string {
  const graph = directive.arguments?.find((argument) => argument.name.value === 'graph')?.value;
  return graph?.kind === Kind.ENUM ? graph.value : '';
}

export function stringArgument(directive: ConstDirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}

export const readFieldSet = (text: string): SelectionSetNode =>
  (parse(`{${text}}`, { noLocation: true }).definitions[0] as { selectionSet: SelectionSetNode }).selectionSet;

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

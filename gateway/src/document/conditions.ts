/** `@skip`, `@include` and `@defer(if:)` under given values of the variables in them. */
import { type DirectiveNode, Kind, type SelectionNode } from 'graphql';

/** Values of the condition variables, by the client's names. */
export type Conditions = ReadonlyMap<string, boolean>;

export function isIncluded(selection: SelectionNode, conditions: Conditions): boolean {
  return (selection.directives ?? []).every((directive) => {
    if (directive.name.value === 'skip') return !isOn(directive, conditions);
    return directive.name.value !== 'include' || isOn(directive, conditions);
  });
}

/** The `if` of a directive; without one it is on. */
export function isOn(directive: DirectiveNode, conditions: Conditions): boolean {
  const value = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
  if (value === undefined) return true;
  return value.kind === Kind.BOOLEAN
    ? value.value
    : value.kind === Kind.VARIABLE && conditions.get(value.name.value) === true;
}

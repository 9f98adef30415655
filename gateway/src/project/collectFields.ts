/** CollectFields of the specification, section 6.3.2: what is selected on an object of a type, by response name. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { LocatedError } from '../contract/errors.ts';
import { type Conditions, isIncluded } from '../document/conditions.ts';

export type CollectInput = {
  readonly schema: GraphQLSchema;
  readonly conditions: Conditions;
  readonly refused: ReadonlyMap<SelectionNode, Refusal>;
  /** Fragments that are delivered later and are not part of what is collected. */
  readonly deferred: ReadonlySet<SelectionNode>;
};

type Refusal = Omit<LocatedError, 'path'>;

export type CollectedField = { readonly nodes: FieldNode[]; refusal: Refusal | null };

export function collectFields(
  input: CollectInput,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): ReadonlyMap<string, CollectedField> {
  const collected = new Map<string, CollectedField>();
  const seen = { plain: new Set<SelectionSetNode>(), refused: new Set<SelectionSetNode>() };

  const collect = (set: SelectionSetNode, refusal: Refusal | null): void => {
    const visited = refusal === null ? seen.plain : seen.refused;
    if (visited.has(set)) return;
    visited.add(set);
    for (const selection of set.selections) {
      if (!isIncluded(selection, input.conditions) || input.deferred.has(selection)) continue;
      const refusedHere = input.refused.get(selection) ?? refusal;
      if (selection.kind === Kind.FIELD) {
        const name = selection.alias?.value ?? selection.name.value;
        const known = collected.get(name);
        if (known === undefined) collected.set(name, { nodes: [selection], refusal: refusedHere });
        else {
          known.nodes.push(selection);
          known.refusal ??= refusedHere;
        }
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection;
      const condition = fragment.typeCondition?.name.value;
      if (condition === undefined || applies(input.schema, condition, type))
        collect(fragment.selectionSet, refusedHere);
    }
  };

  for (const set of selectionSets) collect(set, null);
  return collected;
}

/** DoesFragmentTypeApply of the specification; `type` may be the interface that stands for an @interfaceObject. */
function applies(schema: GraphQLSchema, condition: string, type: GraphQLCompositeType): boolean {
  if (condition === type.name) return true;
  const conditionType = schema.getType(condition);
  if (!isAbstractType(conditionType) || !(isObjectType(type) || isInterfaceType(type))) return false;
  return schema.isSubType(conditionType, type);
}

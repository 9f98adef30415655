/**
 * What a field is made of: the fields whose values its subgraph gets by `@requires` and `@fromContext`. A viewer who may
 * not read those must not learn of them through what is computed from them. Composition has asked for the same rights on
 * both since federation 2.9; a supergraph may be older.
 */
import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { argumentOf, type Directed, type DirectiveNames, directivesOn } from '../document/linkedDirectives.ts';
import { conditionOf, fieldOf } from '../document/walkSelections.ts';

/** A field, its type or the type of a fragment's condition. */
export type SelectedData =
  | {
      readonly kind: 'field';
      readonly parent: GraphQLCompositeType;
      readonly definition: GraphQLField<unknown, unknown>;
    }
  | { readonly kind: 'fragment'; readonly condition: GraphQLCompositeType };

type ContextArgument = { readonly context?: unknown; readonly selection?: unknown };

/** All that is selected to make the field, the data required by that data included, each once. */
export function requiredData(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  definition: GraphQLField<unknown, unknown>,
  names: DirectiveNames,
): readonly SelectedData[] {
  const found: SelectedData[] = [];
  const seen = new Set<string>();

  const select = (type: GraphQLCompositeType, { selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = conditionOf(schema, selection.typeCondition?.name.value, type);
        found.push({ kind: 'fragment', condition });
        select(condition, selection.selectionSet);
      } else if (selection.kind === Kind.FIELD) {
        const field = fieldOf(type, selection.name.value);
        if (field === null) continue;
        found.push({ kind: 'field', parent: type, definition: field });
        const named = getNamedType(field.type);
        if (selection.selectionSet !== undefined && isCompositeType(named)) select(named, selection.selectionSet);
        addRequired(type, field);
      }
    }
  };
  const addRequired = (type: GraphQLCompositeType, field: GraphQLField<unknown, unknown>): void => {
    const coordinate = `${type.name}.${field.name}`;
    if (seen.has(coordinate)) return;
    seen.add(coordinate);
    for (const { owner, target } of declarationsOf(type, field)) {
      for (const directive of directivesOn(target, 'join__field')) {
        const requires = argumentOf(directive, 'requires');
        if (typeof requires === 'string') select(owner, readSelection(`{${requires}}`));
        for (const { context, selection } of contextArgumentsOf(argumentOf(directive, 'contextArguments'))) {
          for (const around of contextTypes(schema, names, context)) select(around, readSelection(selection));
        }
      }
    }
  };
  addRequired(parent, definition);
  return found;
}

/** An @interfaceObject declares a field for all types of an interface; what it requires stands there. */
function declarationsOf(
  type: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
): { readonly owner: GraphQLCompositeType; readonly target: Directed }[] {
  const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : [];
  return [type, ...interfaces].flatMap((owner) => {
    const target = owner === type ? field : fieldOf(owner, field.name);
    return target === null ? [] : [{ owner, target }];
  });
}

function contextArgumentsOf(value: unknown): { readonly context: string; readonly selection: string }[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap(({ context, selection }: ContextArgument) =>
    typeof context === 'string' && typeof selection === 'string' ? [{ context, selection }] : [],
  );
}

function contextTypes(schema: GraphQLSchema, names: DirectiveNames, context: string): GraphQLCompositeType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLCompositeType =>
      isCompositeType(type) &&
      directivesOn(type, names.context).some((directive) => argumentOf(directive, 'name') === context),
  );
}

const readSelection = (text: string): SelectionSetNode =>
  (parse(text, { noLocation: true }).definitions[0] as { selectionSet: SelectionSetNode }).selectionSet;

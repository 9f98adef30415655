import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import type { Cost, VariableValues } from '../contract/facts.ts';
import type { ParsedOperation } from '../contract/operation.ts';
import { argumentOf, type Directed, type DirectiveNames, directivesOn } from '../document/linkedDirectives.ts';
import { conditionOf, fieldOf, rootTypeOf } from '../document/walkSelections.ts';
import { introspectionListSize } from './introspectionSizes.ts';

/** A mutation costs this before it selects anything. */
const mutationWeight = 10;
/** An object of the schema's description (a type, a field, an argument). */
const schemaObjectWeight = 0.05;

/**
 * Compiles the cost of an operation by the cost specification (IBM, as Apollo's `@cost` and `@listSize` have it): a
 * composite field weighs 1 and a leaf 0 unless `@cost` says otherwise; what lies under a list counts once for each
 * entry. How many entries there are is said by `@listSize`, by the paging arguments of a connection (`first`, `last`),
 * or taken to be `defaultListSize`. Of fragments on different object types only the dearest counts, as an object has
 * one type. The work is linear in the document, fragments included.
 */
export function compileCost(parsed: ParsedOperation, names: DirectiveNames, defaultListSize: number): Cost {
  const { document, operation, supergraphSchema: schema } = parsed;
  const fragments = new Map<string, FragmentDefinitionNode>(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
  const fragmentCosts = new Map<string, Cost>();

  const costOfSet = (set: SelectionSetNode, parent: GraphQLCompositeType, sizes: SizedFields): Cost => {
    const shared: Cost[] = [];
    const byObjectType = new Map<string, Cost[]>();
    const put = (condition: GraphQLCompositeType, cost: Cost): void => {
      if (!isObjectType(condition) || condition === parent) {
        shared.push(cost);
        return;
      }
      const same = byObjectType.get(condition.name);
      if (same === undefined) byObjectType.set(condition.name, [cost]);
      else same.push(cost);
    };
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) shared.push(costOfField(node, parent, sizes));
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        const condition = conditionOf(schema, node.typeCondition?.name.value, parent);
        put(condition, costOfSet(node.selectionSet, condition, sizes));
      } else {
        const fragment = fragments.get(node.name.value);
        if (fragment === undefined) continue;
        const condition = conditionOf(schema, fragment.typeCondition.name.value, parent);
        put(condition, costOfFragment(fragment, condition, sizes));
      }
    }
    return sum([...shared, greatest([...byObjectType.values()].map(sum))]);
  };

  const costOfFragment = (
    fragment: FragmentDefinitionNode,
    condition: GraphQLCompositeType,
    sizes: SizedFields,
  ): Cost => {
    // Under a sized field the same fragment costs something else.
    if (sizes !== null) return costOfSet(fragment.selectionSet, condition, sizes);
    const known = fragmentCosts.get(fragment.name.value);
    if (known !== undefined) return known;
    const cost = costOfSet(fragment.selectionSet, condition, null);
    fragmentCosts.set(fragment.name.value, cost);
    return cost;
  };

  const costOfField = (node: FieldNode, parent: GraphQLCompositeType, sizes: SizedFields): Cost => {
    const definition = fieldOf(parent, node.name.value) ?? metaFieldOf(node.name.value);
    if (definition === null) return 0;
    const type = getNamedType(definition.type);
    // What is read of the schema is listed, not fetched: it costs a part of other objects, by how many there are.
    const isOfSchema = type.name.startsWith('__');
    const list = isOfSchema ? null : readListSize(definition, node, names, defaultListSize);
    const under =
      node.selectionSet !== undefined && isCompositeType(type)
        ? costOfSet(
            node.selectionSet,
            type,
            list?.sizedFields.length ? { fields: list.sizedFields, size: list.size } : null,
          )
        : 0;
    const own =
      weightOf(definition, names) ??
      weightOf(type, names) ??
      (isCompositeType(type) ? (isOfSchema ? schemaObjectWeight : 1) : 0);
    const inherited = sizes?.fields.includes(definition.name) ? sizes.size : null;
    const assumed = isOfSchema ? introspectionListSize(schema, parent.name, definition.name) : defaultListSize;
    const count: Cost = isListType(getNullableType(definition.type)) ? (inherited ?? list?.size ?? assumed) : 1;
    return sum([multiply(count, sum([own, under])), costOfArguments(node, definition, names)]);
  };

  const root = costOfSet(operation.selectionSet, rootTypeOf(parsed), null);
  return operation.operation === 'mutation' ? sum([mutationWeight, root]) : root;
}

/** What an operation costs with these variables; never more than a whole number can say. */
export const costWith = (cost: Cost, variables: VariableValues): number =>
  Math.ceil(typeof cost === 'number' ? cost : cost(variables));

const metaFields = new Map([SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]));
const metaFieldOf = (name: string): GraphQLField<unknown, unknown> | null => metaFields.get(name) ?? null;

/** The fields of a connection that have as many entries as its paging arguments say. */
type SizedFields = { readonly fields: readonly string[]; readonly size: Cost } | null;

interface ListSize {
  readonly size: Cost;
  readonly sizedFields: readonly string[];
}

const pagingArguments = ['first', 'last'];
const connectionFields = ['edges', 'nodes'];

function readListSize(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  names: DirectiveNames,
  defaultListSize: number,
): ListSize | null {
  const directive = directivesOn(definition, names.listSize)[0];
  if (directive !== undefined) {
    const slicing = (argumentOf(directive, 'slicingArguments') ?? []) as readonly string[];
    const assumed = argumentOf(directive, 'assumedSize');
    const fallback = typeof assumed === 'number' ? assumed : defaultListSize;
    const sizedFields = (argumentOf(directive, 'sizedFields') ?? []) as readonly string[];
    return { size: slicing.length > 0 ? sizeByArguments(definition, node, slicing, fallback) : fallback, sizedFields };
  }
  const paging = definition.args.filter(({ name }) => pagingArguments.includes(name)).map(({ name }) => name);
  if (paging.length === 0) return null;
  const isList = isListType(getNullableType(definition.type));
  return {
    size: sizeByArguments(definition, node, paging, defaultListSize),
    sizedFields: isList ? [] : connectionFields,
  };
}

/** The largest of the slicing arguments that are given, or have a default. */
function sizeByArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  slicing: readonly string[],
  fallback: number,
): Cost {
  const sizes = slicing.flatMap((path): readonly Cost[] => {
    const [name = '', ...inner] = path.split('.');
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value === undefined) {
      const byDefault = definition.args.find((argument) => argument.name === name)?.defaultValue;
      return inner.length === 0 && typeof byDefault === 'number' ? [byDefault] : [];
    }
    return [numberAt(value, inner)];
  });
  if (sizes.length === 0) return fallback;
  const largest = greatest(sizes);
  if (typeof largest === 'number') return largest > 0 ? largest : fallback;
  return (variables) => {
    const size = largest(variables);
    return size > 0 ? size : fallback;
  };
}

/** The number at a place in an argument's value; 0 where there is none. Never less than 0. */
function numberAt(value: ValueNode, path: readonly string[]): Cost {
  const [name, ...rest] = path;
  if (value.kind === Kind.VARIABLE) {
    return (variables) => {
      const given = path.reduce<unknown>(
        (object, key) =>
          typeof object === 'object' && object !== null && Object.hasOwn(object, key)
            ? (object as Record<string, unknown>)[key]
            : undefined,
        variables.get(value.name.value),
      );
      return typeof given === 'number' ? Math.max(0, given) : 0;
    };
  }
  if (name === undefined) return value.kind === Kind.INT ? Math.max(0, Number(value.value)) : 0;
  const field =
    value.kind === Kind.OBJECT ? value.fields.find((candidate) => candidate.name.value === name) : undefined;
  return field === undefined ? 0 : numberAt(field.value, rest);
}

function weightOf(target: Directed, names: DirectiveNames): number | undefined {
  const directive = directivesOn(target, names.cost)[0];
  const weight = directive === undefined ? undefined : argumentOf(directive, 'weight');
  return typeof weight === 'number' ? weight : undefined;
}

function costOfArguments(node: FieldNode, definition: GraphQLField<unknown, unknown>, names: DirectiveNames): Cost {
  return sum(
    (node.arguments ?? []).flatMap(({ name, value }) => {
      const argument = definition.args.find((candidate) => candidate.name === name.value);
      return argument === undefined
        ? []
        : [
            sum([
              weightOf(argument as GraphQLArgument & Directed, names) ?? 0,
              costOfValue(value, argument.type, names),
            ]),
          ];
    }),
  );
}

/** Input fields with a cost of their own, in literals; a variable counts as if it gave every weighted field once. */
function costOfValue(value: ValueNode, type: GraphQLInputType, names: DirectiveNames): Cost {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return 0;
  const fields = Object.values(named.getFields());
  if (value.kind === Kind.LIST) return sum(value.values.map((entry) => costOfValue(entry, named, names)));
  if (value.kind === Kind.VARIABLE) return sum(fields.map((field) => weightOf(field, names) ?? 0));
  if (value.kind !== Kind.OBJECT) return 0;
  return sum(
    value.fields.flatMap(({ name, value: inner }) => {
      const field = fields.find((candidate) => candidate.name === name.value);
      return field === undefined ? [] : [sum([weightOf(field, names) ?? 0, costOfValue(inner, field.type, names)])];
    }),
  );
}

const bounded = (cost: number): number => Math.min(cost, Number.MAX_SAFE_INTEGER);

function combine(costs: readonly Cost[], fold: (values: readonly number[]) => number): Cost {
  const constants = costs.filter((cost) => typeof cost === 'number');
  const functions = costs.filter((cost) => typeof cost === 'function');
  const constant = constants.length === 0 ? null : bounded(fold(constants));
  if (functions.length === 0) return constant ?? 0;
  return (variables) => {
    const values = functions.map((cost) => cost(variables));
    return bounded(fold(constant === null ? values : [constant, ...values]));
  };
}

const sum = (costs: readonly Cost[]): Cost =>
  combine(costs, (values) => values.reduce((total, value) => total + value, 0));
const greatest = (costs: readonly Cost[]): Cost => combine(costs, (values) => Math.max(0, ...values));
const multiply = (left: Cost, right: Cost): Cost =>
  combine([left, right], (values) => values.reduce((total, value) => total * value, 1));

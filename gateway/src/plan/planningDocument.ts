/**
 * The document that the planner sees: one operation with the fragments it uses, canonical response names
 * (`document/responseKeys.ts`, apollographql/federation#3036), no refused selections, no variable with a name the planner
 * uses itself, `@defer` taken out or given labels of ours.
 *
 * Conditions are decided in it, and each assignment of the condition variables is planned for itself (decision 0031).
 * Apollo's planner makes wrong plans of conditions: `{ shipping @include(if: $no) inStock }` requires for `inStock` too
 * what only `shipping` needs, and has not fetched it (#3317); `me @skip(if: $a) { id @skip(if: $b) }` does not ask for
 * `me` under `$b` (#2712).
 */
import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInputType,
  Kind,
  type NameNode,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { RefusalError } from '../contract/errors.ts';
import { type Conditions, isIncluded, isOn } from '../document/conditions.ts';
import { hasLongNumber } from '../document/inputText.ts';
import type { ResponseKeys } from '../document/responseKeys.ts';
import { fieldOf } from '../document/walkSelections.ts';
import { type Literal, LiteralVariables } from './literalVariables.ts';
import { conditionsUnder } from './workarounds/interfaceObjectConditions.ts';

export type PlanningDocument = {
  readonly text: string;
  readonly operationName: string | null;
  /** The client's names of renamed variables. */
  readonly clientVariables: ReadonlyMap<string, string>;
  /** What stands for the literals of arguments, by variable. */
  readonly literals: ReadonlyMap<string, Literal>;
  /** The deferred fragments by the label given to the planner. */
  readonly deferred: ReadonlyMap<string, DeferredFragment>;
};

export type DeferredFragment = {
  readonly clientLabel: string | null;
  /** How to get from the root of the data to the objects that its patches are merged into. */
  readonly path: readonly DeferredPathElement[];
  readonly node: SelectionNode;
};
export type DeferredPathElement =
  | { readonly kind: 'field'; readonly key: string; readonly responseName: string; readonly type: GraphQLCompositeType }
  | { readonly kind: 'type'; readonly name: string };

export type PlanningInput = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly keys: ResponseKeys;
  readonly refused: ReadonlySet<SelectionNode>;
  readonly conditions: Conditions;
  readonly defer: boolean;
  /** Interfaces that some subgraph knows as an @interfaceObject. */
  readonly interfaceObjects: ReadonlySet<string>;
};

/** Fragments are written out where there is `@defer`, since every place needs a label of its own, and under interface objects. */
const expandedSelectionsMax = 20_000;

export function planningDocument(input: PlanningInput): PlanningDocument {
  return new Writer(input).write();
}

class Writer {
  readonly #input: PlanningInput;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #used = new Map<string, FragmentDefinitionNode | null>();
  readonly #variables = new Map<string, string>();
  readonly #deferred = new Map<string, DeferredFragment>();
  readonly #literals = new LiteralVariables();
  readonly #expands: boolean;
  #expanded = 0;

  constructor(input: PlanningInput) {
    this.#input = input;
    this.#fragments = fragmentsOf(input.document);
    this.#expands = input.defer && hasDefer(input.document);
    for (const { variable } of input.operation.variableDefinitions ?? []) {
      const name = variable.name.value;
      if (/^(representations|contextualArgument|literal\d)/.test(name)) this.#variables.set(`client_${name}`, name);
    }
  }

  write(): PlanningDocument {
    const { schema, operation } = this.#input;
    const root = schema.getRootType(operation.operation)!;
    const selectionSet = this.#selections(operation.selectionSet, root, []);
    const variableDefinitions = [
      ...(operation.variableDefinitions ?? []).map((definition) => this.#plannable(definition)),
      ...this.#literals.definitions(),
    ];
    const written: DocumentNode = {
      kind: Kind.DOCUMENT,
      definitions: [
        { ...operation, variableDefinitions, selectionSet },
        ...[...this.#used.values()].filter((fragment) => fragment !== null),
      ],
    };
    return {
      text: print(this.#renameVariables(written)),
      operationName: operation.name?.value ?? null,
      clientVariables: this.#variables,
      literals: this.#literals.byName,
      deferred: this.#deferred,
    };
  }

  #selections(
    { selections }: SelectionSetNode,
    parent: GraphQLCompositeType,
    path: readonly DeferredPathElement[],
  ): SelectionSetNode {
    const written = selections.flatMap((selection): readonly SelectionNode[] => {
      if (this.#input.refused.has(selection) || !isIncluded(selection, this.#input.conditions)) return [];
      if (selection.kind !== Kind.FIELD) return this.#fragment(selection, parent, path);
      return this.#isIntrospection(selection) ? [] : [this.#field(selection, parent, path)];
    });
    this.#count(written.length);
    return { kind: Kind.SELECTION_SET, selections: written.length === 0 ? [typenameField] : written };
  }

  #fragment(
    selection: Exclude<SelectionNode, FieldNode>,
    parent: GraphQLCompositeType,
    path: readonly DeferredPathElement[],
  ): readonly SelectionNode[] {
    const { typeCondition: condition, selectionSet } =
      selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value)! : selection;
    const type = condition === undefined ? parent : this.#compositeType(condition.name.value);
    const here = condition === undefined ? path : [...path, { kind: 'type' as const, name: type.name }];
    const types = conditionsUnder(parent, type, this.#input);
    if (types === null && selection.kind === Kind.FRAGMENT_SPREAD && !this.#expands) {
      this.#useFragment(selection.name.value, type);
      return [{ ...selection, directives: ownDirectives(selection) }];
    }
    const written = types ?? [type];
    // What is written more than once is not deferred: no client has to be sent it later.
    const directives = written.length > 1 ? ownDirectives(selection) : this.#labelled(selection, here);
    return written.map((each) => ({
      kind: Kind.INLINE_FRAGMENT,
      ...(each === parent ? {} : { typeCondition: { kind: Kind.NAMED_TYPE, name: nameNode(each.name) } as const }),
      directives,
      selectionSet: this.#selections(selectionSet, each, here),
    }));
  }

  #field(field: FieldNode, parent: GraphQLCompositeType, path: readonly DeferredPathElement[]): FieldNode {
    const { alias: clientAlias, selectionSet, ...rest } = field;
    const name = field.name.value;
    const key = this.#input.keys.keyOf(field, parent === this.#input.schema.getMutationType());
    const alias = key === name ? {} : { alias: nameNode(key) };
    const directives = ownDirectives(field);
    const definition = fieldOf(parent, name);
    const written = { ...rest, ...alias, arguments: this.#literals.liftFrom(field, definition), directives };
    if (selectionSet === undefined) return written;
    const type = getNamedType(definition!.type) as GraphQLCompositeType;
    const responseName = clientAlias?.value ?? name;
    const here = [...path, { kind: 'field' as const, key, responseName, type }];
    return { ...written, selectionSet: this.#selections(selectionSet, type, here) };
  }

  /** Plans name variables without their defaults, and the planner knows no number of more digits than JavaScript. */
  #plannable(definition: VariableDefinitionNode): VariableDefinitionNode {
    const { defaultValue, ...rest } = definition;
    const type = typeFromAST(this.#input.schema, definition.type);
    const isTooLong = defaultValue !== undefined && isInputType(type) && hasLongNumber(defaultValue, type);
    return isTooLong ? rest : definition;
  }

  /** The gateway answers it itself. */
  #isIntrospection({ name }: FieldNode): boolean {
    return name.value === '__schema' || name.value === '__type';
  }

  #useFragment(name: string, type: GraphQLCompositeType): void {
    if (this.#used.has(name)) return;
    this.#used.set(name, null);
    const fragment = this.#fragments.get(name)!;
    this.#used.set(name, { ...fragment, selectionSet: this.#selections(fragment.selectionSet, type, []) });
  }

  #labelled(node: Exclude<SelectionNode, FieldNode>, path: readonly DeferredPathElement[]): readonly DirectiveNode[] {
    const others = ownDirectives(node);
    const defer = node.directives?.find(({ name }) => name.value === 'defer');
    if (defer === undefined || !this.#input.defer || !isOn(defer, this.#input.conditions)) return others;
    const clientLabel = defer.arguments?.find(({ name }) => name.value === 'label')?.value;
    const label = `d${this.#deferred.size}`;
    this.#deferred.set(label, {
      clientLabel: clientLabel?.kind === Kind.STRING ? clientLabel.value : null,
      path,
      node,
    });
    const value = { kind: Kind.STRING, value: label } as const;
    return [...others, { ...defer, arguments: [{ kind: Kind.ARGUMENT, name: nameNode('label'), value }] }];
  }

  #renameVariables(document: DocumentNode): DocumentNode {
    if (this.#variables.size === 0) return document;
    const renamed = new Map([...this.#variables].map(([planned, client]) => [client, planned]));
    return visit(document, {
      Variable: (variable) => {
        const name = renamed.get(variable.name.value);
        return name === undefined ? undefined : { ...variable, name: nameNode(name) };
      },
    });
  }

  #compositeType(name: string): GraphQLCompositeType {
    const type = this.#input.schema.getType(name);
    if (!isCompositeType(type)) throw new RefusalError('GRAPHQL_VALIDATION_FAILED', `Unknown type "${name}".`);
    return type;
  }

  #count(selections: number): void {
    this.#expanded += selections;
    if (this.#expanded <= expandedSelectionsMax) return;
    throw new RefusalError(
      'QUERY_PLAN_TOO_COMPLEX',
      `The operation has more than ${expandedSelectionsMax} selections when its fragments are written out.`,
    );
  }
}

export function fragmentsOf(document: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return fragments;
}

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });

const typenameField: FieldNode = { kind: Kind.FIELD, name: nameNode('__typename') };

/** The directives that are the subgraphs' business. */
const ownDirectives = ({ directives }: SelectionNode): readonly DirectiveNode[] =>
  (directives ?? []).filter(({ name }) => !conditional.has(name.value));

const conditional = new Set(['skip', 'include', 'defer']);

function hasDefer(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Directive: ({ name }) => {
      if (name.value === 'defer') found = true;
    },
  });
  return found;
}

/** Document and schema → projection. Structurally equal shapes become one, so that fragments are compiled once. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { type LocatedError, RefusalError } from '../contract/errors.ts';
import type { Conditions } from '../document/conditions.ts';
import { collectFields } from './collectFields.ts';
import { markShared } from './markShared.ts';
import type {
  FieldContent,
  FieldShape,
  FieldsShape,
  ObjectShape,
  Projection,
  ScalarKind,
  ValueShape,
} from './projection.ts';

export type ProjectionInput = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** The selection to write and the type it stands on: an operation's, or that of a deferred fragment. */
  readonly selectionSet: SelectionSetNode;
  readonly parentType: GraphQLCompositeType;
  readonly conditions: Conditions;
  /** Canonical response name of a field. */
  readonly keyOf: (field: FieldNode, isMutationRoot: boolean) => string;
  readonly refused: ReadonlyMap<SelectionNode, Omit<LocatedError, 'path'>>;
  /** Fragments that are delivered later and are not part of this projection. */
  readonly deferred: ReadonlySet<SelectionNode>;
  /** Interfaces that some subgraph knows as an @interfaceObject. */
  readonly interfaceObjects: ReadonlySet<string>;
  /** Canonical paths at which entities come together. */
  readonly sharedPaths: readonly (readonly string[])[];
};

const shapesMax = 50_000;

export function compileProjection(input: ProjectionInput): Projection {
  const compiler = new Compiler(input);
  const root = compiler.objectShape(input.parentType, [input.selectionSet]);
  for (const path of input.sharedPaths) markShared(root, path);
  return { root, introspection: compiler.introspection, size: compiler.size };
}

class Compiler {
  readonly introspection: FieldNode[] = [];
  size = 0;
  readonly #input: ProjectionInput;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  readonly #objects = new Map<string, ObjectShape>();
  readonly #fieldsByText = new Map<string, FieldsShape>();
  readonly #objectsByText = new Map<string, ObjectShape>();
  readonly #setIds = new Map<SelectionSetNode, number>();
  readonly #enums = new Map<string, ReadonlySet<string>>();

  constructor(input: ProjectionInput) {
    this.#input = input;
    for (const definition of input.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  objectShape(type: GraphQLCompositeType, selectionSets: readonly SelectionSetNode[]): ObjectShape {
    const memoKey = `${type.name} ${selectionSets.map((set) => this.#idOf(set)).join(' ')}`;
    const known = this.#objects.get(memoKey);
    if (known !== undefined) return known;
    const shape = isAbstractType(type)
      ? this.#abstractShape(type, selectionSets)
      : this.#concreteShape(type, selectionSets);
    this.#objects.set(memoKey, shape);
    return shape;
  }

  #concreteShape(type: GraphQLObjectType, selectionSets: readonly SelectionSetNode[]): ObjectShape {
    const fields = this.#fieldsShape(type, selectionSets, type.name);
    return this.#internObject(`${type.name}:${fields.id}`, {
      typeName: type.name,
      fields,
      byType: new Map(),
      untyped: null,
    });
  }

  #abstractShape(type: GraphQLAbstractType, selectionSets: readonly SelectionSetNode[]): ObjectShape {
    const byType = new Map<string, FieldsShape>();
    for (const possible of this.#input.schema.getPossibleTypes(type)) {
      byType.set(possible.name, this.#fieldsShape(possible, selectionSets, null));
    }
    let untyped: FieldsShape | null = null;
    for (const name of this.#interfaceObjectsIn(type)) {
      const interfaceType = this.#input.schema.getType(name) as GraphQLCompositeType;
      const fields = this.#fieldsShape(interfaceType, selectionSets, null);
      byType.set(name, fields);
      if (name === type.name) untyped = fields;
    }
    const text = `${type.name}:${[...byType].map(([name, { id }]) => `${name}=${id}`).join()}:${untyped?.id ?? ''}`;
    return this.#internObject(text, { typeName: type.name, fields: null, byType, untyped });
  }

  /** The interface objects that data of this type may be: the type itself and interfaces under it. */
  #interfaceObjectsIn(type: GraphQLAbstractType): string[] {
    return [...this.#input.interfaceObjects].filter((name) => {
      const candidate = this.#input.schema.getType(name);
      if (!isInterfaceType(candidate)) return false;
      return candidate === type || this.#input.schema.isSubType(type, candidate);
    });
  }

  #internObject(text: string, shape: Omit<ObjectShape, 'id' | 'isShared'>): ObjectShape {
    const known = this.#objectsByText.get(text);
    if (known !== undefined) return known;
    const interned: ObjectShape = { id: this.#nextId(), isShared: false, ...shape };
    this.#objectsByText.set(text, interned);
    return interned;
  }

  #fieldsShape(
    type: GraphQLCompositeType,
    selectionSets: readonly SelectionSetNode[],
    typeName: string | null,
  ): FieldsShape {
    const collected = collectFields(this.#input, this.#fragments, type, selectionSets);
    const texts: string[] = [];
    const fields: FieldShape[] = [];
    for (const [name, { nodes, refusal }] of collected) {
      const { field, text } = this.#fieldShape(type, typeName, name, nodes, refusal);
      fields.push(field);
      texts.push(text);
    }
    const text = texts.join('\n');
    const known = this.#fieldsByText.get(text);
    if (known !== undefined) return known;
    const shape: FieldsShape = { id: this.#nextId(), fields };
    this.#fieldsByText.set(text, shape);
    return shape;
  }

  #fieldShape(
    type: GraphQLCompositeType,
    typeName: string | null,
    name: string,
    nodes: readonly FieldNode[],
    refusal: Omit<LocatedError, 'path'> | null,
  ): { readonly field: FieldShape; readonly text: string } {
    const fieldName = nodes[0]!.name.value;
    if (fieldName === '__typename') {
      const content: FieldContent = isInterfaceType(type)
        ? { kind: 'unresolved-typename' }
        : { kind: 'typename', typeName };
      const field = { name, key: '__typename', coordinate: `${type.name}.__typename`, content };
      return { field, text: `${name} __typename ${content.kind} ${typeName ?? ''}` };
    }
    if (fieldName === '__schema' || fieldName === '__type') {
      const index = this.introspection.push({ ...nodes[0]!, selectionSet: mergeSets(nodes) }) - 1;
      const content = { kind: 'introspection', index } as const;
      return {
        field: { name, key: fieldName, coordinate: `Query.${fieldName}`, content },
        text: `${name} ${fieldName} ${index}`,
      };
    }
    const { mutationType, definition } = this.#definition(type, fieldName);
    const key = this.#input.keyOf(nodes[0]!, type === mutationType);
    const coordinate = `${type.name}.${fieldName}`;
    if (refusal !== null) {
      const isNonNull = isNonNullType(definition.type);
      const content: FieldContent = { kind: 'refused', isNonNull, error: refusal };
      return {
        field: { name, key, coordinate, content },
        text: `${name} refused ${coordinate} ${JSON.stringify(refusal)}`,
      };
    }
    const { shape, text } = this.#valueShape(definition.type, nodes);
    return {
      field: { name, key, coordinate, content: { kind: 'value', type: shape } },
      text: `${name} ${key} ${coordinate} ${text}`,
    };
  }

  #valueShape(
    type: GraphQLOutputType,
    nodes: readonly FieldNode[],
  ): { readonly shape: ValueShape; readonly text: string } {
    if (isNonNullType(type)) {
      const { shape, text } = this.#valueShape(type.ofType, nodes);
      return { shape: { ...shape, isNonNull: true }, text: `${text}!` };
    }
    if (isListType(type)) {
      const { shape, text } = this.#valueShape(type.ofType, nodes);
      return { shape: { isNonNull: false, of: { kind: 'list', item: shape } }, text: `[${text}]` };
    }
    if (isEnumType(type)) {
      const values = this.#enums.get(type.name) ?? new Set(type.getValues().map((value) => value.name));
      this.#enums.set(type.name, values);
      return { shape: { isNonNull: false, of: { kind: 'enum', values } }, text: type.name };
    }
    if (isLeafType(type)) return { shape: { isNonNull: false, of: { kind: scalarKind(type.name) } }, text: type.name };
    const object = this.objectShape(
      type,
      nodes.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet])),
    );
    return { shape: { isNonNull: false, of: { kind: 'object', object } }, text: `#${object.id}` };
  }

  #definition(type: GraphQLCompositeType, fieldName: string) {
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    const definition = Object.hasOwn(fields, fieldName) ? fields[fieldName] : undefined;
    if (definition === undefined) {
      throw new RefusalError('GRAPHQL_VALIDATION_FAILED', `Cannot query field "${fieldName}" on type "${type.name}".`);
    }
    return { definition, mutationType: this.#input.schema.getMutationType() };
  }

  #idOf(set: SelectionSetNode): number {
    const known = this.#setIds.get(set);
    if (known !== undefined) return known;
    const id = this.#setIds.size;
    this.#setIds.set(set, id);
    return id;
  }

  #nextId(): number {
    if (this.size >= shapesMax) {
      throw new RefusalError('QUERY_PLAN_TOO_COMPLEX', `The answer would have more than ${shapesMax} shapes.`);
    }
    return this.size++;
  }
}

function mergeSets(nodes: readonly FieldNode[]): SelectionSetNode {
  return { kind: Kind.SELECTION_SET, selections: nodes.flatMap(({ selectionSet }) => selectionSet?.selections ?? []) };
}

function scalarKind(typeName: string): ScalarKind {
  switch (typeName) {
    case 'String':
      return 'string';
    case 'ID':
      return 'id';
    case 'Int':
      return 'int';
    case 'Float':
      return 'float';
    case 'Boolean':
      return 'boolean';
    default:
      return 'any';
  }
}

import {
  type ArgumentNode,
  type ConstValueNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  parseType,
  type ValueNode,
  type VariableDefinitionNode,
} from 'graphql';
import { hasLongNumber, inputText } from '../document/inputText.ts';

/**
 * A literal that is sent as a variable, so that subgraphs meet few documents however many values clients write into theirs.
 * `node`: it is put back into the document, for its digits would not survive a subgraph's JSON.
 */
export type Literal = { readonly text: string; readonly node: ValueNode | null };

/** Puts variables of ours, `literal0` and so on, in the place of literals. */
export class LiteralVariables {
  readonly #byName = new Map<string, Literal & { readonly definition: VariableDefinitionNode }>();
  readonly #names = new Map<string, string>();

  get byName(): ReadonlyMap<string, Literal> {
    return this.#byName;
  }

  definitions(): readonly VariableDefinitionNode[] {
    return [...this.#byName.values()].map(({ definition }) => definition);
  }

  /** The arguments of a field with variables in place of the literals that clients vary. */
  liftFrom(
    { arguments: nodes = [] }: FieldNode,
    definition: GraphQLField<unknown, unknown> | null,
  ): readonly ArgumentNode[] {
    return nodes.map((node) => {
      const argument = definition?.args.find(({ name }) => name === node.name.value);
      return argument === undefined ? node : { ...node, value: this.#value(node.value, argument.type) };
    });
  }

  /** Constants of few values are left: documents don't multiply by them. */
  #value(node: ValueNode, type: GraphQLInputType): ValueNode {
    if (isNonNullType(type) && holdsVariable(node)) return this.#value(node, type.ofType);
    switch (node.kind) {
      case Kind.VARIABLE:
      case Kind.BOOLEAN:
      case Kind.ENUM:
      case Kind.NULL:
        return node;
      case Kind.LIST:
        if (!holdsVariable(node)) return this.#literal(node, type);
        if (!isListType(type)) return node;
        return { ...node, values: node.values.map((value) => this.#value(value, type.ofType)) };
      case Kind.OBJECT: {
        if (!holdsVariable(node)) return this.#literal(node, type);
        if (isListType(type)) return this.#value(node, type.ofType);
        if (!isInputObjectType(type)) return node;
        const fields = type.getFields();
        return {
          ...node,
          fields: node.fields.map((field) => ({
            ...field,
            value: this.#value(field.value, fields[field.name.value]!.type),
          })),
        };
      }
      default:
        return this.#literal(node, type);
    }
  }

  /** Equal literals have one variable, for fields that are selected twice must stay alike. */
  #literal(node: ConstValueNode, type: GraphQLInputType): ValueNode {
    const text = inputText(node, type);
    const key = `${type}=${text}`;
    const name = this.#names.get(key) ?? `literal${this.#byName.size}`;
    const variable = { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
    if (!this.#byName.has(name)) {
      this.#names.set(key, name);
      this.#byName.set(name, {
        text,
        node: hasLongNumber(node, type) ? node : null,
        definition: { kind: Kind.VARIABLE_DEFINITION, variable, type: parseType(String(type), { noLocation: true }) },
      });
    }
    return variable;
  }
}

function holdsVariable(node: ValueNode): node is Exclude<ValueNode, ConstValueNode> {
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  if (node.kind === Kind.OBJECT) return node.fields.some(({ value }) => holdsVariable(value));
  return node.kind === Kind.VARIABLE;
}

/** Constant values of a document as the JSON that a client would have sent: every digit is kept. */
import {
  type GraphQLInputType,
  type GraphQLList,
  type GraphQLNonNull,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type ValueNode,
} from 'graphql';

/** `type`: null below a custom scalar, of which nothing is known. */
export function inputText(node: ValueNode, declared: GraphQLInputType | null): string {
  const type = nullableOf(declared);
  if (isListType(type) && node.kind !== Kind.LIST) return inputText(node, type.ofType as GraphQLInputType);
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      // An id is text, whatever it looks like.
      return isScalarType(type) && type.name === 'ID' ? JSON.stringify(node.value) : node.value;
    case Kind.BOOLEAN:
      return String(node.value);
    case Kind.NULL:
      return 'null';
    case Kind.LIST:
      return `[${node.values.map((value) => inputText(value, isListType(type) ? (type.ofType as GraphQLInputType) : null)).join(',')}]`;
    case Kind.OBJECT: {
      const fields = isInputObjectType(type) ? type.getFields() : {};
      const texts = node.fields.map(
        ({ name, value }) => `${JSON.stringify(name.value)}:${inputText(value, fields[name.value]?.type ?? null)}`,
      );
      return `{${texts.join(',')}}`;
    }
    case Kind.STRING:
    case Kind.ENUM:
      return JSON.stringify(node.value);
    case Kind.VARIABLE:
      throw new Error('A constant value holds a variable.');
  }
}

/** Whether a custom scalar holds a number here whose digits JavaScript would not keep. */
export function hasLongNumber(node: ValueNode, declared: GraphQLInputType | null): boolean {
  const type = nullableOf(declared);
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT: {
      const named = type === null ? null : getNamedType(type);
      const isBuiltIn = isScalarType(named) && isSpecifiedScalarType(named);
      return !isBuiltIn && String(Number(node.value)) !== node.value;
    }
    case Kind.LIST:
      return node.values.some((value) =>
        hasLongNumber(value, isListType(type) ? (type.ofType as GraphQLInputType) : type),
      );
    case Kind.OBJECT: {
      const fields = isInputObjectType(type) ? type.getFields() : {};
      return node.fields.some(({ name, value }) => hasLongNumber(value, fields[name.value]?.type ?? null));
    }
    default:
      return false;
  }
}

type Nullable = Exclude<GraphQLInputType, GraphQLNonNull<never>> | GraphQLList<GraphQLInputType>;

/** The type without its `!`. */
const nullableOf = (type: GraphQLInputType | null): Nullable | null =>
  type === null ? null : (getNullableType(type) as Nullable);

/** The variables of a request against the operation's definitions: values for the gateway, JSON texts to send on. */
import {
  coerceInputValue,
  type GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  print,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import type { LocatedError, Refusal } from '../contract/errors.ts';
import type { JsonObject } from '../contract/jsonObject.ts';
import type { CoercedVariables } from '../contract/operation.ts';
import { isRawNumber } from '../json/readJson.ts';
import { inputText } from './inputText.ts';

export type VariableCoercer = (variables: JsonObject | null | undefined) => CoercedVariables | Refusal;

type Definition = {
  readonly name: string;
  readonly type: GraphQLInputType;
  readonly typeText: string;
  readonly hasDefault: boolean;
  readonly defaultValue: unknown;
  /** The default as a client would have sent it: plans name variables without their defaults. */
  readonly defaultText: string | null;
};

const maxErrors = 50;

export function createVariableCoercer(schema: GraphQLSchema, operation: OperationDefinitionNode): VariableCoercer {
  const definitions = (operation.variableDefinitions ?? []).flatMap((node): Definition[] => {
    const type = typeFromAST(schema, node.type);
    if (!isInputType(type)) return [];
    const hasDefault = node.defaultValue !== undefined;
    return [
      {
        name: node.variable.name.value,
        type,
        typeText: print(node.type),
        hasDefault,
        defaultValue: hasDefault ? valueFromAST(node.defaultValue, type) : undefined,
        defaultText: node.defaultValue ? inputText(node.defaultValue, type) : null,
      },
    ];
  });
  const none: CoercedVariables = Object.freeze({ kind: 'variables', values: new Map(), texts: new Map(), key: '' });
  if (definitions.length === 0) return () => none;
  return (variables) => coerce(definitions, variables ?? {});
}

function coerce(definitions: readonly Definition[], inputs: JsonObject): CoercedVariables | Refusal {
  const values = new Map<string, unknown>();
  const texts = new Map<string, string>();
  const messages: string[] = [];
  let key = '';
  for (const { name, type, typeText, hasDefault, defaultValue, defaultText } of definitions) {
    const input = Object.hasOwn(inputs, name) ? withBuiltInNumbers(inputs[name], type) : undefined;
    if (input === undefined) {
      if (hasDefault) values.set(name, defaultValue);
      if (defaultText !== null) texts.set(name, defaultText);
      else if (isNonNullType(type))
        messages.push(`Variable "$${name}" of required type "${typeText}" was not provided.`);
      continue;
    }
    if (input === null && isNonNullType(type)) {
      messages.push(`Variable "$${name}" of non-null type "${typeText}" must not be null.`);
      continue;
    }
    const text = jsonText(input);
    if (text === null) {
      messages.push(`Variable "$${name}" is nested too deeply.`);
      continue;
    }
    const before = messages.length;
    const value = coerceOne(name, input, type, messages);
    if (messages.length > before) continue;
    values.set(name, value);
    texts.set(name, text);
    key += `${name}:${text},`;
  }
  if (messages.length > 0) return refuse(messages);
  return { kind: 'variables', values, texts, key };
}

function jsonText(input: unknown): string | null {
  try {
    return JSON.stringify(input);
  } catch {
    return null;
  }
}

/** Numbers that were read raw stay so in custom scalars alone; an id that is a number keeps its digits as text. */
function withBuiltInNumbers(input: unknown, type: GraphQLInputType): unknown {
  if (typeof input !== 'object' || input === null) return input;
  if (isNonNullType(type)) return withBuiltInNumbers(input, type.ofType);
  if (Array.isArray(input)) {
    const itemType = isListType(type) ? type.ofType : type;
    return input.map((item: unknown) => withBuiltInNumbers(item, itemType));
  }
  if (isListType(type)) return withBuiltInNumbers(input, type.ofType);
  if (isRawNumber(input)) {
    if (!isScalarType(type) || !isSpecifiedScalarType(type)) return input;
    return type.name === 'ID' && /^-?\d+$/.test(input.rawJSON) ? input.rawJSON : Number(input.rawJSON);
  }
  if (!isInputObjectType(type)) return input;
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field === undefined ? value : withBuiltInNumbers(value, field.type)];
    }),
  );
}

function coerceOne(name: string, input: unknown, type: GraphQLInputType, messages: string[]): unknown {
  return coerceInputValue(input, type, (path, _invalid, error: GraphQLError) => {
    if (messages.length >= maxErrors) return;
    const place = path.length === 0 ? '' : ` at "${[name, ...path].join('.')}"`;
    messages.push(`Variable "$${name}" got invalid value${place}; ${error.message}`);
  });
}

function refuse(messages: readonly string[]): Refusal {
  const errors = messages.map((message): LocatedError => ({ message, extensions: { code: 'BAD_USER_INPUT' } }));
  return { kind: 'refusal', code: 'BAD_USER_INPUT', errors, isCached: false };
}

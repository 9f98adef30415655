/**
 * Writes an answer by generated functions: one per shape, string concatenation, no paths, no error handling. It only
 * writes answers without a fault; at anything else it gives up, and the interpreter writes the answer again.
 *
 * The only texts from outside that enter the source are names and values quoted by JSON.stringify.
 */
import { quote, readProperty, writeString } from '../json/writeJson.ts';
import type { FieldShape, FieldsShape, ObjectShape, Projection, ScalarKind, ValueShape } from './projection.ts';
import { writeScalar } from './writeValue.ts';

/**
 * The JSON text, or null: it met a fault. `needsNoEscaping`: no string in the data holds anything that must be escaped, which is
 * so when no subgraph answered with an escape.
 */
export type GeneratedWriter = (
  data: unknown,
  introspection: readonly string[],
  needsNoEscaping: boolean,
) => string | null;

/** Above this many shapes the source would be compiled for longer than it saves. */
export const generatedShapesMax = 4_000;

export function generateProjection(projection: Projection): GeneratedWriter {
  const generator = new Generator();
  const root = generator.object(projection.root);
  const source = `'use strict';
${generator.memos.map((name) => `let ${name};`).join('\n')}
${generator.functions.join('\n')}
return (data, introspection, needsNoEscaping) => {
  texts = introspection;
  string = needsNoEscaping ? quote : writeString;
  ${generator.memos.map((name) => `${name} = new Map();`).join(' ')}
  try { return ${root}(data); }
  catch (error) { if (error === fault || error instanceof RangeError) return null; throw error; }
  finally { texts = undefined; ${generator.memos.map((name) => `${name} = undefined;`).join(' ')} }
};`;
  const build = new Function('writeString', 'quote', 'scalar', 'fault', 'enums', 'texts', 'string', source);
  return build(writeString, quote, scalarOrFault, fault, generator.enums, undefined, undefined) as GeneratedWriter;
}

const fault = Symbol('fault');

function scalarOrFault(kind: ScalarKind, value: unknown): string {
  const text = writeScalar(kind, value);
  if (text === null) throw fault;
  return text;
}

class Generator {
  readonly functions: string[] = [];
  readonly memos: string[] = [];
  readonly enums: ReadonlySet<string>[] = [];
  readonly #objects = new Map<ObjectShape, string>();
  readonly #fields = new Map<FieldsShape, string>();
  readonly #lists = new Map<string, string>();

  /** The name of a function from an object to its text. */
  object(shape: ObjectShape): string {
    const known = this.#objects.get(shape);
    if (known !== undefined) return known;
    const name = `o${shape.id}`;
    this.#objects.set(shape, name);
    const check = `if (typeof o !== 'object' || Array.isArray(o)) throw fault;`;
    const write = shape.fields === null ? this.#byType(shape) : `${this.#fieldsOf(shape.fields)}(o)`;
    if (shape.isShared) {
      const memo = `m${shape.id}`;
      this.memos.push(memo);
      // Reading a character flattens the rope, so that every further use copies one piece.
      this.functions.push(`function ${name}(o) {
  let s = ${memo}.get(o);
  if (s !== undefined) return s;
  ${check}
  s = ${write};
  if (s.charCodeAt(0) !== 123) throw fault;
  ${memo}.set(o, s);
  return s;
}`);
    } else {
      this.functions.push(`function ${name}(o) { ${check} return ${write}; }`);
    }
    return name;
  }

  #byType(shape: ObjectShape): string {
    const name = `t${shape.id}`;
    const byFields = new Map<FieldsShape, string[]>();
    for (const [typeName, fields] of shape.byType) {
      const names = byFields.get(fields);
      if (names === undefined) byFields.set(fields, [typeName]);
      else names.push(typeName);
    }
    const cases = [...byFields].map(
      ([fields, names]) =>
        `${names.map((typeName) => `case ${JSON.stringify(typeName)}:`).join(' ')} return ${this.#fieldsOf(fields)}(o);`,
    );
    if (shape.untyped !== null) {
      cases.push(`case undefined: case null: return ${this.#fieldsOf(shape.untyped)}(o);`);
    }
    this.functions.push(`function ${name}(o) {
  switch (o.__typename) { ${cases.join('\n')} default: throw fault; }
}`);
    return `${name}(o)`;
  }

  #fieldsOf(shape: FieldsShape): string {
    const known = this.#fields.get(shape);
    if (known !== undefined) return known;
    const name = `f${shape.id}`;
    this.#fields.set(shape, name);
    const statements: string[] = [];
    const parts: string[] = [];
    shape.fields.forEach((field, index) => {
      const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(field.name)}:`;
      parts.push(`${JSON.stringify(prefix)}`, this.#field(field, `v${index}`, statements));
    });
    if (shape.fields.length === 0) parts.push(`'{'`);
    parts.push(`'}'`);
    this.functions.push(`function ${name}(o) {
  ${statements.join('\n  ')}
  return ${joinConstants(parts)};
}`);
    return name;
  }

  /** An expression for the field's text; statements that read it are added. */
  #field(field: FieldShape, variable: string, statements: string[]): string {
    const { content } = field;
    switch (content.kind) {
      case 'typename':
        return content.typeName === null ? 'string(o.__typename)' : constant(JSON.stringify(content.typeName));
      case 'introspection':
        return `texts[${content.index}]`;
      case 'unresolved-typename':
      case 'refused':
        statements.push('throw fault;');
        return `''`;
      case 'value':
        statements.push(`const ${variable} = ${readProperty('o', field.key)};`);
        return this.#value(content.type, variable);
    }
  }

  #value(type: ValueShape, variable: string): string {
    const { of } = type;
    const otherwise = type.isNonNull
      ? 'give()'
      : `(${variable} === null || ${variable} === undefined ? 'null' : give())`;
    // Numbers that were read raw; anything else is a fault.
    const carefully = (kind: ScalarKind): string =>
      type.isNonNull
        ? `scalar('${kind}', ${variable})`
        : `(${variable} === null || ${variable} === undefined ? 'null' : scalar('${kind}', ${variable}))`;
    this.#useGive();
    switch (of.kind) {
      case 'string':
        return `(typeof ${variable} === 'string' ? string(${variable}) : ${otherwise})`;
      case 'id':
        return `(typeof ${variable} === 'string' ? string(${variable}) : Number.isSafeInteger(${variable}) ? '"' + ${variable} + '"' : ${carefully('id')})`;
      case 'int':
        return `((${variable} | 0) === ${variable} ? '' + ${variable} : ${carefully('int')})`;
      case 'float':
        return `(typeof ${variable} === 'number' && ${variable} - ${variable} === 0 ? '' + ${variable} : ${carefully('float')})`;
      case 'boolean':
        return `(typeof ${variable} === 'boolean' ? '' + ${variable} : ${otherwise})`;
      case 'any':
        return `(typeof ${variable} === 'string' ? string(${variable}) : ${carefully('any')})`;
      case 'enum': {
        const known = this.enums.indexOf(of.values);
        const index = known === -1 ? this.enums.push(of.values) - 1 : known;
        return `(enums[${index}].has(${variable}) ? string(${variable}) : ${otherwise})`;
      }
      case 'object':
        return `(${variable} === null || ${variable} === undefined ? ${type.isNonNull ? 'give()' : `'null'`} : ${this.object(of.object)}(${variable}))`;
      case 'list':
        return `(${variable} === null || ${variable} === undefined ? ${type.isNonNull ? 'give()' : `'null'`} : ${this.#list(of.item)}(${variable}))`;
    }
  }

  #list(item: ValueShape): string {
    const expression = this.#value(item, 'v');
    const known = this.#lists.get(expression);
    if (known !== undefined) return known;
    const name = `l${this.#lists.size}`;
    this.#lists.set(expression, name);
    this.functions.push(`function ${name}(a) {
  if (!Array.isArray(a)) throw fault;
  const n = a.length;
  if (n === 0) return '[]';
  let v = a[0];
  let s = '[' + ${expression};
  for (let i = 1; i < n; i++) { v = a[i]; s += ',' + ${expression}; }
  return s + ']';
}`);
    return name;
  }

  #useGive(): void {
    if (this.functions[0] !== giveFunction) this.functions.unshift(giveFunction);
  }
}

const giveFunction = 'function give() { throw fault; }';

const constant = (text: string): string => JSON.stringify(text);

/** Neighbouring string constants become one. */
function joinConstants(parts: readonly string[]): string {
  const joined: string[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && isConstant(last) && isConstant(part)) {
      joined[joined.length - 1] = JSON.stringify(textOf(last) + textOf(part));
    } else joined.push(part);
  }
  return joined.join(' + ');
}

const isConstant = (part: string): boolean => /^(?:"(?:[^"\\]|\\.)*"|'[^'\\]*')$/.test(part);
const textOf = (part: string): string => (part.startsWith("'") ? part.slice(1, -1) : (JSON.parse(part) as string));

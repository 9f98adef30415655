/**
 * The code of a part as generated functions: loops along the paths, a writer for representations whose text is key and
 * body at once, assignments by constant names. Equal stubs (objects that hold nothing but their representation) become
 * one object, so that later walks and the projection meet each entity once.
 *
 * The only texts from outside that enter the source are names quoted by JSON.stringify.
 */

import {
  type EntityPart,
  everyItem,
  type FetchPart,
  type PlanProgram,
  type RequiredField,
  type RequiredSelection,
  type TargetPath,
} from '../contract/planProgram.ts';
import { readProperty, writeJson, writeString } from '../json/writeJson.ts';
import { type DataObject, mergeInto, mergeValues, objectsAt, readOwn } from './dataTree.ts';
import { interpretPart, takeTypename } from './interpretPart.ts';
import type { PartCode } from './partCode.ts';
import { representationOf } from './representation.ts';
import type { TypeTable } from './typeTable.ts';

/** More types than this under a fragment are left to the interpreter. */
const typesMax = 200;

export function generatePart(part: FetchPart, program: PlanProgram, types: TypeTable): PartCode {
  const interpreted = interpretPart(part, program, types);
  const writer = part.entities === null ? '' : representationWriter(part.entities, types);
  if (writer === null) return { ...interpreted, assign: buildAssign(part, types) };
  if (part.entities === null) return { ...interpreted, assign: buildAssign(part, types) };
  const { entities } = part;
  const slow = (object: DataObject): string => representationOf(object, entities, types) ?? '';
  const source = `'use strict';
let count = 0;
${writer}
function isStub(o) { let n = 0; for (const k in o) n++; return n === count; }
return (run) => {
  const lists = run.lists;
  const indexes = new Map();
  const targets = [];
  // By representation: the object that stands for all equal stubs, and the last walk that listed it.
  const stubs = [];
  const listed = [];
  let added;
  let texts = '';
  let list = [];
  let seen;
  let walk = 0;
  const register = (o, text) => {
    const index = targets.length;
    indexes.set(text, index);
    texts = index === 0 ? text : texts + ',' + text;
    targets.push(o);
    stubs.push(undefined);
    listed.push(0);
    return index;
  };
  const join = (o, index) => {
    const present = targets[index];
    if (present === o) return;
    if (!Array.isArray(present)) { targets[index] = [present, o]; return; }
    if (added === undefined) added = new Set();
    if (added.has(o)) return;
    added.add(o);
    present.push(o);
  };
  // An object of a list that is known.
  const take = (o) => {
    const text = represent(o);
    if (text === '') return;
    const index = indexes.get(text);
    if (index === undefined) register(o, text);
    else join(o, index);
  };
  // An object found where a walk ended, in holder[key].
  const find = (o, holder, key) => {
    const text = represent(o);
    if (text !== '') {
      let index = indexes.get(text);
      const isNew = index === undefined;
      if (isNew) index = register(o, text);
      ${
        entities.isInternable
          ? `const stub = stubs[index];
      if (stub === o || isStub(o)) {
        if (stub === undefined) { stubs[index] = o; if (!isNew) join(o, index); }
        else if (stub !== o) { holder[key] = stub; o = stub; }
        if (listed[index] !== walk) { listed[index] = walk; list.push(o); }
        return;
      }`
          : ''
      }
      if (!isNew) join(o, index);
    }
    if (seen === undefined) seen = new Set();
    if (seen.has(o)) return;
    seen.add(o);
    list.push(o);
  };
${part.paths.map((index) => pathWalk(program.paths[index]!)).join('\n')}
  return { representations: texts, targets };
};`;
  const build = new Function('writeString', 'writeJson', 'slow', 'objectsAt', 'paths', source);
  const elements = program.paths.map((path) => path.elements);
  const collect = build(writeString, writeJson, slow, objectsAt, elements) as PartCode['collect'];
  return { collect, assign: buildAssign(part, types) };
}

function pathWalk(path: TargetPath): string {
  if (path.index === 0) return '  find(run.root, undefined, undefined);';
  const { source: inner } = new WalkWriter().write(path.suffix);
  const start =
    path.anchor === null
      ? `const v0 = run.root; ${inner}`
      : `const from = lists[${path.anchor}] ?? objectsAt(run.root, paths[${path.anchor}]);
    for (let i = 0; i < from.length; i++) { const v0 = from[i]; ${inner} }`;
  return `  list = lists[${path.index}];
  if (list === undefined) {
    list = lists[${path.index}] = [];
    seen = undefined;
    walk++;
    ${start}
  } else {
    for (let i = 0; i < list.length; i++) take(list[i]);
  }`;
}

/** Nested loops and property reads; values of another form than the path expects are passed over. */
class WalkWriter {
  #count = 0;

  write(elements: readonly string[]): { readonly source: string } {
    return { source: this.#step(elements, 0, 'v0', '', '') };
  }

  #step(elements: readonly string[], depth: number, variable: string, holder: string, key: string): string {
    const isLast = depth === elements.length;
    const element = elements[depth];
    if (element === everyItem) {
      const index = `i${++this.#count}`;
      const item = `v${this.#count}`;
      const inner = this.#step(elements, depth + 1, item, variable, index);
      return `if (Array.isArray(${variable})) for (let ${index} = 0; ${index} < ${variable}.length; ${index}++) { const ${item} = ${variable}[${index}]; ${inner} }`;
    }
    const check = `typeof ${variable} === 'object' && ${variable} !== null && !Array.isArray(${variable})`;
    if (isLast) return `if (${check}) find(${variable}, ${holder}, ${key});`;
    const next = `v${++this.#count}`;
    const inner = this.#step(elements, depth + 1, next, variable, JSON.stringify(element));
    return `if (${check}) { const ${next} = ${readProperty(variable, element!)}; ${inner} }`;
  }
}

/** Source of `represent(o)`, which gives '' for objects without representation; null: only the interpreter can. */
function representationWriter(part: EntityPart, types: TypeTable): string | null {
  const typeNames = new Set<string>();
  for (const selection of part.requires) {
    if (selection.kind === 'field' || selection.typeCondition === null) return null;
    typeNames.add(selection.typeCondition);
    for (const name of types.membersOf(selection.typeCondition)) typeNames.add(name);
  }
  if (typeNames.size > typesMax) return null;
  const cases = new Map<string, string[]>();
  for (const typeName of typeNames) {
    const fields = fieldsFor(typeName, part.requires, types);
    const sentName = typenameSent(typeName, part, types);
    if (fields === null || sentName === null) return null;
    const body = variantSource(fields, sentName);
    const names = cases.get(body);
    if (names === undefined) cases.set(body, [typeName]);
    else names.push(typeName);
  }
  const switched = [...cases].map(
    ([body, names]) => `${names.map((name) => `case ${JSON.stringify(name)}:`).join(' ')} ${body}`,
  );
  return `function represent(o) {
  switch (o.__typename) {
  ${switched.join('\n  ')}
  default: return '';
  }
}`;
}

/** The fields required of an object of the type, or null when they can't be told beforehand. */
function fieldsFor(typeName: string, requires: readonly RequiredSelection[], types: TypeTable): RequiredField[] | null {
  const fields = new Map<string, RequiredField>();
  for (const selection of requires) {
    if (selection.kind !== 'fragment' || selection.typeCondition === null) return null;
    if (!types.matches(typeName, selection.typeCondition)) continue;
    for (const field of selection.selections) {
      if (field.kind !== 'field' || !hasOnlyFields(field)) return null;
      const known = fields.get(field.name);
      if (known === undefined) fields.set(field.name, field);
      else if (known.selections !== null || field.selections !== null || known.key !== field.key) return null;
    }
  }
  return [...fields.values()];
}

const hasOnlyFields = (field: RequiredField): boolean =>
  field.selections?.every((selection) => selection.kind === 'field' && hasOnlyFields(selection)) ?? true;

/** The `__typename` in the representation; null: a rewrite of a form that only the interpreter knows. */
function typenameSent(typeName: string, part: EntityPart, types: TypeTable): string | null {
  let sent = typeName;
  for (const rewrite of part.inputRewrites) {
    const [fragment, key, ...rest] = rewrite.path;
    const isKnown = rewrite.kind === 'set' && key === '__typename' && rest.length === 0;
    if (!isKnown || typeof rewrite.value !== 'string' || fragment?.startsWith('... on ') !== true) return null;
    if (types.matches(sent, fragment.slice('... on '.length))) sent = rewrite.value;
  }
  return sent;
}

function variantSource(fields: readonly RequiredField[], sentName: string): string {
  const reads: string[] = [];
  const parts: string[] = [];
  fields.forEach((field, index) => {
    const prefix = `${index === 0 ? '{' : ','}${JSON.stringify(field.name)}:`;
    if (field.key === '__typename') {
      parts.push(JSON.stringify(prefix + JSON.stringify(sentName)));
      return;
    }
    const variable = `f${index}`;
    reads.push(`const ${variable} = ${readProperty('o', field.key)}; if (${variable} === undefined) return slow(o);`);
    if (field.selections === null) parts.push(JSON.stringify(prefix), `writeJson(${variable})`);
    else {
      reads.push(
        `const t${index} = ${nestedSource(variable, field.selections as readonly RequiredField[], 0)}; if (t${index} === undefined) return slow(o);`,
      );
      parts.push(JSON.stringify(prefix), `t${index}`);
    }
  });
  const isFlat = fields.every((field) => field.selections === null);
  return `{ ${reads.join(' ')} count = ${isFlat ? fields.length : -1}; return ${parts.join(' + ')} + '}'; }`;
}

/** An expression for the text of a nested object or list of objects; undefined when data is missing in it. */
function nestedSource(variable: string, fields: readonly RequiredField[], depth: number): string {
  const object = `n${depth}`;
  const statements: string[] = [];
  const parts: string[] = [];
  fields.forEach((field, index) => {
    const inner = `${object}_${index}`;
    statements.push(
      `const ${inner} = ${readProperty(object, field.key)}; if (${inner} === undefined) return undefined;`,
    );
    const prefix = JSON.stringify(`${index === 0 ? '{' : ','}${JSON.stringify(field.name)}:`);
    if (field.selections === null) parts.push(prefix, `writeJson(${inner})`);
    else {
      const text = `${inner}_t`;
      statements.push(
        `const ${text} = ${nestedSource(inner, field.selections as readonly RequiredField[], depth + 1)}; if (${text} === undefined) return undefined;`,
      );
      parts.push(prefix, text);
    }
  });
  const write = `(${object}) => { if (typeof ${object} !== 'object' || Array.isArray(${object})) return ${object} === null ? 'null' : undefined; if (${object} === null) return 'null'; ${statements.join(' ')} return ${parts.join(' + ')} + '}'; }`;
  return `((value, write) => { if (!Array.isArray(value)) return write(value); const texts = value.map(write); return texts.includes(undefined) ? undefined : '[' + texts.join(',') + ']'; })(${variable}, ${write})`;
}

function buildAssign(part: FetchPart, types: TypeTable): PartCode['assign'] {
  const statements = part.fields.map((field) => {
    const quoted = JSON.stringify(field);
    if (field === '__typename') {
      return `if (e.__typename !== t.__typename) takeTypename(t, e.__typename);`;
    }
    if (field in Object.prototype) return `mergeInto(t, ${quoted}, readOwn(e, ${quoted}));`;
    return `{ const v = e[${quoted}]; if (v !== undefined) { const p = t[${quoted}]; t[${quoted}] = p === undefined ? v : mergeValues(p, v); } }`;
  });
  const source = `'use strict'; return (t, e) => { ${statements.join('\n')} };`;
  const build = new Function('takeTypename', 'mergeInto', 'mergeValues', 'readOwn', source);
  const take = (target: DataObject, typeName: unknown): void => takeTypename(target, typeName, types);
  return build(take, mergeInto, mergeValues, readOwn) as PartCode['assign'];
}

/** Generated code: names are data in it, whatever they look like; and it is generated only for what is asked again. */
import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import type { PlanProgram, RequiredSelection } from '../../src/contract/planProgram.ts';
import { generatePart } from '../../src/execute/generatePart.ts';
import { interpretPart } from '../../src/execute/interpretPart.ts';
import { TypeTable } from '../../src/execute/typeTable.ts';
import { generateProjection } from '../../src/project/generateProjection.ts';
import { interpretProjection } from '../../src/project/interpretProjection.ts';
import type { FieldShape, Projection } from '../../src/project/projection.ts';

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: they are meant to look like code
const hostileNames = [
  '"];globalThis.injected=1;//',
  "'];globalThis.injected=1;//",
  '`${globalThis.injected=1}`',
  '\\',
  '\u2028globalThis.injected=1',
  '\n};globalThis.injected=1;{',
  '*/globalThis.injected=1/*',
  '${globalThis.injected=1}',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'a b',
  '',
];
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: they are meant to look like code

const injected = (): unknown => (globalThis as Record<string, unknown>).injected;

test('names in a projection never become code', () => {
  for (const name of hostileNames) {
    const leaf: FieldShape = {
      name,
      key: name,
      coordinate: `T.${name}`,
      content: { kind: 'value', type: { isNonNull: false, of: { kind: 'string' } } },
    };
    const inner = {
      id: 2,
      typeName: name,
      fields: { id: 1, fields: [leaf] },
      byType: new Map(),
      untyped: null,
      isShared: true,
    };
    const enumField: FieldShape = {
      ...leaf,
      name: `${name}2`,
      content: { kind: 'value', type: { isNonNull: false, of: { kind: 'enum', values: new Set([name]) } } },
    };
    const typename: FieldShape = { ...leaf, name: `${name}3`, content: { kind: 'typename', typeName: name } };
    const abstract: FieldShape = {
      ...leaf,
      name: `${name}4`,
      key: 'inner',
      content: {
        kind: 'value',
        type: {
          isNonNull: false,
          of: {
            kind: 'object',
            object: { ...inner, id: 3, fields: null, byType: new Map([[name, inner.fields]]), untyped: inner.fields },
          },
        },
      },
    };
    const fields = { id: 4, fields: [leaf, enumField, typename, abstract] };
    const projection: Projection = {
      root: { ...inner, id: 5, fields, isShared: false },
      introspection: [],
      size: 6,
    };
    const data: Record<string, unknown> = {};
    Object.defineProperty(data, name, { value: name, enumerable: true });
    const nested: Record<string, unknown> = { __typename: name };
    Object.defineProperty(nested, name, { value: 'deep', enumerable: true });
    data.inner = nested;
    const written = generateProjection(projection)(data, [], false);
    const interpreted = interpretProjection(
      projection,
      data,
      [],
      { path: [], dataPath: [], charactersMax: Number.POSITIVE_INFINITY },
      () => undefined,
    );
    expect(written).toBe(interpreted);
    expect(() => JSON.parse(written as string)).not.toThrow();
    expect(injected()).toBeUndefined();
  }
});

test('names in a fetch never become code', () => {
  const types = new TypeTable(buildSchema('type Query { a: Int }'));
  for (const name of hostileNames.filter((each) => each !== '__proto__')) {
    const requires: RequiredSelection[] = [
      {
        kind: 'fragment',
        typeCondition: name,
        selections: [
          { kind: 'field', key: '__typename', name: '__typename', selections: null },
          { kind: 'field', key: name, name: `${name}!`, selections: null },
          { kind: 'field', key: 'in', name: 'in', selections: [{ kind: 'field', key: name, name, selections: null }] },
        ],
      },
    ];
    const part = {
      paths: [1],
      fields: [name, 'x'],
      outputRewrites: [],
      entities: {
        responseName: '_entities',
        variableName: 'representations',
        requires,
        inputRewrites: [{ kind: 'set' as const, path: [`... on ${name}`, '__typename'], value: name }],
        contexts: [],
        isInternable: true,
      },
    };
    const elements = ['list', '@', name];
    const program: PlanProgram = {
      steps: [],
      paths: [
        { index: 0, elements: [], anchor: null, suffix: [] },
        { index: 1, elements, anchor: null, suffix: elements },
      ],
      blocks: [],
      hasInterfaceObjects: false,
    };
    const root = (): Record<string, unknown> => {
      const object: Record<string, unknown> = { __typename: name };
      Object.defineProperty(object, name, { value: 'v', enumerable: true, configurable: true, writable: true });
      object.in = structuredClone({ [name]: 1 });
      Object.defineProperty(object.in, name, { value: 1, enumerable: true, configurable: true, writable: true });
      return { list: [{ [elements[2]!]: object }] };
    };
    const [generated, interpreted] = [generatePart(part, program, types), interpretPart(part, program, types)].map(
      (code) => {
        const data = root();
        const { representations, targets } = code.collect({ root: data, lists: [] });
        for (const target of targets.flat()) code.assign(target, { x: 1 });
        return { representations, data };
      },
    );
    expect(generated).toEqual(interpreted);
    expect(() => JSON.parse(`[${generated!.representations}]`)).not.toThrow();
    expect(injected()).toBeUndefined();
  }
});

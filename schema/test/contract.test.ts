import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  Kind,
  parse,
  print,
  type TypeNode,
} from 'graphql';
import { findApiBreaks, findApiChanges } from '../src/breakingChanges.ts';
import { compose } from '../src/compose.ts';
import { findBrokenOperations } from '../src/operations.ts';
import { readSubgraphSdl, subgraphNames } from '../src/sdl.ts';

const composition = compose();
if ('errors' in composition) throw new Error(composition.errors.join('\n'));
const api = buildSchema(composition.apiSdl);

/** Everything of a schema that a partner developer reads, by its coordinate, with its description. */
function describedParts(schema: GraphQLSchema): readonly (readonly [string, string | null | undefined])[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !['String', 'Boolean', 'Int', 'Float', 'ID'].includes(type.name))
    .flatMap((type) => {
      const own = [[type.name, type.description] as const];
      if (isEnumType(type)) {
        return [...own, ...type.getValues().map((value) => [`${type.name}.${value.name}`, value.description] as const)];
      }
      if (isInputObjectType(type)) {
        return [
          ...own,
          ...Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field.description] as const),
        ];
      }
      if (!isObjectType(type) && !isInterfaceType(type)) return own;
      const fields = Object.values(type.getFields()).flatMap((field) => [
        [`${type.name}.${field.name}`, field.description] as const,
        ...field.args.map((arg) => [`${type.name}.${field.name}(${arg.name}:)`, arg.description] as const),
      ]);
      return [...own, ...fields];
    });
}

describe('the API', () => {
  test('describes every type, field, argument and value for a partner developer', () => {
    const missing = describedParts(api)
      .filter(([, description]) => !description?.trim())
      .map(([coordinate]) => coordinate);
    expect(missing).toEqual([]);
  });

  test('answers every named operation', () => {
    expect(findBrokenOperations(composition.apiSdl)).toEqual([]);
  });

  test('answers every mutation with a union of its own, named <Mutation>Result', () => {
    const wrong = Object.values(api.getMutationType()?.getFields() ?? {})
      .filter(({ name, type }) => String(type) !== `${name[0]?.toUpperCase()}${name.slice(1)}Result!`)
      .map(({ name, type }) => `${name}: ${String(type)}`);
    expect(wrong).toEqual([]);
  });

  test('pages every connection in the same way', () => {
    const wrong = Object.values(api.getTypeMap())
      .filter((type) => isObjectType(type) && type.name.endsWith('Connection'))
      .filter((type) => !('pageInfo' in (isObjectType(type) ? type.getFields() : {})))
      .map((type) => type.name);
    expect(wrong).toEqual([]);
  });
});

const before = `
  type Query { athlete(id: ID!): Athlete old: Int @deprecated(reason: "2028-01-01: use athlete") }
  type Athlete { id: ID! name: String! bib: String }
`;

describe('the breaking-change check', () => {
  test('names what a client would lose', () => {
    const after = 'type Query { athlete(id: ID!): Athlete old: Int } type Athlete { id: ID! name: String! }';
    expect(findApiBreaks(buildSchema(before), buildSchema(after))).toEqual([
      expect.stringContaining('Athlete.bib was removed'),
    ]);
  });

  test('lets what was deprecated leave, and anything new come', () => {
    const after =
      'type Query { athlete(id: ID!): Athlete new: Int } type Athlete { id: ID! name: String! bib: String }';
    expect(findApiBreaks(buildSchema(before), buildSchema(after))).toEqual([]);
    expect(findApiChanges(before, after)).toContainEqual({ kind: 'addition', description: 'Query.new was added.' });
  });

  test('lets a union get another name while the old one keeps its members, and only then', () => {
    const union = 'type A { id: ID } type B { id: ID }';
    const [old, renamed] = [`type Query { a: Old! } union Old = A | B ${union}`, `type Query { a: New! } ${union}`];
    const breaks = (after: string) => findApiBreaks(buildSchema(old), buildSchema(after));
    expect(breaks(`${renamed} union New = A | B union Old = A | B`)).toEqual([]);
    expect(breaks(`${renamed} union New = A | B`)).not.toEqual([]);
    expect(breaks(`${renamed} union New = A union Old = A | B`)).not.toEqual([]);
    expect(breaks(`${renamed.replace('New!', 'New')} union New = A | B union Old = A | B`)).not.toEqual([]);
  });

  test('fails a named operation whose field has gone', () => {
    const operation = { name: 'Page', document: 'query Page { athlete(id: "1") { bib } }' };
    expect(findBrokenOperations(before, [operation])).toEqual([]);
    expect(findBrokenOperations(before.replace('bib: String', ''), [operation])).toEqual([
      expect.stringContaining('Cannot query field "bib"'),
    ]);
  });

  test('refuses a file that holds another operation than its name says', () => {
    const operation = { name: 'Page', document: 'query Other { athlete(id: "1") { id } }' };
    expect(findBrokenOperations(before, [operation])).toHaveLength(1);
  });
});

interface PlacedField {
  readonly service: string;
  readonly type: string;
  readonly name: string;
  readonly returns: TypeNode;
}

/** The fields of object types as the services declare them, without keys, which all repeat. */
function placedFields(): readonly PlacedField[] {
  return subgraphNames.flatMap((service) =>
    parse(readSubgraphSdl(service)).definitions.flatMap((node) => {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION) return [];
      return (node.fields ?? [])
        .filter(({ directives }) => !directives?.some(({ name }) => name.value === 'external'))
        .filter(({ name }) => !['id', 'code', 'sku'].includes(name.value))
        .map((field) => ({ service, type: node.name.value, name: field.name.value, returns: field.type }));
    }),
  );
}

/** The service whose a thing is: the one that declares most of its fields. A fan is nobody's own. */
function ownersOf(fields: readonly PlacedField[]): ReadonlyMap<string, string> {
  const things = new Set(
    subgraphNames.flatMap((service) =>
      parse(readSubgraphSdl(service)).definitions.flatMap((node) =>
        node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some(({ name }) => name.value === 'key')
          ? [node.name.value]
          : [],
      ),
    ),
  );
  const counts = new Map<string, Map<string, number>>();
  for (const { type, service } of fields) {
    const ofType = counts.get(type) ?? new Map<string, number>();
    counts.set(type, ofType.set(service, (ofType.get(service) ?? 0) + 1));
  }
  return new Map(
    [...counts]
      .filter(([type]) => type !== 'Fan' && things.has(type))
      .map(([type, ofType]) => [type, [...ofType].toSorted((a, b) => b[1] - a[1])[0]?.[0] as string]),
  );
}

describe('the loss of a service', () => {
  const fields = placedFields();
  const owners = ownersOf(fields);
  const coordinate = ({ service, type, name }: PlacedField): string => `${type}.${name} of ${service}`;

  test('leaves the other roots of an operation: no field of Query is non-null', () => {
    const nonNull = fields.filter(({ type, returns }) => type === 'Query' && returns.kind === Kind.NON_NULL_TYPE);
    expect(nonNull.map(coordinate)).toEqual([]);
  });

  test("leaves what others know of a thing: no field that a service adds to another's type is non-null", () => {
    const nonNull = fields.filter(
      ({ service, type, returns }) =>
        (type === 'Fan' || (owners.get(type) ?? service) !== service) && returns.kind === Kind.NON_NULL_TYPE,
    );
    expect(nonNull.map(coordinate)).toEqual([]);
  });

  test("leaves whatever refers to its things: no reference to another's type is non-null, in a list neither", () => {
    const nonNull = fields.filter(({ service, type, returns }) => {
      if (type === 'Mutation' || type === 'Subscription') return false;
      const text = print(returns);
      const named = text.replace(/[[\]!]/g, '');
      const owner = owners.get(named) ?? service;
      return owner !== service && (text.includes(`${named}!`) || text === `${named}!`);
    });
    expect(nonNull.map(coordinate)).toEqual([]);
  });

  test('is seen by these rules: most types of several services have an owner', () => {
    expect([owners.get('Athlete'), owners.get('Unit'), owners.get('Product'), owners.get('TicketedSession')]).toEqual([
      'athletes',
      'competition',
      'store',
      'ticketing',
    ]);
  });
});

import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  type GraphQLSchema,
  isCompositeType,
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
import { writeClientMaps } from '../src/clientMaps.ts';
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
    const operation = { name: 'Page', document: 'query Page { athlete(id: "1") { id bib } }' };
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

describe('the check of ids in named operations', () => {
  const schema = `
    interface Node { id: ID! }
    union Found = Athlete | Place
    type Query { athlete: Athlete athletes: [Athlete!]! node: Node found: Found place: Place }
    type Athlete implements Node { id: ID! name: String friend: Athlete }
    type Place { name: String }
  `;
  const faultsOf = (text: string) => findBrokenOperations(schema, [{ name: 'Page', document: `query Page ${text}` }]);

  test('refuses a selection of something that has an id without it, and says where', () => {
    expect(faultsOf('{ athletes { id friend { name } } }')).toEqual([
      'Page: athletes.friend selects Athlete without its id',
    ]);
  });

  test('sees through fragments, interfaces and unions', () => {
    expect(faultsOf('{ found { ... on Athlete { name } ... on Place { name } } }')).toHaveLength(1);
    expect(faultsOf('{ node { ... on Athlete { name } } }')).toHaveLength(1);
    expect(faultsOf('{ athlete { ...Card } } fragment Card on Athlete { name }')).toHaveLength(1);
    expect(faultsOf('{ athlete { ...Card } } fragment Card on Athlete { name friend { name } id }')).toHaveLength(1);
  });

  test('does not count an id under another name, or one that comes on a condition', () => {
    expect(faultsOf('{ athlete { key: id name } }')).toHaveLength(1);
    expect(faultsOf('{ athlete { ... @include(if: true) { id } name } }')).toHaveLength(1);
  });

  test('accepts ids wherever they are selected, and values, which have none', () => {
    expect(
      faultsOf(
        '{ athlete { ...Card } node { id ... on Athlete { name } } found { ... on Node { id } ... on Place { name } } place { name } } fragment Card on Athlete { ... on Node { id } name }',
      ),
    ).toEqual([]);
  });
});

describe('the maps for clients', () => {
  const files = writeClientMaps(composition.apiSdl);

  test('name every type without an id as a value, for Apollo Client and for Graphcache alike', () => {
    const { typePolicies } = JSON.parse(files['apollo.json'] as string);
    expect(typePolicies).toMatchObject({ Money: { merge: true }, UnitConnection: { merge: true } });
    for (const name of ['Unit', 'Venue', 'MedalTable', 'Query']) expect(typePolicies).not.toHaveProperty(name);
    for (const name of Object.keys(typePolicies)) expect(files['graphcache.js']).toContain(`\n  ${name}: none,\n`);
  });

  test('name the possible types of interfaces and unions', () => {
    const { possibleTypes } = JSON.parse(files['apollo.json'] as string);
    expect(possibleTypes.Node).toEqual(expect.arrayContaining(['Athlete', 'MedalTable', 'Unit']));
    expect(possibleTypes.HoldSeatsResult).toContain('HoldPlaced');
  });

  test('give every scalar of the graph a type, and describe all that can be selected', () => {
    expect(JSON.parse(files['scalars.json'] as string)).toMatchObject({ DateTime: 'string', JSON: 'unknown' });
    const { __schema } = JSON.parse(files['introspection.json'] as string);
    const described = __schema.types.map(({ name }: { name: string }) => name);
    const composite = Object.values(api.getTypeMap()).filter(
      (type) => isCompositeType(type) && !isIntrospectionType(type),
    );
    expect(described.toSorted()).toEqual([...composite.map(({ name }) => name), 'Any'].toSorted());
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

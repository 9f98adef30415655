import { describe, expect, test } from '@jest/globals';
import {
  buildSchema,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { findApiBreaks, findApiChanges } from '../src/breakingChanges.ts';
import { compose } from '../src/compose.ts';
import { findBrokenOperations } from '../src/operations.ts';

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

const rootTypes = ['Query', 'Mutation', 'Subscription'];

describe('the API', () => {
  test('describes every type, field, argument and value for a partner developer', () => {
    const missing = describedParts(api)
      .filter(([coordinate, description]) => !rootTypes.includes(coordinate) && !description?.trim())
      .map(([coordinate]) => coordinate);
    expect(missing).toEqual([]);
  });

  test('answers every named operation', () => {
    expect(findBrokenOperations(composition.apiSdl)).toEqual([]);
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

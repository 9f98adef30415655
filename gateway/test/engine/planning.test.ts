/** Supergraphs and operations at the edge of what Apollo's planner can do. */
import { expect, test } from '@jest/globals';
import { link } from '../schemas/fixture.ts';
import { withGraph } from './graph.ts';

type Reference = { readonly id: string };

test('a subgraph that requires a field with other arguments than another subgraph keeps the supergraph valid', async () => {
  const results = ['1', '2', '3'].map((id) => ({ id: `r${id}`, athlete: `a${id}` }));
  const subgraphs = {
    schedule: {
      typeDefs: `${link('@key', '@external', '@requires')}
        type Query { units: [Unit!]! }
        type Unit @key(fields: "id") { id: ID! results(first: Int!): [Result!]! @external }
        type Result @key(fields: "id") {
          id: ID!
          athlete: ID
          units: [Unit!]! @external
          isRepeated: Boolean @requires(fields: "units { results(first: 2) { id } }")
        }`,
      resolvers: {
        Query: { units: () => [{ id: 'final' }] },
        Result: {
          __resolveReference: ({ id, ...rest }: Reference) => ({
            ...results.find((result) => result.id === id),
            ...rest,
          }),
          isRepeated: ({ id, units }: Reference & { units: readonly { results: readonly Reference[] }[] }) =>
            units.some((unit) => unit.results.some((result) => result.id === id)),
        },
      },
    },
    results: {
      typeDefs: `${link('@key', '@external', '@requires')}
        type Unit @key(fields: "id") {
          id: ID!
          results(first: Int!): [Result!]!
          podium: String @requires(fields: "results(first: 3) { athlete }")
        }
        type Result @key(fields: "id") { id: ID! athlete: ID @external units: [Unit!]! }`,
      resolvers: {
        Unit: {
          results: (_: never, { first }: { first: number }) => results.slice(0, first).map(({ id }) => ({ id })),
          podium: ({ results: given }: { results: readonly { athlete: string }[] }) =>
            given.map(({ athlete }) => athlete).join(),
        },
        Result: { units: () => [{ id: 'final' }] },
      },
    },
  };
  await withGraph(subgraphs, async ({ ask }) => {
    expect(
      await ask('{ units { podium results(first: 1) { id isRepeated } all: results(first: 3) { isRepeated } } }'),
    ).toEqual({
      data: {
        units: [
          {
            podium: 'a1,a2,a3',
            results: [{ id: 'r1', isRepeated: true }],
            all: [{ isRepeated: true }, { isRepeated: true }, { isRepeated: false }],
          },
        ],
      },
    });
  });
});

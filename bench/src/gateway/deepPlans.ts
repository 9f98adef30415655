import { type GraphFixture, link } from '@games/gateway/testing';

/** A graph with one question that can be planned in 8,192 ways: thirteen fields, each in two subgraphs. */

const count = 13;
const names = Array.from({ length: count }, (_, index) => `field${index}`);
const valueTypes = names.map((_, index) => `type Value${index} @shareable { x: Int own: Int }`).join('\n');
const fields = names.map((name, index) => `${name}: Value${index} @shareable`).join(' ');
const resolvers = {
  Start: {
    __resolveReference: (reference: { id: string }) => reference,
    ...Object.fromEntries(names.map((name, index) => [name, () => ({ x: index, own: index })])),
  },
};
/** Each of the two has a field of its own as well, so that neither can be left out. */
const subgraph = (own: string) => ({
  typeDefs: `${link('@key', '@shareable')} type Start @key(fields: "id") { id: ID! ${own}: Int ${fields} } ${valueTypes}`,
  resolvers,
});

export const deepPlans: GraphFixture = {
  name: 'many plans',
  subgraphs: {
    start: {
      typeDefs: `${link('@key')} type Query { start: Start } type Start @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { start: () => ({ id: '1' }) } },
    },
    left: subgraph('left'),
    right: subgraph('right'),
  },
  monolith: subgraph('left'),
  operations: [],
};

export const manyPlansQuery = `query ManyPlans { start { id left right ${names.map((name) => `${name} { x }`).join(' ')} } }`;
export const fewPlansQuery = 'query FewPlans { start { id } }';

/** One small subgraph, the same for every server: entities by key, a list, a nested batch. Data is made once, at start. */
export const typeDefs = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])
type Query { athletes(first: Int!): [Athlete!]! }
type Athlete @key(fields: "id") { id: ID! given: String! family: String! height: Int team: Team! bibs: [String!]! }
type Team @key(fields: "id") { id: ID! name: String! country: String! }
`;

const athletes = Array.from({ length: 2_000 }, (_, n) => ({
  id: `ath_${n}`,
  given: `Given${n}`,
  family: `Family${n}`,
  height: 160 + (n % 40),
  teamId: `tea_${n % 50}`,
  bibs: [`${n}`, `${n + 1}`],
}));
const byId = new Map(athletes.map((athlete) => [athlete.id, athlete]));

/** Resolvers whose reads are answered later, in batches, as a database would. */
export const resolvers = {
  Query: { athletes: async (_parent, { first }) => athletes.slice(0, first) },
  Athlete: {
    __resolveReference: async ({ id }) => byId.get(id) ?? null,
    team: async ({ teamId }) => ({ id: teamId, name: `Team ${teamId}`, country: 'KEN' }),
  },
};

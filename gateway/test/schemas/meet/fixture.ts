import { type GraphFixture, link } from '../fixture.ts';
import {
  type Athlete,
  ageGroupOf,
  athleteOf,
  athletes,
  type Club,
  clubOf,
  clubs,
  type Lane,
  podiumOf,
  prizeOf,
  type Race,
  raceOf,
  races,
  runs,
} from './data.ts';

const some = <Item>(items: readonly Item[], first: number | null | undefined): readonly Item[] =>
  items.slice(0, first ?? items.length);
const membersOf = ({ code }: { code: string }) => athletes.filter(({ club }) => club === code);
const racesOf = ({ id }: { id: string }, { first }: { first?: number | null }) =>
  some(
    races.filter((race) => runs(race, id)),
    first,
  );
const referenceTo = (id: string) => ({ __typename: 'Athlete', id });
/** An athlete, an empty place, a club. */
const entries = () => [referenceTo('a2'), null, { __typename: 'Club', code: 'o' }];

const people = {
  typeDefs: `${link('@key')}
    type Query { athlete(id: ID!): Athlete athletes(first: Int = 3): [Athlete!]! clubs: [Club!]! named: [Named!]! }
    interface Named { name: String! }
    type Athlete implements Named @key(fields: "id") { id: ID! name: String! club: Club born: Int }
    type Club implements Named @key(fields: "code") { code: String! name: String! members: [Athlete!]! }
  `,
  resolvers: {
    Query: {
      athlete: (_: never, { id }: { id: string }) => athleteOf(id),
      athletes: (_: never, { first }: { first: number | null }) => some(athletes, first),
      clubs: () => clubs,
      named: () => [clubs[0], athletes[2], clubs[1], athletes[0]],
    },
    Athlete: {
      __resolveReference: ({ id }: { id: string }) => athleteOf(id),
      club: ({ club }: Athlete) => clubOf(club),
    },
    Club: { __resolveReference: ({ code }: { code: string }) => clubOf(code), members: membersOf },
  },
};

const track = {
  typeDefs: `${link('@key')}
    type Query { race(id: ID!): Race races: [Race!]! entries: [Entry] }
    union Entry = Athlete | Club
    type Race @key(fields: "id") { id: ID! title: String! rounds: [[Lane]!]! podium: [Athlete!]! }
    type Lane { number: Int! athlete: Athlete mark: Mark }
    union Mark = Time | NoTime
    type Time { seconds: Float! }
    type NoTime { reason: Reason! }
    enum Reason { DNS DNF DQ }
    type Athlete @key(fields: "id") { id: ID! races(first: Int): [Race!]! }
    type Club @key(fields: "code") { code: String! }
  `,
  resolvers: {
    Query: { race: (_: never, { id }: { id: string }) => raceOf(id), races: () => races, entries },
    Race: {
      __resolveReference: ({ id }: { id: string }) => raceOf(id),
      podium: (race: Race) => podiumOf(race).map(referenceTo),
    },
    Lane: { athlete: ({ athlete }: Lane) => (athlete === null ? null : referenceTo(athlete)) },
    Athlete: { races: racesOf },
  },
};

const office = {
  typeDefs: `${link('@key', '@external', '@requires')}
    type Athlete @key(fields: "id") {
      id: ID! born: Int @external ageGroup: AgeGroup @requires(fields: "born") winnings: Money!
    }
    type Race @key(fields: "id") { id: ID! prize: Money! judges(first: Int): [String!]! }
    type Club @key(fields: "code") { code: String! budget: Money }
    type Money { minor: Int! currency: String! }
    enum AgeGroup { U20 SENIOR }
  `,
  resolvers: {
    Athlete: {
      ageGroup: ({ born }: { born?: number | null }) => ageGroupOf(born),
      winnings: ({ id }: { id: string }) => ({ minor: id.length * 100, currency: 'EUR' }),
    },
    Race: {
      prize: ({ id }: { id: string }) => prizeOf(id),
      judges: (_: never, { first }: { first?: number | null }) => some(['Ines', 'Jørgen', 'Kofi'], first),
    },
    Club: { budget: ({ code }: { code: string }) => (code === 'o' ? { minor: 5_000, currency: 'EUR' } : null) },
  },
};

const monolith = {
  typeDefs: `
    type Query {
      athlete(id: ID!): Athlete athletes(first: Int = 3): [Athlete!]! clubs: [Club!]! named: [Named!]!
      race(id: ID!): Race races: [Race!]! entries: [Entry]
    }
    interface Named { name: String! }
    union Entry = Athlete | Club
    type Athlete implements Named {
      id: ID! name: String! club: Club born: Int races(first: Int): [Race!]! ageGroup: AgeGroup winnings: Money!
    }
    type Club implements Named { code: String! name: String! members: [Athlete!]! budget: Money }
    type Race {
      id: ID! title: String! rounds: [[Lane]!]! podium: [Athlete!]! prize: Money! judges(first: Int): [String!]!
    }
    type Lane { number: Int! athlete: Athlete mark: Mark }
    union Mark = Time | NoTime
    type Time { seconds: Float! }
    type NoTime { reason: Reason! }
    enum Reason { DNS DNF DQ }
    type Money { minor: Int! currency: String! }
    enum AgeGroup { U20 SENIOR }
  `,
  resolvers: {
    Query: {
      ...people.resolvers.Query,
      race: track.resolvers.Query.race,
      races: () => races,
      entries: () => [athleteOf('a2'), null, clubOf('o')],
    },
    Athlete: {
      club: people.resolvers.Athlete.club,
      races: racesOf,
      ageGroup: office.resolvers.Athlete.ageGroup,
      winnings: office.resolvers.Athlete.winnings,
    },
    Club: { members: membersOf, budget: ({ code }: Club) => office.resolvers.Club.budget({ code }) },
    Race: { podium: (race: Race) => podiumOf(race).map(athleteOf), ...office.resolvers.Race },
    Lane: { athlete: ({ athlete }: Lane) => athleteOf(athlete) },
  },
};

export const meet: GraphFixture = {
  name: 'meet',
  subgraphs: { people, track, office },
  monolith,
  operations: [
    '{ races { title rounds { number mark { ... on Time { seconds } ... on NoTime { reason } } athlete { name ageGroup club { name budget { minor } } } } podium { name winnings { minor } } } }',
    '{ entries { __typename ... on Athlete { name races(first: 1) { title prize { minor currency } } } ... on Club { name members { id born ageGroup } } } }',
    '{ named { name ... on Athlete { ageGroup races { id } } ... on Club { budget { currency } } } }',
    '{ athletes(first: 5) { x: races(first: 1) { id } races { title judges(first: 2) } club { members { ageGroup } } } }',
    '{ race(id: "none") { title prize { minor } } athlete(id: "none") { name ageGroup } }',
  ],
};

/** The library cut by concern: things, people, talk (which knows media as an interface object), and what is worked out. */
import { type GraphFixture, link } from '../fixture.ts';
import {
  type AuthorRow,
  authorOf,
  authors,
  type BookRow,
  type CommentArguments,
  type CommentRow,
  commentOf,
  comments,
  commentsOn,
  discussion,
  type MediaRow,
  media,
  mediaOf,
  output,
  type PublisherRow,
  publisherOf,
  search,
  shelf,
  starsOf,
  taste,
  worksOf,
} from './data.ts';
import { monolith, operations } from './monolith.ts';

type Reference = { readonly id: string };
const typed = (row: MediaRow | null) => (row === null ? null : { ...row, __typename: row.kind });

const things = {
  typeDefs: `${link('@key')}
    scalar JSON
    enum Kind { BOOK FILM }
    enum Format { DIGITAL REEL_35 }
    type Query { shelf(kind: Kind): [Media!]! media(id: ID!): Media search(text: String!): [Found!]! }
    interface Media @key(fields: "id") { id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author }
    type Book implements Media @key(fields: "id") {
      id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author
      pages: Int! chapters: [Chapter!]! publisher: Publisher
    }
    type Film implements Media @key(fields: "id") {
      id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author
      minutes: Int! format: Format!
    }
    union Found = Book | Film | Author
    type Chapter { title: String! pages: Int! }
    type Publisher @key(fields: "id") { id: ID! name: String! city: String! books: [Book!]! }
    type Author @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    Query: {
      shelf: (_: never, { kind }: { kind?: 'BOOK' | 'FILM' }) => shelf(kind),
      media: (_: never, { id }: Reference) => mediaOf(id),
      search: (_: never, { text }: { text: string }) => search(text),
    },
    Media: {
      __resolveType: ({ kind }: MediaRow) => kind,
      __resolveReference: ({ id }: Reference) => mediaOf(id),
    },
    Found: { __resolveType: ({ kind }: { kind: string }) => kind },
    Book: {
      __resolveReference: ({ id }: Reference) => mediaOf(id),
      maker: ({ makerId }: MediaRow) => ({ id: makerId }),
      publisher: ({ publisherId }: BookRow) => publisherOf(publisherId),
    },
    Film: {
      __resolveReference: ({ id }: Reference) => mediaOf(id),
      maker: ({ makerId }: MediaRow) => ({ id: makerId }),
    },
    Publisher: {
      __resolveReference: ({ id }: Reference) => publisherOf(id),
      books: ({ id }: PublisherRow) => media.filter((row) => row.kind === 'Book' && row.publisherId === id),
    },
  },
};

const people = {
  typeDefs: `${link('@key', '@shareable')}
    type Query { author(id: ID!): Author authors: [Author!]! }
    type Author @key(fields: "id") { id: ID! name: String! @shareable born: Int favourite: Media works(first: Int): [Media!]! }
    interface Media { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! }
    type Film implements Media @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: { author: (_: never, { id }: Reference) => authorOf(id), authors: () => authors },
    Author: {
      __resolveReference: ({ id }: Reference) => authorOf(id),
      favourite: ({ favouriteId }: AuthorRow) => typed(mediaOf(favouriteId)),
      works: ({ id }: AuthorRow, { first }: { first?: number }) => worksOf(id, first),
    },
    Media: { __resolveType: ({ kind }: MediaRow) => kind },
    Book: { __resolveReference: ({ id }: Reference) => mediaOf(id) },
    Film: { __resolveReference: ({ id }: Reference) => mediaOf(id) },
  },
};

const talk = {
  typeDefs: `${link('@key', '@interfaceObject', '@external', '@provides', '@shareable')}
    enum Order { NEW OLD }
    type Query { comment(id: ID!): Comment comments(first: Int = 3): [Comment!]! }
    type Media @key(fields: "id") @interfaceObject {
      id: ID! stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]!
    }
    type Comment @key(fields: "id") { id: ID! text: String! stars: Int! by: Author @provides(fields: "name") about: Media! }
    type Author @key(fields: "id") { id: ID! name: String! @external }
  `,
  resolvers: {
    Query: {
      comment: (_: never, { id }: Reference) => commentOf(id),
      comments: (_: never, { first }: { first: number }) => comments.slice(0, first),
    },
    Media: {
      __resolveReference: ({ id }: Reference) => (mediaOf(id) === null ? null : { id }),
      stars: ({ id }: Reference) => starsOf(id),
      comments: ({ id }: Reference, options: CommentArguments) => commentsOn(id, options),
    },
    Comment: {
      __resolveReference: ({ id }: Reference) => commentOf(id),
      by: ({ byId }: CommentRow) => (byId === null ? null : { id: byId, name: authorOf(byId)?.name }),
      about: ({ aboutId }: CommentRow) => ({ id: aboutId }),
    },
  },
};

const insight = {
  typeDefs: `${link('@key', '@external', '@requires')}
    enum Order { NEW OLD }
    interface Media { id: ID! title: String! }
    type Book implements Media @key(fields: "id") {
      id: ID! title: String! @external pages: Int! @external
      readingMinutes: Int! @requires(fields: "pages")
    }
    type Film implements Media @key(fields: "id") { id: ID! title: String! @external minutes: Int! @external }
    type Author @key(fields: "id") {
      id: ID!
      favourite: Media @external
      works(first: Int): [Media!]! @external
      output: Int! @requires(fields: "works(first: 2) { id ... on Book { pages } ... on Film { minutes } }")
      taste: String @requires(fields: "favourite { title }")
    }
  `,
  resolvers: {
    Media: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
    Book: { readingMinutes: ({ pages }: { pages: number }) => pages * 2 },
    Author: {
      output: ({ works }: { works: { pages?: number; minutes?: number }[] }) => output(works),
      taste: ({ favourite }: { favourite: { title: string } | null }) => taste(favourite),
    },
  },
};

const summary = {
  typeDefs: `${link('@key', '@external', '@requires', '@interfaceObject')}
    enum Order { NEW OLD }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      comments(limit: Int = 2, order: Order = NEW): [Comment!]! @external
      discussion: String! @requires(fields: "comments(limit: 2, order: OLD) { text }")
    }
    type Comment @key(fields: "id") { id: ID! text: String! @external }
  `,
  resolvers: {
    Media: {
      discussion: ({ comments: texts }: { comments: { text: string }[] }) => discussion(texts),
    },
  },
};

export const libraryByConcern: GraphFixture = {
  name: 'library by concern',
  subgraphs: { things, people, talk, insight, summary },
  monolith,
  operations,
};

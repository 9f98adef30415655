/** The same library cut by kind: books, films, and everybody who makes them or talks about them. */
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
  type FilmRow,
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

const books = {
  typeDefs: `${link('@key', '@shareable')}
    scalar JSON
    type Book @key(fields: "id") {
      id: ID! title: String! @shareable tags: [[String!]!] @shareable extra: JSON
      pages: Int! chapters: [Chapter!]! publisher: Publisher readingMinutes: Int!
    }
    type Chapter { title: String! pages: Int! }
    type Publisher { id: ID! name: String! city: String! books: [Book!]! }
  `,
  resolvers: {
    Book: {
      __resolveReference: ({ id }: Reference) => mediaOf(id),
      publisher: ({ publisherId }: BookRow) => publisherOf(publisherId),
      readingMinutes: ({ pages }: BookRow) => pages * 2,
    },
    Publisher: {
      books: ({ id }: PublisherRow) => media.filter((row) => row.kind === 'Book' && row.publisherId === id),
    },
  },
};

const films = {
  typeDefs: `${link('@key', '@shareable')}
    scalar JSON
    enum Format { DIGITAL REEL_35 }
    type Film @key(fields: "id") {
      id: ID! title: String! @shareable tags: [[String!]!] extra: JSON @shareable minutes: Int! format: Format!
    }
  `,
  resolvers: {
    Film: { __resolveReference: ({ id }: Reference) => mediaOf(id), format: ({ format }: FilmRow) => format },
  },
};

const mediaFields = {
  maker: ({ makerId }: MediaRow) => ({ id: makerId }),
  stars: ({ id }: MediaRow) => starsOf(id),
  comments: ({ id }: MediaRow, options: CommentArguments) => commentsOn(id, options),
  discussion: ({ id }: MediaRow) => discussion(commentsOn(id, { limit: 2, order: 'OLD' })),
};

const world = {
  typeDefs: `${link('@key', '@shareable', '@provides', '@external')}
    scalar JSON
    enum Kind { BOOK FILM }
    enum Order { NEW OLD }
    type Query {
      shelf(kind: Kind): [Media!]! media(id: ID!): Media search(text: String!): [Found!]!
      comment(id: ID!): Comment comments(first: Int = 3): [Comment!]!
    }
    interface Media {
      id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author
      stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]! discussion: String!
    }
    type Book implements Media @key(fields: "id") {
      id: ID! title: String! @shareable tags: [[String!]!] @external extra: JSON @external maker: Author
      stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]! discussion: String!
    }
    type Film implements Media @key(fields: "id") {
      id: ID! title: String! @shareable tags: [[String!]!] @external extra: JSON @external maker: Author
      stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]! discussion: String!
    }
    union Found = Book | Film | Author
    type Author @key(fields: "id") { id: ID! }
    type Comment { id: ID! text: String! stars: Int! by: Author about: Media! @provides(fields: "... on Book { tags } ... on Film { extra }") }
  `,
  resolvers: {
    Query: {
      shelf: (_: never, { kind }: { kind?: 'BOOK' | 'FILM' }) => shelf(kind),
      media: (_: never, { id }: Reference) => mediaOf(id),
      search: (_: never, { text }: { text: string }) => search(text),
      comment: (_: never, { id }: Reference) => commentOf(id),
      comments: (_: never, { first }: { first: number }) => comments.slice(0, first),
    },
    Media: { __resolveType: ({ kind }: MediaRow) => kind },
    Found: { __resolveType: ({ kind }: { kind: string }) => kind },
    Book: { __resolveReference: ({ id }: Reference) => mediaOf(id), ...mediaFields },
    Film: { __resolveReference: ({ id }: Reference) => mediaOf(id), ...mediaFields },
    Comment: {
      by: ({ byId }: CommentRow) => (byId === null ? null : { id: byId }),
      about: ({ aboutId }: CommentRow) => mediaOf(aboutId),
    },
  },
};

const people = {
  typeDefs: `${link('@key', '@external', '@requires')}
    type Query { author(id: ID!): Author authors: [Author!]! }
    type Author @key(fields: "id") {
      id: ID! name: String! born: Int favourite: Media works(first: Int): [Media!]! output: Int! taste: String
    }
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
      output: ({ id }: AuthorRow) => output(worksOf(id, 2) as { pages?: number }[]),
      taste: ({ favouriteId }: AuthorRow) => taste(mediaOf(favouriteId)),
    },
    Media: { __resolveType: ({ kind }: MediaRow) => kind },
    Book: { __resolveReference: ({ id }: Reference) => mediaOf(id) },
    Film: { __resolveReference: ({ id }: Reference) => mediaOf(id) },
  },
};

export const libraryByKind: GraphFixture = {
  name: 'library by kind',
  subgraphs: { books, films, world, people },
  monolith,
  operations,
};

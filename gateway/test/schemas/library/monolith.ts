import type { SubgraphDefinition } from '../fixture.ts';
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

const mediaFields = {
  stars: ({ id }: MediaRow) => starsOf(id),
  comments: ({ id }: MediaRow, options: CommentArguments) => commentsOn(id, options),
  maker: ({ makerId }: MediaRow) => authorOf(makerId),
  discussion: ({ id }: MediaRow) => discussion(commentsOn(id, { limit: 2, order: 'OLD' })),
};

export const monolith: SubgraphDefinition = {
  typeDefs: `
    scalar JSON
    enum Kind { BOOK FILM }
    enum Order { NEW OLD }
    enum Format { DIGITAL REEL_35 }
    type Query {
      shelf(kind: Kind): [Media!]!
      media(id: ID!): Media
      search(text: String!): [Found!]!
      author(id: ID!): Author
      authors: [Author!]!
      comment(id: ID!): Comment
      comments(first: Int = 3): [Comment!]!
    }
    interface Media {
      id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author
      stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]! discussion: String!
    }
    type Book implements Media {
      id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author
      stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]! discussion: String!
      pages: Int! chapters: [Chapter!]! publisher: Publisher readingMinutes: Int!
    }
    type Film implements Media {
      id: ID! title: String! tags: [[String!]!] extra: JSON maker: Author
      stars: Float comments(limit: Int = 2, order: Order = NEW): [Comment!]! discussion: String!
      minutes: Int! format: Format!
    }
    union Found = Book | Film | Author
    type Chapter { title: String! pages: Int! }
    type Publisher { id: ID! name: String! city: String! books: [Book!]! }
    type Author { id: ID! name: String! born: Int favourite: Media works(first: Int): [Media!]! output: Int! taste: String }
    type Comment { id: ID! text: String! stars: Int! by: Author about: Media! }
  `,
  resolvers: {
    Query: {
      shelf: (_: never, { kind }: { kind?: 'BOOK' | 'FILM' }) => shelf(kind),
      media: (_: never, { id }: { id: string }) => mediaOf(id),
      search: (_: never, { text }: { text: string }) => search(text),
      author: (_: never, { id }: { id: string }) => authorOf(id),
      authors: () => authors,
      comment: (_: never, { id }: { id: string }) => commentOf(id),
      comments: (_: never, { first }: { first: number }) => comments.slice(0, first),
    },
    Media: { __resolveType: ({ kind }: MediaRow) => kind },
    Found: { __resolveType: ({ kind }: { kind: string }) => kind },
    Book: {
      ...mediaFields,
      publisher: ({ publisherId }: BookRow) => publisherOf(publisherId),
      readingMinutes: ({ pages }: BookRow) => pages * 2,
    },
    Film: { ...mediaFields, format: ({ format }: FilmRow) => format },
    Publisher: {
      books: ({ id }: PublisherRow) => media.filter((row) => row.kind === 'Book' && row.publisherId === id),
    },
    Author: {
      favourite: ({ favouriteId }: AuthorRow) => mediaOf(favouriteId),
      works: ({ id }: AuthorRow, { first }: { first?: number }) => worksOf(id, first),
      output: ({ id }: AuthorRow) => output(worksOf(id, 2) as { pages?: number }[]),
      taste: ({ favouriteId }: AuthorRow) => taste(mediaOf(favouriteId)),
    },
    Comment: {
      by: ({ byId }: CommentRow) => authorOf(byId),
      about: ({ aboutId }: CommentRow) => mediaOf(aboutId),
    },
  },
};

export const operations: readonly string[] = [
  '{ shelf { __typename id title stars comments { text by { name } } } }',
  '{ shelf(kind: BOOK) { title ... on Book { pages readingMinutes publisher { name city books { title stars } } chapters { title pages } } } }',
  '{ search(text: "o") { __typename ... on Media { title stars } ... on Author { name output taste } } }',
  '{ authors { name born favourite { __typename id title comments(limit: 1) { stars } } works(first: 1) { id } output taste } }',
  '{ comments(first: 7) { id text by { name taste } about { title ... on Film { minutes format } ... on Book { pages } } } }',
  '{ media(id: "b1") { a: comments(limit: 1) { id } b: comments(limit: 2, order: OLD) { text } comments { id stars } discussion tags extra } }',
  'query A($id: ID!, $limit: Int = 1, $yes: Boolean!, $no: Boolean = false) { media(id: $id) { title @include(if: $yes) stars @skip(if: $no) comments(limit: $limit) { id by @include(if: $no) { name } } ... on Film @include(if: $yes) { minutes maker { name works(first: $limit) { title } } } } }',
  '{ authors { title: name name: id works { id: title title: id ... on Book { length: pages } ... on Film { length: minutes } } } }',
  '{ shelf { ... on Book { maker { n: works(first: 1) { id } } } ... on Film { maker { n: works(first: 2) { id } } } } }',
  '{ media(id: "none") { title comments { id } } author(id: "none") { name output } comment(id: "none") { text } }',
];

import { type GraphFixture, link } from '../fixture.ts';
import { type Product, products, type Review, reviews, shippingEstimate, type User, users } from './data.ts';

const userOf = (id: string) => users.find((user) => user.id === id) ?? null;
const productOf = (upc: string) => products.find((product) => product.upc === upc) ?? null;

const accounts = {
  typeDefs: `${link('@key', '@shareable')}
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }
  `,
  resolvers: {
    Query: { me: () => users[0], user: (_: never, { id }: { id: string }) => userOf(id), users: () => users },
    User: { __resolveReference: ({ id }: { id: string }) => userOf(id) },
  },
};

const inventory = {
  typeDefs: `${link('@key', '@external', '@requires')}
    type Product @key(fields: "upc") {
      upc: String!
      weight: Int @external
      price: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }
  `,
  resolvers: {
    Product: {
      __resolveReference: (reference: { upc: string }) => {
        const product = productOf(reference.upc);
        return product === null ? null : { ...reference, inStock: product.inStock };
      },
      shippingEstimate: ({ price, weight }: { price: number; weight: number }) => shippingEstimate(price, weight),
    },
  },
};

const catalogue = {
  typeDefs: `${link('@key')}
    type Query { topProducts(first: Int = 5): [Product] product(upc: String!): Product }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
  `,
  resolvers: {
    Query: {
      topProducts: (_: never, { first }: { first: number }) => products.slice(0, first),
      product: (_: never, { upc }: { upc: string }) => productOf(upc),
    },
    Product: { __resolveReference: ({ upc }: { upc: string }) => productOf(upc) },
  },
};

const reviewsOf = (isMeant: (review: Review) => boolean, first: number | null | undefined) =>
  reviews.filter(isMeant).slice(0, first ?? reviews.length);

const reviewing = {
  typeDefs: `${link('@key', '@external', '@provides')}
    type Query { review(id: ID!): Review }
    type Mutation { rate(upc: String!, stars: Int!): Rating! praise(upc: String!): Product }
    type Rating { upc: String! stars: Int! product: Product }
    type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
    type User @key(fields: "id") { id: ID! username: String @external numberOfReviews: Int reviews(first: Int): [Review] }
    type Product @key(fields: "upc") { upc: String! reviews(first: Int): [Review] }
  `,
  resolvers: {
    Query: { review: (_: never, { id }: { id: string }) => reviews.find((review) => review.id === id) ?? null },
    Mutation: {
      rate: (_: never, { upc, stars }: { upc: string; stars: number }) => ({
        upc,
        stars,
        product: productOf(upc) === null ? null : { upc },
      }),
      praise: (_: never, { upc }: { upc: string }) => (productOf(upc) === null ? null : { upc }),
    },
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviews.find((review) => review.id === id) ?? null,
      author: ({ authorId }: Review) => ({ id: authorId, username: userOf(authorId)?.username }),
      product: ({ upc }: Review) => ({ upc }),
    },
    User: {
      numberOfReviews: ({ id }: User) => reviews.filter(({ authorId }) => authorId === id).length,
      reviews: ({ id }: User, { first }: { first?: number }) => reviewsOf(({ authorId }) => authorId === id, first),
    },
    Product: {
      reviews: ({ upc }: Product, { first }: { first?: number }) => reviewsOf((review) => review.upc === upc, first),
    },
  },
};

const monolith = {
  typeDefs: `
    type Query {
      me: User user(id: ID!): User users: [User]
      topProducts(first: Int = 5): [Product] product(upc: String!): Product
      review(id: ID!): Review
    }
    type Mutation { rate(upc: String!, stars: Int!): Rating! praise(upc: String!): Product }
    type Rating { upc: String! stars: Int! product: Product }
    type User {
      id: ID! name: String username: String birthday: Int
      numberOfReviews: Int reviews(first: Int): [Review]
    }
    type Product {
      upc: String! name: String price: Int weight: Int inStock: Boolean shippingEstimate: Int
      reviews(first: Int): [Review]
    }
    type Review { id: ID! body: String author: User product: Product }
  `,
  resolvers: {
    Query: { ...accounts.resolvers.Query, ...catalogue.resolvers.Query, ...reviewing.resolvers.Query },
    Mutation: {
      rate: (_: never, { upc, stars }: { upc: string; stars: number }) => ({ upc, stars, product: productOf(upc) }),
      praise: (_: never, { upc }: { upc: string }) => productOf(upc),
    },
    User: {
      numberOfReviews: reviewing.resolvers.User.numberOfReviews,
      reviews: reviewing.resolvers.User.reviews,
    },
    Product: {
      shippingEstimate: ({ price, weight }: Product) => shippingEstimate(price, weight),
      reviews: reviewing.resolvers.Product.reviews,
    },
    Review: {
      author: ({ authorId }: Review) => userOf(authorId),
      product: ({ upc }: Review) => productOf(upc),
    },
  },
};

/** Everything about everything: sixteen planned fetches, the same few entities again and again. */
export const deepQuery = `
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }
  query Deep {
    users { ...User reviews { ...Review product { ...Product
      reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product
      reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }`;

export const shop: GraphFixture = {
  name: 'shop',
  subgraphs: { accounts, inventory, products: catalogue, reviews: reviewing },
  monolith,
  operations: [
    deepQuery,
    '{ me { id name reviews { body product { name shippingEstimate } } } }',
    '{ topProducts(first: 3) { upc inStock } }',
    'query Q($first: Int, $with: Boolean = false) { topProducts(first: $first) { name reviews @include(if: $with) { id author { name } } } }',
    '{ a: topProducts(first: 1) { upc: name name: upc x: reviews(first: 1) { id } y: reviews(first: 2) { id } reviews { id } } b: topProducts(first: 2) { inStock upc } }',
    '{ user(id: "9") { name reviews { id } } product(upc: "none") { inStock } }',
    '{ __typename me { __typename t: __typename reviews { __typename product { __typename } } } }',
    'mutation { a: rate(upc: "1", stars: 5) { stars product { name inStock } } b: rate(upc: "2", stars: 1) { stars product { name } } praise(upc: "3") { name shippingEstimate } }',
  ],
};

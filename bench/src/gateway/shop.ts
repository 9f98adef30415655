import { deepQuery, type GraphFixture, products, type ResolverMap, shop } from '@games/gateway/testing';

/** The shop of the gateway's tests, with a list that makes an answer of eight mebibytes. */

const bulk = Array.from({ length: 72_000 }, (_, index) => ({
  sku: `sku-${index}`,
  title: `Spare part number ${index} for ${products[index % products.length]?.name}, packed in grey paper`,
  price: (index * 7919) % 10_000,
  isLarge: index % 3 === 0,
}));

const { products: catalogue, ...others } = shop.subgraphs;
const catalogueQuery = catalogue?.resolvers.Query as Extract<ResolverMap[string], Record<string, unknown>>;

export const benchShop: GraphFixture = {
  ...shop,
  subgraphs: {
    ...others,
    products: {
      typeDefs: `${catalogue?.typeDefs}
        extend type Query { parts: [Part!]! }
        type Part { sku: ID! title: String! price: Int! isLarge: Boolean! }`,
      resolvers: { ...catalogue?.resolvers, Query: { ...catalogueQuery, parts: () => bulk } },
    },
  },
};

export const queries = {
  deep: deepQuery,
  small: 'query TopProducts($first: Int) { topProducts(first: $first) { upc name price inStock } }',
  page: 'query Me { me { id name username reviews(first: 2) { id body product { upc name inStock shippingEstimate } } } }',
  large: 'query Parts { parts { sku title price isLarge } }',
};

/** The same graph for gateways that know only the first version of federation. */
export const firstFederation: Readonly<Record<string, string>> = {
  accounts: `
    extend type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String birthday: Int }`,
  inventory: `
    extend type Product @key(fields: "upc") {
      upc: String! @external weight: Int @external price: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
    }`,
  products: `
    extend type Query { topProducts(first: Int = 5): [Product] product(upc: String!): Product parts: [Part!]! }
    type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }
    type Part { sku: ID! title: String! price: Int! isLarge: Boolean! }`,
  reviews: `
    extend type Query { review(id: ID!): Review }
    type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
    extend type User @key(fields: "id") {
      id: ID! @external username: String @external numberOfReviews: Int reviews(first: Int): [Review]
    }
    extend type Product @key(fields: "upc") { upc: String! @external reviews(first: Int): [Review] }`,
};

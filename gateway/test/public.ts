/** The graphs of our tests, which the benchmarks measure too. */

export { compose, subgraphSchema } from './engine/serveSubgraphs.ts';
export { type GraphFixture, link, type ResolverMap } from './schemas/fixture.ts';
export { products } from './schemas/shop/data.ts';
export { deepQuery, shop } from './schemas/shop/fixture.ts';

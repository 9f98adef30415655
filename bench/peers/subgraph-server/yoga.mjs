import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { resolvers, typeDefs } from './fixture.mjs';

const yoga = createYoga({ schema: buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers }), logging: false });
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () =>
  process.send({ ready: true, url: `http://127.0.0.1:${server.address().port}/graphql` }),
);

import { buildSubgraphSchema } from '@apollo/subgraph';
import fastify from 'fastify';
import { parse } from 'graphql';
import mercurius from 'mercurius';
import { resolvers, typeDefs } from './fixture.mjs';

const app = fastify();
app.register(mercurius, { schema: buildSubgraphSchema({ typeDefs: parse(typeDefs), resolvers }), jit: 1 });
await app.listen({ port: 0, host: '127.0.0.1' });
process.send({ ready: true, url: `http://127.0.0.1:${app.server.address().port}/graphql` });

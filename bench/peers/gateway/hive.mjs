/** Hive Gateway: `node hive.mjs SUPERGRAPH js|rust off|subgraph|all`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

const [supergraphFile, planner, dedupe] = process.argv.slice(2);
const runtime = createGatewayRuntime({
  supergraph: readFileSync(supergraphFile, 'utf8'),
  ...(planner === 'rust' ? { unifiedGraphHandler } : {}),
  logging: false,
  landingPage: false,
  graphiql: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? undefined }),
  },
  inboundInflightRequestDeduplication: dedupe === 'all',
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: dedupe !== 'off' } } },
});
const server = createServer(runtime);
server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: true, url: `http://127.0.0.1:${server.address().port}/graphql` });
});
process.on('SIGTERM', () => process.exit(0));

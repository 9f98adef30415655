import { createSubgraph } from '@games/subgraph';
import { resolvers, typeDefs } from '../../peers/subgraph-server/fixture.mjs';

const { url } = await createSubgraph({
  name: 'bench',
  sdl: typeDefs,
  resolvers,
  context: () => ({}),
  viewerSecret: process.env.VIEWER_SECRET ?? '',
  port: 0,
});
process.send?.({ ready: true, url });

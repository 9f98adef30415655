import { startFeed } from '@games/odf-feed';
import { openStore } from '@games/redis';
import { defineSubgraph } from '@games/subgraph';
import { config } from './config.ts';
import { createContext } from './context.ts';
import { competitionFeed } from './feed.ts';
import { followChanges } from './live/followChanges.ts';
import { relayChanges } from './live/relayChanges.ts';
import { migrations } from './migrations.ts';
import { resolvers } from './resolvers/index.ts';

/** The competition service: the graph, the ingest endpoint of the results feed, and what applies it. */
export const competition = defineSubgraph({
  name: 'competition',
  config,
  migrations,
  resolvers,
  context: createContext,
  dependencies: async ({ database, config: settings, closeAtEnd }) => {
    if (settings.redisUrl !== null) {
      const store = closeAtEnd(openStore(settings.redisUrl, { prefix: 'games' }));
      closeAtEnd(await relayChanges(database, store));
    }
    const follower = closeAtEnd(await followChanges(database));
    return { follower, feed: closeAtEnd(startFeed(competitionFeed, database, settings)) };
  },
  routes: ({ feed }) => feed.routes,
});

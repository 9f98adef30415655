import { startFeed } from '@games/odf-feed';
import { defineSubgraph } from '@games/subgraph';
import { config } from './config.ts';
import { createContext } from './context.ts';
import { athletesFeed } from './feed.ts';
import { migrations } from './migrations.ts';
import { resolvers } from './resolvers/index.ts';

/** The athletes service: people, teams and organisations, and the ingest endpoint of their feed. */
export const athletes = defineSubgraph({
  name: 'athletes',
  config,
  migrations,
  resolvers,
  context: createContext,
  dependencies: ({ database, config: settings, closeAtEnd }) => ({
    feed: closeAtEnd(startFeed(athletesFeed, database, settings)),
  }),
  routes: ({ feed }) => feed.routes,
});

import { defineSubgraph } from '@games/subgraph';
import { config } from './config.ts';
import { createContext } from './context.ts';
import { createFileLinks } from './http/files/links.ts';
import { createFileRoute } from './http/files/serveFile.ts';
import { migrations } from './migrations.ts';
import { resolvers } from './resolvers/index.ts';

/** The media service: the graph, and the files that it gives addresses of. */
export const media = defineSubgraph({
  name: 'media',
  config,
  migrations,
  resolvers,
  context: createContext,
  dependencies: ({ config: { linkSecret, publicUrl }, address }) => ({
    links: createFileLinks(linkSecret, () => new URL('/', publicUrl ?? address()).href),
  }),
  routes: ({ database, clock, links }, { filesFolder }) => {
    const serveFile = createFileRoute({ database, clock, links, folder: filesFolder });
    return { 'GET /files/*': serveFile, 'HEAD /files/*': serveFile };
  },
});

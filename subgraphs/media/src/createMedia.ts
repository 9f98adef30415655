import { openDatabase, sql } from '@games/postgres';
import { createSubgraph } from '@games/subgraph';
import type { MediaConfig } from './config.ts';
import { createContext } from './context.ts';
import { createFileRoute } from './files/serveFile.ts';
import { createFileLinks } from './links.ts';
import { resolvers } from './resolvers/index.ts';

/** A running media service. */
export interface Media {
  readonly url: string;
  close(): Promise<void>;
}

/** Wires the service. Rejects when the database doesn't answer or the port is in use. */
export async function createMedia(config: MediaConfig): Promise<Media> {
  const { databaseUrl, poolSize, viewerSecret, port, host, clock, filesFolder, linkSecret, publicUrl } = config;
  const database = openDatabase({ url: databaseUrl, poolSize, applicationName: 'media' });
  const isReady = async (): Promise<boolean> => {
    await database.run(sql`select 1`);
    return true;
  };
  // Known once the service listens, which is before anybody can ask for an address.
  let reachedAt = publicUrl ?? '';
  const links = createFileLinks(linkSecret, () => new URL('/', reachedAt).href);
  try {
    await isReady();
    const serveFile = createFileRoute({ database, clock, links, folder: filesFolder });
    const subgraph = await createSubgraph({
      name: 'media',
      resolvers,
      context: createContext({ database, clock, links }),
      viewerSecret,
      port,
      host,
      isReady,
      routes: { 'GET /files/*': serveFile, 'HEAD /files/*': serveFile },
    });
    reachedAt ||= subgraph.url;
    return {
      url: subgraph.url,
      close: async () => {
        await subgraph.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

import type { Database } from '@games/postgres';
import { oneOf, optionalText, type SettingsOf } from '@games/service';
import type { Route } from '@games/subgraph';
import { startApplyQueue } from './apply/applyQueue.ts';
import type { Feed } from './feed.ts';
import { createOdfEndpoint } from './http/endpoint.ts';

/** What a process that reads the feed is told by its environment. */
export interface OdfConfig {
  /** What senders give as X-API-KEY; without one there is no POST /odf. */
  readonly odfApiKey: string | null;
  /** The feed that is shown: production unless this is a rehearsal on test messages. */
  readonly shownFeed: 'P' | 'T';
}

export const odfSettings: SettingsOf<OdfConfig> = {
  odfApiKey: optionalText('ODF_API_KEY'),
  shownFeed: oneOf('ODF_FEED', ['P', 'T'], 'P'),
};

export interface StartedFeed {
  /** The ingest endpoint. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Stops applying after what is being applied; what still waits is applied at the next start. */
  close(): Promise<void>;
}

/** Starts what a service's feed consists of: its ingest endpoint, and the queue that applies what came in. */
export function startFeed(feed: Feed, database: Database, { odfApiKey, shownFeed }: OdfConfig): StartedFeed {
  const queue = startApplyQueue(feed, database);
  const routes: Readonly<Record<string, Route>> =
    odfApiKey === null
      ? {}
      : { 'POST /odf': createOdfEndpoint({ feed, database, queue, apiKey: odfApiKey, shownFeed }) };
  return { routes, close: () => queue.close() };
}

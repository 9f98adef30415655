export { applyWaiting } from './apply/applyWaiting.ts';
export { unpack } from './archive/compression.ts';
export type { MessageState } from './domain/messageState.ts';
export {
  type Applier,
  type ApplyWork,
  type Feed,
  lastPerDocument,
  type MessageType,
  type ReadMessage,
} from './feed.ts';
export {
  type ImportNote,
  type ImportOptions,
  type ImportSummary,
  importMessages,
  type MessageSource,
  type Outcome,
  storeMessage,
} from './importMessages.ts';
export { readArchived } from './read/readArchived.ts';
export {
  byKey,
  day,
  type IssueCode,
  moment,
  type Reading,
  rscOf,
  text,
  texts,
  whole,
  yes,
} from './read/reading.ts';
export { selectGames, updateUtcOffset } from './sql/games.ts';
export { type OdfConfig, odfSettings, type StartedFeed, startFeed } from './startFeed.ts';

/** The tables of the feed, for `migrate` beside a service's own. */
export const odfFeedMigrations = new URL('../migrations/', import.meta.url);

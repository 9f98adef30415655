import { odfFeedMigrations } from '@games/odf-feed';

/** The folders of SQL files that bring the service's database to its present shape: the feed's tables live in it too. */
export const migrations: readonly URL[] = [new URL('../migrations/', import.meta.url), odfFeedMigrations];

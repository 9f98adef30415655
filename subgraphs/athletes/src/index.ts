/** What others may use of athletes beside the graph. */

export { athletes } from './createAthletes.ts';
export { athletesFeed } from './feed.ts';
export { migrations } from './migrations.ts';

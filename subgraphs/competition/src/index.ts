/** What others may use of competition beside the graph. */

export { competition } from './createCompetition.ts';
export { competitionFeed } from './feed.ts';
export { migrations } from './migrations.ts';

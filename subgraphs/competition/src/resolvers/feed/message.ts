import { selectGames, unpack } from '@games/odf-feed';
import type { Resolvers } from '@games/schema/generated/competition.ts';
import { ClientError, type Viewer } from '@games/service';
import { selectFeedGaps, selectFeedSources } from '../../sql/feed/feedStatus.ts';
import { found } from '../found.ts';
import { generatedAt } from './provenance.ts';

const staffScope = 'staff:competition';

/** Only staff of the competition see the feed itself. Throws ClientError UNAUTHENTICATED or FORBIDDEN. */
export function requireStaff({ kind, scopes }: Viewer): void {
  if (kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Only staff of the competition may see the feed.');
  if (kind !== 'staff' || !scopes.includes(staffScope)) {
    throw new ClientError('FORBIDDEN', `Only staff with the scope ${staffScope} may see the feed.`);
  }
}

export const messageResolvers: Resolvers = {
  Message: {
    id: ({ id }) => String(id),
    competitionCode: async (_message, _, { database }) => found(await selectGames(database), 'competition').code,
    documentSubcode: ({ documentSubcode }) => documentSubcode || null,
    documentSubtype: ({ documentSubtype }) => documentSubtype || null,
    language: ({ language }) => language || null,
    feed: ({ feedFlag }) => (feedFlag === 'P' ? 'PRODUCTION' : 'TEST'),
    generatedAt,
    issues: ({ id }, _, { loaders }) => loaders.issuesOfMessage.load(String(id)),
    body: async ({ id }, _, { loaders }) => {
      const { body } = found(await loaders.body.load(String(id)), 'body');
      return (await unpack(body)).toString('utf8');
    },
  },
  FeedStatus: {
    sources: (_status, _, { database }) => selectFeedSources(database),
    gaps: async (_status, _, { database }) =>
      (await selectFeedGaps(database)).map((gap) => ({ ...gap, documentSubcode: gap.documentSubcode || null })),
  },
};

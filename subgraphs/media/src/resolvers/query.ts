import type { QueryResolvers, Resolvers } from '@games/schema/generated/media.ts';
import { ClientError } from '@games/service';
import { decodeId, readPage, toConnection } from '@games/subgraph';
import type { MediaContext } from '../context.ts';
import { feedAudiencesFor, holderOf, isMediaStaff, visibilitiesFor } from '../domain/rights/audience.ts';
import { selectAssetPage } from '../sql/assets/assets.ts';
import { selectClipPage } from '../sql/clips/clips.ts';
import { selectStoryPage } from '../sql/editorial/stories.ts';
import { selectFeedPage } from '../sql/feeds/feeds.ts';
import { selectDeliveryPage } from '../sql/rights/deliveries.ts';
import { selectGrantPage, selectHoldersInTerritory } from '../sql/rights/rights.ts';
import { readQuestion, toClipConnection } from './clips/clip.ts';

const lists: Pick<QueryResolvers, 'feeds' | 'assets' | 'clips' | 'stories' | 'rightsGrants' | 'deliveries'> = {
  feeds: async (_root, { unit, venue, kind, live, from, ...args }, { database, viewer, now }) => {
    const filter = {
      unitCode: unit ?? null,
      venueCode: venue ?? null,
      kind: kind ?? null,
      live: live ?? null,
      from: from ?? null,
    };
    const page = readPage(args, 'feeds');
    const rows = await selectFeedPage(database, filter, feedAudiencesFor(viewer), now, page);
    return toConnection(rows, page, (row) => [row.startsAt.toISOString(), row.id]);
  },
  assets: async (_root, { kind, unit, athlete, venue, ...args }, { database, viewer, now }) => {
    const filter = {
      kind: kind ?? null,
      unitCode: unit ?? null,
      athleteCode: athlete == null ? null : decodeId(athlete, 'ath'),
      venueCode: venue ?? null,
    };
    const page = readPage(args, 'assets');
    const rows = await selectAssetPage(database, filter, { visibilities: visibilitiesFor(viewer), now }, page);
    return toConnection(rows, page, (row) => [row.createdAt.toISOString(), row.id]);
  },
  clips: async (_root, { code, kind, ...args }, { database, now }) => {
    const page = readPage(args, 'clips');
    const rows = await selectClipPage(database, { codePrefix: code ?? null, kind: kind ?? null }, now, page);
    return toClipConnection(rows, page, readQuestion(args, now));
  },
  stories: async (_root, args, { database, now }) => {
    const page = readPage(args, 'stories');
    const rows = await selectStoryPage(database, now, page);
    return toConnection(rows, page, (row) => [row.publishedAt.toISOString(), row.id]);
  },
  rightsGrants: async (_root, { territory, holder, ...args }, { database, viewer }) => {
    const page = readPage(args, 'rights grants');
    const filter = { territory: territory ?? null, holder: holderInSight(viewer, holder ?? null) };
    return toConnection(await selectGrantPage(database, filter, page), page, (row) => [row.id]);
  },
  deliveries: async (_root, { state, ...args }, { database, viewer }) => {
    const page = readPage(args, 'deliveries');
    const filter = { state: state ?? null, holder: holderInSight(viewer, null) };
    const rows = await selectDeliveryPage(database, filter, page);
    return toConnection(rows, page, (row) => [row.requestedAt.toISOString(), row.id]);
  },
};

/** Whose contracts a list shows: anybody's or the one asked for to staff, their own to holders. Throws FORBIDDEN otherwise. */
function holderInSight(viewer: MediaContext['viewer'], wanted: string | null): string | null {
  if (isMediaStaff(viewer)) return wanted;
  const own = holderOf(viewer, 'media:assets');
  if (own === null || (wanted !== null && wanted !== own)) {
    throw new ClientError('FORBIDDEN', 'Contracts and deliveries are shown to the rights holder they belong to.');
  }
  return own;
}

export const queryResolvers: Resolvers = {
  Query: {
    ...lists,
    feed: (_root, { id }, { loaders }) => loaders.feed.load(decodeId(id, 'fee')),
    asset: (_root, { id }, { loaders }) => loaders.asset.load(decodeId(id, 'ast')),
    clip: (_root, { id }, { loaders }) => loaders.clip.load(decodeId(id, 'clp')),
    story: (_root, { id }, { loaders }) => loaders.story.load(decodeId(id, 'sty')),
    rightsHolders: (_root, { territory }, { database, now }) => selectHoldersInTerritory(database, territory, now),
  },
};

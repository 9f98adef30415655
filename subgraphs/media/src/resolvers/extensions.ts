import type { Resolvers } from '@games/schema/generated/media.ts';
import { decodeId, readPage, toConnection, tryDecodeId } from '@games/subgraph';
import { readQuestion, toClipConnection } from './clips/clip.ts';

/** What media adds to what others own. A list's name is its cursor's: one of another list is refused. */
export const extensionResolvers: Resolvers = {
  Unit: {
    __resolveReference: ({ code }) => ({ code }),
    feeds: async ({ code }, args, { loaders }) => {
      const page = readPage(args, 'feeds of a unit');
      return toConnection(await loaders.feedsOfUnit(page).load(code), page, (row) => [row.kindRank, row.id]);
    },
    moments: async ({ code }, args, { loaders }) => {
      const page = readPage(args, 'moments of a unit');
      const rows = await loaders.momentsOfUnit(page).load(code);
      return toConnection(rows, page, (row) => [row.occurredAt.toISOString(), row.id]);
    },
    clips: async ({ code }, args, { loaders, now }) => {
      const page = readPage(args, 'clips of a unit');
      return toClipConnection(await loaders.clipsOfUnit(page).load(code), page, readQuestion(args, now));
    },
  },
  Athlete: {
    __resolveReference: ({ id }) => (tryDecodeId(id, 'ath') === null ? null : { id }),
    portrait: ({ id }, _args, { loaders }) => loaders.portrait.load(decodeId(id, 'ath')),
    clips: async ({ id }, args, { loaders, now }) => {
      const page = readPage(args, 'clips of an athlete');
      return toClipConnection(
        await loaders.clipsOfAthlete(page).load(decodeId(id, 'ath')),
        page,
        readQuestion(args, now),
      );
    },
  },
  Event: {
    __resolveReference: ({ code }) => ({ code }),
    stories: async ({ code }, args, { loaders }) => {
      const page = readPage(args, 'stories of an event');
      const rows = await loaders.storiesOfEvent(page).load(code);
      return toConnection(rows, page, (row) => [row.publishedAt.toISOString(), row.id]);
    },
  },
  Discipline: {
    __resolveReference: ({ code }) => ({ code }),
    illustration: ({ code }, _args, { loaders }) => loaders.illustration.load(code),
  },
  Venue: {
    __resolveReference: ({ code }) => ({ code }),
    picture: ({ code }, _args, { loaders }) => loaders.venuePicture.load(code),
  },
};

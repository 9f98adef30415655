import type { Resolvers } from '@games/schema/generated/media.ts';
import { decodeId, readPage, toConnection, tryDecodeId } from '@games/subgraph';
import { readQuestion, toClipConnection } from './clips.ts';

/** What media adds to what others own. A list's name is its cursor's: one of another list is refused. */
export const extensionResolvers: Pick<Resolvers, 'Unit' | 'Athlete' | 'Event' | 'Discipline' | 'Venue'> = {
  Unit: {
    __resolveReference: ({ code }) => ({ code }),
    feeds: async ({ code }, args, { load }) => {
      const page = readPage(args, 'feeds of a unit');
      return toConnection(await load.feedsOfUnit(page).load(code), page, (row) => [row.kindRank, row.id]);
    },
    moments: async ({ code }, args, { load }) => {
      const page = readPage(args, 'moments of a unit');
      const rows = await load.momentsOfUnit(page).load(code);
      return toConnection(rows, page, (row) => [row.occurredAt.toISOString(), row.id]);
    },
    clips: async ({ code }, args, { load, now }) => {
      const page = readPage(args, 'clips of a unit');
      return toClipConnection(await load.clipsOfUnit(page).load(code), page, readQuestion(args, now));
    },
  },
  Athlete: {
    __resolveReference: ({ id }) => (tryDecodeId(id, 'ath') === null ? null : { id }),
    portrait: ({ id }, _args, { load }) => load.portrait.load(decodeId(id, 'ath')),
    clips: async ({ id }, args, { load, now }) => {
      const page = readPage(args, 'clips of an athlete');
      return toClipConnection(await load.clipsOfAthlete(page).load(decodeId(id, 'ath')), page, readQuestion(args, now));
    },
  },
  Event: {
    __resolveReference: ({ code }) => ({ code }),
    stories: async ({ code }, args, { load }) => {
      const page = readPage(args, 'stories of an event');
      const rows = await load.storiesOfEvent(page).load(code);
      return toConnection(rows, page, (row) => [row.publishedAt.toISOString(), row.id]);
    },
  },
  Discipline: {
    __resolveReference: ({ code }) => ({ code }),
    illustration: ({ code }, _args, { load }) => load.illustration.load(code),
  },
  Venue: {
    __resolveReference: ({ code }) => ({ code }),
    picture: ({ code }, _args, { load }) => load.venuePicture.load(code),
  },
};

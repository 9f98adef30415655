import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, loadReference } from '@games/subgraph';
import { signalState } from '../../domain/assets/states.ts';
import { subjectOfFeed } from '../../domain/rights/subjects.ts';
import { toFrameRate } from '../assets/frames.ts';
import { toDisciplineOf, toUnit, toVenue } from '../references.ts';
import { decideAccess } from '../rights/decisions.ts';

export const feedResolvers: Resolvers = {
  Feed: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'fee', loaders.feed),
    id: ({ id }) => encodeId('fee', id),
    state: (feed, _args, { now }) => signalState(feed, now),
    unit: ({ unitCode }) => toUnit(unitCode),
    discipline: ({ unitCode, disciplineCode }) => {
      const code = unitCode ?? disciplineCode;
      return code === null ? null : toDisciplineOf(code);
    },
    venue: ({ venueCode }) => toVenue(venueCode),
    picture: (feed) => ({ ...feed, frameRate: toFrameRate(feed) }),
    audio: ({ audioLayout }, _args, { loaders }) => loaders.audioTracks.load(audioLayout),
    recording: ({ recordingId }, _args, { loaders }) => (recordingId === null ? null : loaders.asset.load(recordingId)),
    endpoint: async (feed, _args, context) => {
      const { allowed } = await decideAccess(subjectOfFeed(feed), null, context);
      return allowed ? feed.endpoint : null;
    },
    access: (feed, _args, context) => decideAccess(subjectOfFeed(feed), null, context),
  },
};

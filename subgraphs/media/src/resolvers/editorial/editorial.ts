import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, loadReference, localise } from '@games/subgraph';
import { toFramePosition } from '../assets/frames.ts';
import { toAthlete, toEvent, toOrganisation, toUnit } from '../references.ts';

export const editorialResolvers: Resolvers = {
  Moment: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'mom', loaders.moment),
    id: ({ id }) => encodeId('mom', id),
    label: ({ texts }, _args, { languages }) => localise(texts, languages).label,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    unit: ({ unitCode }) => toUnit(unitCode),
    athlete: ({ athleteCode }) => (athleteCode === null ? null : toAthlete(athleteCode)),
    organisation: ({ organisationCode }) => toOrganisation(organisationCode),
    position: (moment) => toFramePosition(moment.frame, moment),
  },
  Story: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'sty', loaders.story),
    id: ({ id }) => encodeId('sty', id),
    title: ({ texts }, _args, { languages }) => localise(texts, languages).title,
    summary: ({ texts }, _args, { languages }) => localise(texts, languages).summary,
    body: ({ texts }, _args, { languages }) => localise(texts, languages).body,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    event: ({ eventCode }) => toEvent(eventCode),
    athletes: async ({ id }, _args, { loaders }) =>
      (await loaders.athletesOfStory.load(id)).map(({ athleteCode }) => toAthlete(athleteCode)),
    picture: ({ pictureId }, _args, { loaders }) => (pictureId === null ? null : loaders.picture.load(pictureId)),
  },
};

import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, loadReference, localise, readPage, toConnection } from '@games/subgraph';
import { assetState, recordedFrames } from '../../domain/assets/states.ts';
import { formatTimecode } from '../../domain/assets/timecode.ts';
import { formatTimerange } from '../../domain/assets/timerange.ts';
import { linkAudience } from '../../domain/rights/access.ts';
import type { RenditionRow } from '../../sql/assets/renditions.ts';
import { toAthlete, toUnit, toVenue } from '../references.ts';
import { decideAssetAccess } from '../rights/decisions.ts';
import { toFrameRate } from './frames.ts';

/** Still pictures beside a recording (a storyboard) have no rate of their own. */
const isStill = ({ mediaType }: RenditionRow): boolean => mediaType.startsWith('image/');

export const assetResolvers: Resolvers = {
  Asset: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'ast', loaders.asset),
    id: ({ id }) => encodeId('ast', id),
    state: (asset, _args, { now }) => assetState(asset, now),
    title: ({ texts }, _args, { languages }) => localise(texts, languages).title,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    unit: ({ unitCode }) => toUnit(unitCode),
    athlete: ({ athleteCode }) => (athleteCode === null ? null : toAthlete(athleteCode)),
    venue: ({ venueCode }) => toVenue(venueCode),
    frameRate: (asset) => toFrameRate(asset),
    startTimecode: (asset) => {
      const rate = toFrameRate(asset);
      return rate === null ? null : formatTimecode(asset.startFrame ?? 0, rate);
    },
    durationFrames: ({ createdAt, durationFrames, ...asset }, _args, { now }) => {
      const rate = toFrameRate(asset);
      return rate === null || durationFrames === null ? null : recordedFrames({ createdAt, durationFrames, rate }, now);
    },
    timerange: (asset, _args, { now }) => {
      const rate = toFrameRate(asset);
      if (rate === null) return null;
      const frames = assetState(asset, now) === 'GROWING' ? null : asset.durationFrames;
      return formatTimerange(asset.createdAt, frames, rate);
    },
    renditions: async (asset, _args, { loaders }) =>
      (await loaders.renditionsOfAsset.load(asset.id)).map((rendition) => ({ ...rendition, asset })),
    audio: ({ audioLayout }, _args, { loaders }) => (audioLayout === null ? [] : loaders.audioTracks.load(audioLayout)),
    moments: async ({ id }, args, { loaders }) => {
      const page = readPage(args, 'moments of an asset');
      return toConnection(await loaders.momentsOfAsset(page).load(id), page, (row) => [row.frame, row.id]);
    },
    picture: ({ id }, _args, { loaders }) => loaders.picture.load(id),
    access: (asset, _args, context) => decideAssetAccess(asset, context),
  },
  Picture: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'ast', loaders.picture),
    id: ({ assetId }) => encodeId('ast', assetId),
    title: ({ texts }, _args, { languages }) => localise(texts, languages).title,
    language: ({ texts }, _args, { languages }) => localise(texts, languages).language,
    url: ({ assetId, rendition }, _args, { links }) => links.make({ assetId, rendition, audience: 'public' }),
  },
  Rendition: {
    picture: (rendition) => {
      const { width, height, dynamicRange, asset } = rendition;
      return { width, height, dynamicRange, frameRate: isStill(rendition) ? null : toFrameRate(asset) };
    },
    byteSize: ({ byteSize }) => (byteSize === null ? null : String(byteSize)),
    stored: ({ objectKey }) => objectKey !== null,
    url: async ({ asset, name, objectKey }, _args, context) => {
      if (objectKey === null || !(await decideAssetAccess(asset, context)).allowed) return null;
      const audience = linkAudience(context.viewer, asset.visibility);
      return context.links.make({ assetId: asset.id, rendition: name, audience });
    },
  },
};

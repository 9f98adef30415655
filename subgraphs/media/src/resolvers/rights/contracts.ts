import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, loadReference } from '@games/subgraph';
import type { HolderRow } from '../../sql/rights/rights.ts';

export const contractResolvers: Resolvers = {
  RightsGrant: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'rgt', loaders.grant),
    id: ({ id }) => encodeId('rgt', id),
    holder: ({ holder }, _args, { loaders }) => (holder === null ? null : loaders.holder.load(holder)),
    territories: async ({ id }, _args, { loaders }) =>
      (await loaders.territoriesOfGrant.load(id)).map(({ territory }) => territory),
  },
  RightsScope: {
    // The empty prefix covers everything, which the schema says by naming nothing.
    code: ({ codePrefix }) => codePrefix || null,
    asset: ({ assetId }, _args, { loaders }) => (assetId === null ? null : loaders.asset.load(assetId)),
    clip: ({ clipId }, _args, { loaders }) => (clipId === null ? null : loaders.clip.load(clipId)),
  },
  Delivery: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'dlv', loaders.delivery),
    id: ({ id }) => encodeId('dlv', id),
    asset: ({ assetId }, _args, { loaders }) => loaders.asset.load(assetId),
    holder: async ({ holder }, _args, { loaders }) => (await loaders.holder.load(holder)) as HolderRow,
    bytesSent: ({ bytesSent }) => String(bytesSent),
  },
};

import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, tryDecodeId } from '@games/subgraph';
import type { HolderRow } from '../../sql/rights/rights.ts';

export const contractResolvers: Pick<Resolvers, 'RightsGrant' | 'RightsScope' | 'Delivery'> = {
  RightsGrant: {
    __resolveReference: ({ id }, { loaders }) => {
      const key = tryDecodeId(id, 'rgt');
      return key === null ? null : loaders.grant.load(key);
    },
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
    __resolveReference: ({ id }, { loaders }) => {
      const key = tryDecodeId(id, 'dlv');
      return key === null ? null : loaders.delivery.load(key);
    },
    id: ({ id }) => encodeId('dlv', id),
    asset: ({ assetId }, _args, { loaders }) => loaders.asset.load(assetId),
    holder: async ({ holder }, _args, { loaders }) => (await loaders.holder.load(holder)) as HolderRow,
    bytesSent: ({ bytesSent }) => String(bytesSent),
  },
};

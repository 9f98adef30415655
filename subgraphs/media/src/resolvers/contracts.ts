import type { Resolvers } from '@games/schema/generated/media.ts';
import { encodeId, tryDecodeId } from '@games/subgraph';
import type { HolderRow } from '../sql/rights.ts';

export const contractResolvers: Pick<Resolvers, 'RightsGrant' | 'RightsScope' | 'Delivery'> = {
  RightsGrant: {
    __resolveReference: ({ id }, { load }) => {
      const key = tryDecodeId(id, 'rgt');
      return key === null ? null : load.grant.load(key);
    },
    id: ({ id }) => encodeId('rgt', id),
    holder: ({ holder }, _args, { load }) => (holder === null ? null : load.holder.load(holder)),
    territories: async ({ id }, _args, { load }) =>
      (await load.territoriesOfGrant.load(id)).map(({ territory }) => territory),
  },
  RightsScope: {
    // The empty prefix covers everything, which the schema says by naming nothing.
    code: ({ codePrefix }) => codePrefix || null,
    asset: ({ assetId }, _args, { load }) => (assetId === null ? null : load.asset.load(assetId)),
    clip: ({ clipId }, _args, { load }) => (clipId === null ? null : load.clip.load(clipId)),
  },
  Delivery: {
    __resolveReference: ({ id }, { load }) => {
      const key = tryDecodeId(id, 'dlv');
      return key === null ? null : load.delivery.load(key);
    },
    id: ({ id }) => encodeId('dlv', id),
    asset: ({ assetId }, _args, { load }) => load.asset.load(assetId),
    holder: async ({ holder }, _args, { load }) => (await load.holder.load(holder)) as HolderRow,
    bytesSent: ({ bytesSent }) => String(bytesSent),
  },
};

import './parents.ts';
import type { Resolvers } from '@games/schema/generated/media.ts';
import { assetResolvers } from './assets/asset.ts';
import { frameResolvers } from './assets/frames.ts';
import { clipResolvers } from './clips/clip.ts';
import { editorialResolvers } from './editorial/editorial.ts';
import { extensionResolvers } from './extensions.ts';
import { feedResolvers } from './feeds/feed.ts';
import { queryResolvers } from './query.ts';
import { contractResolvers } from './rights/contracts.ts';
import { decisionResolvers } from './rights/decisions.ts';

/** Every type is resolved by one module. */
export const resolvers: Resolvers = {
  ...assetResolvers,
  ...clipResolvers,
  ...contractResolvers,
  ...decisionResolvers,
  ...editorialResolvers,
  ...extensionResolvers,
  ...feedResolvers,
  ...frameResolvers,
  ...queryResolvers,
};

import './parents.ts';
import type { Resolvers } from '@games/schema/generated/media.ts';
import { assetResolvers } from './assets.ts';
import { clipResolvers } from './clips.ts';
import { contractResolvers } from './contracts.ts';
import { decisionResolvers } from './decisions.ts';
import { editorialResolvers } from './editorial.ts';
import { extensionResolvers } from './extensions.ts';
import { feedResolvers } from './feeds.ts';
import { frameResolvers } from './frames.ts';
import { queryResolvers } from './query.ts';

/** Every type is resolved by one room. */
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

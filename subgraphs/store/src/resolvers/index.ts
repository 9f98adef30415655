import './parents.ts';
import type { Resolvers } from '@games/schema/generated/store.ts';
import { accountResolvers } from './accounts.ts';
import { extensionResolvers } from './extensions.ts';
import { marketResolvers } from './markets.ts';
import { moneyResolvers } from './money.ts';
import { pickupResolvers } from './pickup.ts';
import { productResolvers } from './products.ts';
import { queryResolvers } from './query.ts';
import { variantResolvers } from './variants.ts';

/** Every type is resolved by one room. */
export const resolvers: Resolvers = {
  ...accountResolvers,
  ...extensionResolvers,
  ...marketResolvers,
  ...moneyResolvers,
  ...pickupResolvers,
  ...productResolvers,
  ...queryResolvers,
  ...variantResolvers,
};

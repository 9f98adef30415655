import './parents.ts';
import type { Resolvers } from '@games/schema/generated/store.ts';
import { accountResolvers } from './accounts/accounts.ts';
import { productResolvers } from './catalogue/product.ts';
import { variantResolvers } from './catalogue/variant.ts';
import { extensionResolvers } from './extensions.ts';
import { marketResolvers } from './markets/market.ts';
import { moneyResolvers } from './money.ts';
import { pickupResolvers } from './pickup/pickup.ts';
import { queryResolvers } from './query.ts';

/** Every type is resolved by one module. */
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

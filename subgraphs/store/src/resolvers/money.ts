import { toDecimal } from '@games/payments';
import type { Resolvers } from '@games/schema/generated/store.ts';

export const moneyResolvers: Resolvers = {
  Money: {
    amount: ({ minor, currency }) => toDecimal(minor, currency),
  },
};

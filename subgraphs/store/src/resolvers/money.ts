import { toDecimal } from '@games/payments';
import type { Resolvers } from '@games/schema/generated/store.ts';

export const moneyResolvers: Pick<Resolvers, 'Money'> = {
  Money: {
    amount: ({ minor, currency }) => toDecimal(minor, currency),
  },
};

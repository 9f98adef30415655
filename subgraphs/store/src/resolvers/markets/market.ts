import type { Resolvers } from '@games/schema/generated/store.ts';
import { ClientError } from '@games/service';
import { encodeId } from '@games/subgraph';
import type { StoreContext } from '../../context.ts';
import type { MarketRow } from '../../sql/markets/markets.ts';

/** The market of an argument. Throws BAD_USER_INPUT when there is none. */
export async function requireMarket(code: string, { loaders }: StoreContext): Promise<MarketRow> {
  const market = await loaders.market.load(code);
  if (market) return market;
  throw new ClientError('BAD_USER_INPUT', `The market "${code.slice(0, 20)}" does not exist; ask for \`markets\`.`);
}

export const marketResolvers: Resolvers = {
  Market: {
    __resolveReference: ({ code }, { loaders }) => loaders.market.load(code),
    id: ({ code }) => encodeId('mkt', code),
  },
};

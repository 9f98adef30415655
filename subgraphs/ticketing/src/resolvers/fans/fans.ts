import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { decodeId, encodeId, readPage, toConnection, tryDecodeId } from '@games/subgraph';
import { mayRead } from '../../access.ts';
import { selectDrawEntriesOfFan } from '../../sql/draws/draws.ts';
import { selectTakenByFan } from '../../sql/holds/allowances.ts';
import { selectLapsesOfFan } from '../../sql/holds/holdLapses.ts';
import { selectOpenHoldsOfFan } from '../../sql/holds/holds.ts';
import { selectOrdersOfFan } from '../../sql/orders/orders.ts';
import { selectListingsOfSeller } from '../../sql/resale/resale.ts';
import type { SalesRulesRow } from '../../sql/sales/sales.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { selectTicketsOfFan } from '../../sql/tickets/tickets.ts';

/** A fan as parent: its id is the natural key, the token's subject. */
export const fanResolvers: Resolvers = {
  Query: {
    me: (_root, _args, { viewer }) =>
      viewer.kind === 'fan' && viewer.subject !== null ? { id: viewer.subject } : null,
  },
  HoldLapse: {
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
  },
  Fan: {
    __resolveReference: ({ id }, { viewer }) => {
      const key = tryDecodeId(id, 'fan');
      return key !== null && mayRead(viewer, key) ? { id: key } : null;
    },
    id: ({ id }) => encodeId('fan', id),
    tickets: async ({ id }, { session, ...args }, { database, loaders }) => {
      const page = readPage(args, `tickets ${id} ${session ?? ''}`);
      const ofSession = session == null ? null : await loaders.sessionByCode.load(decodeId(session, 'tse'));
      const rows =
        session != null && ofSession === null
          ? []
          : await selectTicketsOfFan(database, id, ofSession?.id ?? null, page);
      return toConnection(rows, page, (row) => [row.startsAt.toISOString(), row.id]);
    },
    ticketOrders: async ({ id }, args, { database }) => {
      const page = readPage(args, `ticketOrders ${id}`);
      const rows = await selectOrdersOfFan(database, id, page);
      return toConnection(rows, page, (row) => [row.createdAt.toISOString(), row.id]);
    },
    holdLapses: ({ id }, _args, { database }) => selectLapsesOfFan(database, id),
    holds: ({ id }, _args, { database }) => selectOpenHoldsOfFan(database, id),
    drawEntries: ({ id }, _args, { database }) => selectDrawEntriesOfFan(database, id),
    resaleListings: async ({ id }, args, { database }) => {
      const page = readPage(args, `resaleListings of ${id}`);
      const rows = await selectListingsOfSeller(database, id, page);
      return toConnection(rows, page, (row) => [row.listedAt.toISOString(), row.id]);
    },
    ticketAllowance: async ({ id }, _args, { database, loaders }) => {
      const [rules, taken] = await Promise.all([loaders.rules.load('rules'), selectTakenByFan(database, id)]);
      const { accountCap } = rules as SalesRulesRow;
      return { cap: accountCap, taken, left: Math.max(0, accountCap - taken) };
    },
  },
};

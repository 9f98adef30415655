import type { HoldBestSeatsInput, Resolvers } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { decodeId } from '@games/subgraph';
import { requireFan } from '../../access.ts';
import { holdArea } from '../../commands/holds/holdArea.ts';
import { holdBestSeats } from '../../commands/holds/holdBestSeats.ts';
import type { Buying } from '../../commands/holds/holdDependencies.ts';
import { holdSeats } from '../../commands/holds/holdSeats.ts';
import { releaseHold } from '../../commands/holds/releaseHold.ts';
import { cancelOrder } from '../../commands/orders/cancelOrder.ts';
import { createOrder } from '../../commands/orders/createOrder.ts';
import { continueOrderPayment, payOrder } from '../../commands/payments/payOrder.ts';
import type { TicketingContext } from '../../context.ts';
import { decodeSeatIds } from '../../domain/seating/seatId.ts';
import type { SeatCriteria } from '../../memory/holds/sessionSeats.ts';
import type { Sale } from '../../memory/sales/saleCache.ts';
import {
  toCancelOrderOutcome,
  toCreateOrderOutcome,
  toHoldOutcome,
  toPayOutcome,
  toReleaseOutcome,
} from './orderResults.ts';

export const buyingResolvers: Resolvers = {
  Mutation: {
    holdSeats: async (_root, { input }, context) => {
      const buying = buyingOf(context, input);
      const sale = await saleOf(context, input.session);
      const seatNos = decodeSeatIds(input.seats, sale.chart.plan.code);
      return toHoldOutcome(await holdSeats(context.selling, buying, sale, seatNos), context, sale.chart.plan.code);
    },
    holdBestSeats: async (_root, { input }, context) => {
      const buying = buyingOf(context, input);
      const sale = await saleOf(context, input.session);
      const outcome = await holdBestSeats(context.selling, buying, sale, criteriaOf(sale, input));
      return toHoldOutcome(outcome, context, sale.chart.plan.code);
    },
    holdArea: async (_root, { input }, context) => {
      const buying = buyingOf(context, input);
      const sale = await saleOf(context, input.session);
      const outcome = await holdArea(context.selling, buying, sale, {
        blockCode: input.block,
        quantity: input.quantity,
      });
      return toHoldOutcome(outcome, context, sale.chart.plan.code);
    },
    releaseHold: async (_root, { input }, context) =>
      toReleaseOutcome(
        await releaseHold(context.selling, requireFan(context.viewer), decodeId(input.hold, 'hld')),
        context,
      ),
    createTicketOrder: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const holdIds = input.holds.map((id) => decodeId(id, 'hld'));
      return toCreateOrderOutcome(await createOrder(context.selling, fanId, holdIds, input.idempotencyKey), context);
    },
    payTicketOrder: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const outcome = await payOrder(context.selling, fanId, {
        orderId: decodeId(input.order, 'tor'),
        instrument: { method: input.method, token: input.cardToken ?? null },
        returnUrl: input.returnUrl,
        idempotencyKey: input.idempotencyKey,
      });
      return toPayOutcome(outcome, context);
    },
    continueTicketPayment: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      return toPayOutcome(await continueOrderPayment(context.selling, fanId, decodeId(input.order, 'tor')), context);
    },
    cancelTicketOrder: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      return toCancelOrderOutcome(await cancelOrder(context.database, fanId, decodeId(input.order, 'tor')), context);
    },
  },
};

/** Who buys. Throws where it is not a fan. */
function buyingOf(
  { viewer }: TicketingContext,
  { admission, idempotencyKey }: { readonly admission?: string | null; readonly idempotencyKey: string },
): Buying {
  const fanId = requireFan(viewer);
  return { fanId, country: viewer.country, scopes: viewer.scopes, admission: admission ?? null, idempotencyKey };
}

/** The sale of a session. Throws ClientError INVALID_ID where there is no such session. */
async function saleOf({ selling }: TicketingContext, id: string): Promise<Sale> {
  const sale = await selling.sales.find(decodeId(id, 'tse'));
  if (sale === null) throw new ClientError('INVALID_ID', 'There is no such session.');
  return sale;
}

function criteriaOf({ chart }: Sale, input: HoldBestSeatsInput): SeatCriteria {
  const category = chart.categories.find(({ code }) => code === input.category);
  if (category === undefined) throw new ClientError('BAD_USER_INPUT', 'This session has no such category.');
  const { categoryNo } = category;
  const { quantity, wheelchairs, companions } = input;
  if (wheelchairs == null && companions == null) {
    if (quantity == null) throw new ClientError('BAD_USER_INPUT', 'Say how many seats, or how many wheelchair places.');
    return { kind: 'TOGETHER', categoryNo, quantity, withRestricted: input.acceptRestrictedSight ?? false };
  }
  if (quantity != null)
    throw new ClientError('BAD_USER_INPUT', 'Ask for seats or for wheelchair places, not for both.');
  return { kind: 'ACCESSIBLE', categoryNo, wheelchairs: wheelchairs ?? 0, companions: companions ?? 0 };
}

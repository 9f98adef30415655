import type { Resolvers, TicketReturnRefusal } from '@games/schema/generated/ticketing.ts';
import { decodeId, encodeId } from '@games/subgraph';
import { requireFan } from '../../access.ts';
import { exchangeTicket } from '../../commands/returns/exchangeTicket.ts';
import { returnTickets } from '../../commands/returns/returnTickets.ts';
import type { TicketingContext } from '../../context.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import type { TicketRow } from '../../sql/tickets/tickets.ts';
import { holdNotUsable, keyReused, requestInProgress } from '../orders/orderResults.ts';
import { problem } from '../problem.ts';

const refusalTexts: Readonly<Record<TicketReturnRefusal, string>> = {
  NOT_FOUND: 'There is no such ticket of yours.',
  NOT_VALID: 'This ticket is no longer good.',
  USED: 'This ticket has opened a gate already.',
  IN_RESALE: 'This ticket is offered in resale. Withdraw the listing first.',
  IN_TRANSFER: 'This ticket is offered to somebody. Take that offer back first.',
  PAID_BY_ANOTHER: 'This ticket was a gift: the money was not yours.',
  BOUGHT_IN_RESALE: 'This ticket was bought in resale. It can be offered there again.',
  TOO_LATE: 'It is too late to return this ticket.',
};

const notReturnable = (ticketId: string, reason: TicketReturnRefusal) =>
  problem('TicketNotReturnable', 'TICKET_NOT_RETURNABLE', refusalTexts[reason], {
    ticket: encodeId('tkt', ticketId),
    reason,
  });

/** Tickets as they are now: the loader may have read them before the command. */
export async function ticketsNow({ loaders }: TicketingContext, ids: readonly string[]): Promise<TicketRow[]> {
  for (const id of ids) loaders.ticket.clear(id);
  return (await Promise.all(ids.map((id) => loaders.ticket.load(id)))) as TicketRow[];
}

export const returningResolvers: Resolvers = {
  Mutation: {
    returnTickets: async (_root, { input }, context) => {
      const fanId = requireFan(context.viewer);
      const ticketIds = input.tickets.map((id) => decodeId(id, 'tkt'));
      const outcome = await returnTickets(context, fanId, ticketIds, input.idempotencyKey);
      if (outcome.kind === 'InProgress') return requestInProgress();
      if (outcome.kind === 'KeyReused') return keyReused();
      if (outcome.kind === 'NotReturnable') return notReturnable(outcome.ticketId, outcome.reason);
      return { __typename: 'TicketsReturned', tickets: await ticketsNow(context, outcome.ticketIds) };
    },
    exchangeTicket: async (_root, { input }, context) => {
      const outcome = await exchangeTicket(context, requireFan(context.viewer), {
        ticketId: decodeId(input.ticket, 'tkt'),
        holdId: decodeId(input.hold, 'hld'),
        idempotencyKey: input.idempotencyKey,
      });
      switch (outcome.kind) {
        case 'OrderCreated': {
          const order = (await context.loaders.order.load(outcome.orderId)) as OrderRow;
          return { __typename: 'TicketOrderCreated', order };
        }
        case 'NotReturnable':
          return notReturnable(outcome.ticketId, outcome.reason);
        case 'HoldNotUsable':
          return holdNotUsable(outcome.holdId, outcome.fault);
        case 'NotExchangeable':
          return problem(
            'NotExchangeable',
            'NOT_EXCHANGEABLE',
            'One ticket is exchanged for one place with a price in the same currency.',
          );
        case 'InProgress':
          return requestInProgress();
        case 'KeyReused':
          return keyReused();
      }
    },
  },
};

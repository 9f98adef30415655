import type { Database, Transaction } from '@games/postgres';
import { ClientError, type GamesClock } from '@games/service';
import { idempotent, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { decideOrder, type HoldFault, type HoldForOrder } from '../../domain/orders/decideOrder.ts';
import { lesser } from '../../domain/payments/splitRefund.ts';
import { type ReturnRefusal, returnRefusal } from '../../domain/returns/mayReturn.ts';
import { isUuid, newUuid } from '../../domain/uuid.ts';
import { insertOutcome, selectKey } from '../../sql/idempotencyKeys.ts';
import { insertOrders, lockHoldsForOrders } from '../../sql/orders/insertOrders.ts';
import { lockTicketsToReturn, type TicketToReturn } from '../../sql/returns/returnTickets.ts';
import { selectSalesRules } from '../../sql/sales/sales.ts';

/** How a request to exchange a ticket ends; stored under the request's key, so it is made of JSON's types alone. */
export type ExchangeOutcome =
  /** Pay the order: the old ticket is returned when the new one is issued. An order of nothing is paid at once. */
  | { readonly kind: 'OrderCreated'; readonly orderId: string }
  | { readonly kind: 'NotReturnable'; readonly ticketId: string; readonly reason: ReturnRefusal }
  | { readonly kind: 'HoldNotUsable'; readonly holdId: string; readonly fault: HoldFault }
  /** One ticket is exchanged for one place of the same currency. */
  | { readonly kind: 'NotExchangeable' };

export interface ExchangeRequest {
  readonly ticketId: string;
  readonly holdId: string;
  readonly idempotencyKey: string;
}

/** Makes an order of a held place towards which the price of a ticket counts that is to be returned for it. */
export async function exchangeTicket(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  fanId: string,
  exchange: ExchangeRequest,
): Promise<ExchangeOutcome | ReplayProblem> {
  const { ticketId, holdId } = exchange;
  const request = idempotent(fanId, exchange.idempotencyKey, 'exchangeTicket', { ticketId, holdId });
  return database.transaction(async (tx) => {
    const [ticket] = isUuid(ticketId) ? await lockTicketsToReturn(tx, [ticketId]) : [];
    const [hold] = isUuid(holdId) ? await lockHoldsForOrders(tx, [holdId]) : [];
    const known = await selectKey<ExchangeOutcome>(tx, request);
    if (known !== null) return replay(request, known);
    const outcome = await decide(tx, fanId, exchange, ticket, hold, clock.now());
    if (outcome.order !== null) await insertOrders(tx, [{ ...outcome.order, idempotency: request }]);
    if ((await insertOutcome(tx, request, outcome.outcome)) === null) return outcome.outcome;
    throw new ClientError('CONFLICT', 'This key is being used for another request at this moment.');
  });
}

async function decide(
  tx: Transaction,
  fanId: string,
  { ticketId, holdId }: ExchangeRequest,
  ticket: TicketToReturn | undefined,
  hold: HoldForOrder | undefined,
  now: Date,
) {
  const refuse = (outcome: ExchangeOutcome) => ({ outcome, order: null });
  const reason = returnRefusal(ticket, fanId, (await selectSalesRules(tx)).returnHours, now);
  if (reason !== null || ticket === undefined) {
    return refuse({ kind: 'NotReturnable', ticketId, reason: reason ?? 'NOT_FOUND' });
  }
  const decision = decideOrder(fanId, [holdId], new Map(hold === undefined ? [] : [[hold.id, hold]]), now);
  if (decision.kind === 'HoldNotUsable') return refuse(decision);
  if (decision.kind !== 'Order' || hold?.pricesMinor.length !== 1 || decision.currency !== ticket.currency) {
    return refuse({ kind: 'NotExchangeable' });
  }
  const { currency, placesMinor, payBy } = decision;
  const creditMinor = lesser(ticket.priceMinor, placesMinor);
  const orderId = newUuid();
  const order = {
    orderId,
    fanId,
    holdIds: [holdId],
    currency,
    placesMinor,
    creditMinor,
    exchangedTicketId: ticket.id,
    payBy,
    createdAt: now,
  };
  return { outcome: { kind: 'OrderCreated', orderId } satisfies ExchangeOutcome, order };
}

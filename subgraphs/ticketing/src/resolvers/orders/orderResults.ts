import type { HoldFault, NotOnSaleReason, ResolversTypes, TicketLimit } from '@games/schema/generated/ticketing.ts';
import { encodeId } from '@games/subgraph';
import type { ReleaseOutcome } from '../../commands/holds/releaseHold.ts';
import type { CancelOrderOutcome } from '../../commands/orders/cancelOrder.ts';
import type { CreateOrderOutcome } from '../../commands/orders/createOrders.ts';
import type { PayOutcome } from '../../commands/payments/payOrder.ts';
import type { TicketingContext } from '../../context.ts';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import type { ReplayProblem } from '../../domain/idempotency.ts';
import { encodeSeatId } from '../../domain/seating/seatId.ts';
import type { HoldRow } from '../../sql/holds/holds.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import type { TakenSeatRow } from '../../sql/sessions/availability.ts';
import { problem } from '../problem.ts';

/** Outcomes of commands in the form of the graph: one place where what has happened becomes words for a person. */

export type Outcome<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

export const requestInProgress = () =>
  problem('RequestInProgress', 'REQUEST_IN_PROGRESS', 'The first request with this key is still under way.');
export const keyReused = () =>
  problem('IdempotencyKeyReused', 'IDEMPOTENCY_KEY_REUSED', 'This key was used for another request before.');
const orderNotFound = () => problem('TicketOrderNotFound', 'ORDER_NOT_FOUND', 'There is no such order of yours.');

const loadHold = async ({ loaders }: TicketingContext, id: string): Promise<HoldRow> =>
  (await loaders.hold.load(id)) as HoldRow;
/** An order as it is now: the loader may have read it before the command. */
const loadOrder = async ({ loaders }: TicketingContext, id: string): Promise<OrderRow> =>
  (await loaders.order.clear(id).load(id)) as OrderRow;

const notOnSaleTexts: Readonly<Record<NotOnSaleReason, string>> = {
  SESSION_OVER: 'This session is over.',
  TOO_MANY_LAPSES: 'This account let places of this session go unpaid too often. Please wait.',
  NO_OPEN_PHASE: 'This session is not on sale now.',
  NO_SLOT: 'A draw decides who can buy now, and this account has no slot.',
  SLOT_NOT_OPEN: 'This account has a slot at another time.',
  OTHER_COUNTRY: 'This presale is for accounts of other countries.',
  CATEGORY_NOT_ON_SALE: 'This category is not on sale now.',
  ADMISSION_REQUIRED: 'Please pass the waiting room first.',
};

const limitTexts: Readonly<Record<TicketLimit, string>> = {
  ACCOUNT: 'This account would have more tickets than one account may have.',
  SESSION: 'This account would have more tickets for this session than one account may have.',
};

export const limitReached = ({ limit, cap, taken }: Extract<HoldOutcome, { kind: 'LimitReached' }>) =>
  problem('TicketLimitReached', 'TICKET_LIMIT_REACHED', limitTexts[limit], { limit, cap, taken });

export const notOnSale = ({ reason, opensAt }: Extract<HoldOutcome, { kind: 'NotOnSale' }>) =>
  problem('NotOnSale', 'NOT_ON_SALE', notOnSaleTexts[reason], {
    reason,
    opensAt: opensAt === null ? null : new Date(opensAt),
  });

export async function toHoldOutcome(
  outcome: HoldOutcome | ReplayProblem,
  context: TicketingContext,
  planCode: string,
): Promise<Outcome<'HoldSeatsResult'>> {
  switch (outcome.kind) {
    case 'Held':
      return { __typename: 'HoldPlaced', hold: await loadHold(context, outcome.holdId) };
    case 'SeatsUnavailable':
      return problem('SeatsUnavailable', 'SEATS_UNAVAILABLE', 'Some of these seats are not free; none was kept.', {
        conflicts: outcome.conflicts.map(
          ({ seatNo, state, freeAt }): TakenSeatRow => ({
            planCode,
            seatNo,
            state,
            expiresAt: freeAt === null ? null : new Date(freeAt),
          }),
        ),
      });
    case 'NotEnoughPlaces':
      return problem('NotEnoughPlaces', 'NOT_ENOUGH_PLACES', 'So many places are not free together.', {
        free: outcome.freePlaces,
        held: outcome.heldPlaces,
      });
    case 'LimitReached':
      return limitReached(outcome);
    case 'NotOnSale':
      return notOnSale(outcome);
    case 'CompanionAlone':
      return problem(
        'CompanionSeatAlone',
        'COMPANION_SEAT_ALONE',
        "A companion's seat is only sold together with its wheelchair place.",
        { seat: encodeSeatId(planCode, outcome.seatNo) },
      );
    case 'SessionCancelled':
      return problem('SessionCancelled', 'SESSION_CANCELLED', 'This session does not take place.');
    case 'InProgress':
      return requestInProgress();
    case 'KeyReused':
      return keyReused();
  }
}

export async function toReleaseOutcome(
  outcome: ReleaseOutcome,
  context: TicketingContext,
): Promise<Outcome<'ReleaseHoldResult'>> {
  switch (outcome.kind) {
    case 'Released':
      return { __typename: 'HoldReleased', hold: await loadHold(context, outcome.holdId) };
    case 'UnknownHold':
      return problem('HoldNotFound', 'HOLD_NOT_FOUND', 'There is no such hold of yours.');
    case 'HoldSold':
      return problem('HoldAlreadySold', 'HOLD_ALREADY_SOLD', 'These places are paid; they are tickets now.');
    case 'HoldInOrder':
      return problem('HoldInOrder', 'HOLD_IN_ORDER', 'These places belong to an order. Cancel the order.', {
        order: await loadOrder(context, outcome.orderId),
      });
  }
}

const faultTexts: Readonly<Record<HoldFault, string>> = {
  UNKNOWN: 'There is no such hold of yours.',
  EXPIRED: 'The time of this hold is over.',
  RELEASED: 'This hold was released.',
  SOLD: 'This hold is paid.',
  IN_ANOTHER_ORDER: 'This hold belongs to another order.',
};

export const holdNotUsable = (holdId: string, fault: HoldFault) =>
  problem('HoldNotUsable', 'HOLD_NOT_USABLE', faultTexts[fault], { hold: encodeId('hld', holdId), fault });

export async function toCreateOrderOutcome(
  outcome: CreateOrderOutcome | ReplayProblem,
  context: TicketingContext,
): Promise<Outcome<'CreateTicketOrderResult'>> {
  switch (outcome.kind) {
    case 'OrderCreated':
      return { __typename: 'TicketOrderCreated', order: await loadOrder(context, outcome.orderId) };
    case 'HoldNotUsable':
      return holdNotUsable(outcome.holdId, outcome.fault);
    case 'PackTooSmall':
      return problem(
        'PackTooSmall',
        'PACK_TOO_SMALL',
        `This phase sells packs of at least ${outcome.sessionsMin} sessions in one order.`,
        { sessionsMin: outcome.sessionsMin, sessions: outcome.sessions },
      );
    case 'MixedCurrencies':
      return problem('MixedCurrencies', 'MIXED_CURRENCIES', 'These holds have prices in different currencies.');
    case 'InProgress':
      return requestInProgress();
    case 'KeyReused':
      return keyReused();
  }
}

export async function toPayOutcome(
  outcome: PayOutcome,
  context: TicketingContext,
): Promise<Outcome<'PayTicketOrderResult'>> {
  if (outcome.kind === 'InProgress') return requestInProgress();
  if (outcome.kind === 'KeyReused') return keyReused();
  if (outcome.kind === 'UnknownOrder') return orderNotFound();
  const order = await loadOrder(context, outcome.orderId);
  switch (outcome.kind) {
    case 'Paid':
      return { __typename: 'TicketOrderPaid', order };
    case 'ActionRequired': {
      const { kind, url, expiresAt } = outcome.action;
      return { __typename: 'TicketPaymentActionRequired', order, kind, redirectUrl: url, expiresAt };
    }
    case 'Declined':
      return problem('TicketPaymentDeclined', outcome.failure.code, outcome.failure.message, { order });
    case 'Pending':
      return problem(
        'TicketPaymentPending',
        'PAYMENT_PENDING',
        'The payment provider has not answered yet. Ask again.',
        { order },
      );
    case 'Failed':
      return problem(
        'TicketOrderFailed',
        'ORDER_FAILED',
        order.totalMinor === 0n
          ? 'What was to be exchanged, or the place for it, had gone. Nothing was paid.'
          : 'The places had gone when the payment came. The money goes back.',
        { order },
      );
    case 'OrderNotPayable':
      return problem('TicketOrderNotPayable', 'ORDER_NOT_PAYABLE', 'This order can not be paid any more.', { order });
    case 'MethodNotAccepted':
      return problem(
        'PaymentMethodNotAccepted',
        'PAYMENT_METHOD_NOT_ACCEPTED',
        `This method does not take ${order.currency}.`,
        { order },
      );
    case 'TooManyAttempts':
      return problem(
        'TooManyPaymentAttempts',
        'TOO_MANY_PAYMENT_ATTEMPTS',
        'This order was tried to be paid too often.',
        { order },
      );
  }
}

export async function toCancelOrderOutcome(
  outcome: CancelOrderOutcome,
  context: TicketingContext,
): Promise<Outcome<'CancelTicketOrderResult'>> {
  if (outcome.kind === 'UnknownOrder') return orderNotFound();
  const order = await loadOrder(context, outcome.orderId);
  if (outcome.kind === 'Cancelled') return { __typename: 'TicketOrderCancelled', order };
  return problem('TicketOrderAlreadyPaid', 'ORDER_ALREADY_PAID', 'This order is paid. Return its tickets instead.', {
    order,
  });
}

import type { Database, Transaction } from '@games/postgres';
import { type IdempotentRequest, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { decideOrder, type HoldFault, type HoldForOrder } from '../../domain/orders/decideOrder.ts';
import { newUuid } from '../../domain/uuid.ts';
import { insertOutcomes, selectKey } from '../../sql/idempotencyKeys.ts';
import { insertOrders, lockHoldsForOrders, type NewOrder } from '../../sql/orders/insertOrders.ts';

/** A fan asks to pay for holds. */
export interface OrderRequest {
  readonly idempotency: IdempotentRequest;
  readonly fanId: string;
  readonly holdIds: readonly string[];
  readonly createdAt: Date;
}

/** How it ends; stored under the request's key, so it is made of JSON's types alone. */
export type CreateOrderOutcome =
  | { readonly kind: 'OrderCreated'; readonly orderId: string }
  | { readonly kind: 'HoldNotUsable'; readonly holdId: string; readonly fault: HoldFault }
  | { readonly kind: 'PackTooSmall'; readonly sessionsMin: number; readonly sessions: number }
  | { readonly kind: 'MixedCurrencies' };

/** Makes orders of holds for many fans in one transaction. The requests of a batch must not share a fan or a hold. */
export function createOrders(
  database: Database,
  requests: readonly OrderRequest[],
): Promise<readonly (CreateOrderOutcome | ReplayProblem)[]> {
  return database.transaction(async (tx) => {
    const locked = await lockHoldsForOrders(
      tx,
      requests.flatMap(({ holdIds }) => holdIds),
    );
    const holds = new Map(locked.map((hold) => [hold.id, hold]));
    const decided = requests.map((request) => decide(request, holds));
    const written = await insertOutcomes(
      tx,
      decided.map(({ outcome }, index) => ({ request: (requests[index] as OrderRequest).idempotency, outcome })),
    );
    // A request that finds its key used has changed nothing yet: orders are written for the others only.
    await insertOrders(
      tx,
      decided.flatMap(({ order }, index) => (order !== null && written[index] ? [order] : [])),
    );
    return Promise.all(
      decided.map(({ outcome }, index) =>
        written[index] ? outcome : replayed(tx, (requests[index] as OrderRequest).idempotency),
      ),
    );
  });
}

function decide(
  request: OrderRequest,
  holds: ReadonlyMap<string, HoldForOrder>,
): { readonly outcome: CreateOrderOutcome; readonly order: NewOrder | null } {
  const decision = decideOrder(request.fanId, request.holdIds, holds, request.createdAt);
  if (decision.kind !== 'Order') return { outcome: decision, order: null };
  const orderId = newUuid();
  const { currency, placesMinor, payBy } = decision;
  const order = { ...request, orderId, currency, placesMinor, payBy, creditMinor: 0n, exchangedTicketId: null };
  return { outcome: { kind: 'OrderCreated', orderId }, order };
}

async function replayed(tx: Transaction, request: IdempotentRequest): Promise<CreateOrderOutcome | ReplayProblem> {
  const known = await selectKey<CreateOrderOutcome>(tx, request);
  return known === null ? { kind: 'InProgress' } : replay(request, known);
}

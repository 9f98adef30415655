import type { GroupCommit } from '@games/postgres';
import { ClientError, type GamesClock } from '@games/service';
import { idempotent, type ReplayProblem } from '../../domain/idempotency.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { CreateOrderOutcome, OrderRequest } from './createOrders.ts';

/** What creating orders works with. */
export interface OrderDependencies {
  readonly clock: GamesClock;
  readonly orderCreations: GroupCommit<OrderRequest, CreateOrderOutcome | ReplayProblem>;
}

const holdsPerOrderMax = 20;

/**
 * Makes an order of holds. Throws ClientError BAD_USER_INPUT when there are none, too many, or the same twice.
 */
export async function createOrder(
  { orderCreations, clock }: OrderDependencies,
  fanId: string,
  holdIds: readonly string[],
  idempotencyKey: string,
): Promise<CreateOrderOutcome | ReplayProblem> {
  if (holdIds.length < 1 || holdIds.length > holdsPerOrderMax || new Set(holdIds).size < holdIds.length) {
    throw new ClientError('BAD_USER_INPUT', `An order is made of 1 to ${holdsPerOrderMax} different holds.`);
  }
  const idempotency = idempotent(fanId, idempotencyKey, 'createOrder', { holds: holdIds.toSorted() });
  const unknown = holdIds.find((holdId) => !isUuid(holdId));
  if (unknown !== undefined) return { kind: 'HoldNotUsable', holdId: unknown, fault: 'UNKNOWN' };
  return orderCreations.submit({ idempotency, fanId, holdIds, createdAt: clock.now() });
}

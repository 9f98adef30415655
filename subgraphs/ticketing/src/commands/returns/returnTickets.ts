import type { Database } from '@games/postgres';
import { ClientError, type GamesClock } from '@games/service';
import { type IdempotentRequest, idempotent, type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { type ReturnRefusal, returnRefusal } from '../../domain/returns/mayReturn.ts';
import { isUuid } from '../../domain/uuid.ts';
import { insertOutcome, selectKey } from '../../sql/idempotencyKeys.ts';
import { lockTicketsToReturn } from '../../sql/returns/returnTickets.ts';
import { selectSalesRules } from '../../sql/sales/sales.ts';
import { refundTickets } from '../../steps/payments/refundTickets.ts';

/** The result of returning tickets; stored under the request's key, so it is made of JSON's types alone. */
export type ReturnTicketsOutcome =
  | { readonly kind: 'Returned'; readonly ticketIds: readonly string[] }
  /** One that can not be returned refuses all. */
  | { readonly kind: 'NotReturnable'; readonly ticketId: string; readonly reason: ReturnRefusal };

const ticketsMax = 50;

/** Returns tickets of a fan for their money, all or none. Throws ClientError BAD_USER_INPUT when there are none, or too many. */
export async function returnTickets(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  fanId: string,
  ticketIds: readonly string[],
  idempotencyKey: string,
): Promise<ReturnTicketsOutcome | ReplayProblem> {
  if (ticketIds.length < 1 || ticketIds.length > ticketsMax || new Set(ticketIds).size < ticketIds.length) {
    throw new ClientError('BAD_USER_INPUT', `From 1 to ${ticketsMax} different tickets can be returned at once.`);
  }
  const request = idempotent(fanId, idempotencyKey, 'returnTickets', { tickets: ticketIds.toSorted() });
  return database.transaction(async (tx) => {
    // Requests for one ticket wait for its lock before they look for their key.
    const tickets = await lockTicketsToReturn(tx, ticketIds.filter(isUuid));
    const known = await selectKey<ReturnTicketsOutcome>(tx, request);
    if (known !== null) return replay(request, known);
    const { returnHours } = await selectSalesRules(tx);
    const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
    for (const ticketId of ticketIds) {
      const reason = returnRefusal(byId.get(ticketId), fanId, returnHours, clock.now());
      if (reason !== null) return save(tx, request, { kind: 'NotReturnable', ticketId, reason });
    }
    await refundTickets(tx, tickets, { reason: 'FAN_REQUEST', actor: { kind: 'FAN', id: fanId } });
    return save(tx, request, { kind: 'Returned', ticketIds });
  });
}

/** A key that is used for something else at this moment undoes everything: nothing is committed then. */
async function save(
  tx: Parameters<typeof insertOutcome>[0],
  request: IdempotentRequest,
  outcome: ReturnTicketsOutcome,
): Promise<ReturnTicketsOutcome> {
  if ((await insertOutcome(tx, request, outcome)) === null) return outcome;
  throw new ClientError('CONFLICT', 'This key is being used for another request at this moment.');
}

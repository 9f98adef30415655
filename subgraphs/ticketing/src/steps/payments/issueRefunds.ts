import { scheduleRefund } from '@games/payments';
import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { splitRefund } from '../../domain/payments/splitRefund.ts';
import { newUuid } from '../../domain/uuid.ts';
import { insertRefunds, type NewRefund } from '../../sql/orders/orderChanges.ts';
import { lockRefundSources, type RefundSource } from '../../sql/returns/returnTickets.ts';

/** Money of an order that is to go back. */
export type RefundRequest = Omit<NewRefund, 'id' | 'paymentId'>;

/**
 * Decides that money of orders goes back, from their own payments and, where these are not enough, from those before them.
 * Returns the orders whose payments give it. Throws InternalError when somebody is to get more than was paid: then nothing
 * may be committed.
 */
export async function issueRefunds(tx: Transaction, requests: readonly RefundRequest[]): Promise<readonly string[]> {
  const wanted = requests.filter(({ amountMinor }) => amountMinor > 0n);
  if (wanted.length === 0) return [];
  const sources = Map.groupBy(
    await lockRefundSources(
      tx,
      wanted.map(({ orderId }) => orderId),
    ),
    ({ forOrderId }) => forOrderId,
  );
  // Orders may share a payment (one was exchanged for a ticket of the other): each takes from what the one before has left.
  const spent = new Map<string, bigint>();
  const refunds = wanted.flatMap((request) => splitRequest(request, sources.get(request.orderId) ?? [], spent));
  await insertRefunds(tx, refunds);
  const now = new Date();
  for (const { id, paymentId, amountMinor, reason } of refunds) {
    await scheduleRefund(tx, { paymentId, key: id, amountMinor, reason }, now);
  }
  return refunds.map(({ orderId }) => orderId);
}

/** The refunds that one request comes to; what they take is noted as spent. */
function splitRequest(
  request: RefundRequest,
  sources: readonly RefundSource[],
  spent: Map<string, bigint>,
): NewRefund[] {
  const left = sources.map((source) => ({
    ...source,
    availableMinor: source.availableMinor - (spent.get(source.paymentId) ?? 0n),
  }));
  const refunds = splitRefund(request.amountMinor, left).map(({ index, amountMinor }) => {
    const { orderId, paymentId } = sources[index] as RefundSource;
    spent.set(paymentId, (spent.get(paymentId) ?? 0n) + amountMinor);
    return { ...request, id: newUuid(), orderId, paymentId, amountMinor };
  });
  const covered = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  // Less, where money went back without us: the fan, or the fan's bank, has it already.
  const lost = sources.reduce((sum, { lostMinor }) => sum + lostMinor, 0n);
  if (covered + lost >= request.amountMinor) return refunds;
  throw new InternalError(
    `Order ${request.orderId} is to give ${request.amountMinor} back, and ${covered} is all that is there.`,
  );
}

import type { Transaction } from '@games/postgres';
import { insertOperations, type OperationName } from '../sql/operations.ts';
import { updateInquiryTimes } from '../sql/payments.ts';
import type { RefundRequest } from './operations.ts';

/**
 * Writes a refund down in the caller's transaction, to be carried out after it has committed by the first that comes: the
 * sweep, or `refund` with the same content. For decisions that must not be lost (a cancelled session) and for many
 * at once. The payment is locked until the transaction ends.
 */
export async function scheduleRefund(tx: Transaction, request: RefundRequest, now: Date): Promise<void> {
  const { paymentId, key, amountMinor, reason } = request;
  const content = { amountMinor: amountMinor.toString(), reason };
  await insertOperations(tx, [{ paymentId, key, kind: 'REFUND', request: content, leaseMs: 0 }]);
  await updateInquiryTimes(tx, [paymentId], now);
}

/** Writes the giving up of a payment down in the caller's transaction, as {@link scheduleRefund} does. */
export async function scheduleVoid(tx: Transaction, { paymentId, key }: OperationName, now: Date): Promise<void> {
  await insertOperations(tx, [{ paymentId, key, kind: 'VOID', request: {}, leaseMs: 0 }]);
  await updateInquiryTimes(tx, [paymentId], now);
}

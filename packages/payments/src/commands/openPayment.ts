import { randomUUID } from 'node:crypto';
import type { Transaction } from '@games/postgres';
import { ClientError } from '@games/service';
import { isCurrency } from '../currency.ts';
import type { CaptureMode, Payment, PaymentMethod } from '../domain/payment.ts';
import { insertPayment } from '../sql/payments.ts';

export type OpenPayment = {
  /** What is paid: the order's id. */
  readonly reference: string;
  /** Subject of the fan who pays. */
  readonly owner: string;
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** Default AUTOMATIC; always so with Alipay. */
  readonly capture?: CaptureMode;
  /** After this the fan can no longer finish. What is held for the payment must be held at least as long. */
  readonly expiresAt: Date;
};

/**
 * Writes a payment down, in the transaction of whoever opens it. Nothing is asked of a provider yet. A payment that is never
 * started is voided by the sweep once it has expired.
 * @throws ClientError BAD_USER_INPUT for an amount that isn't positive or a currency that doesn't exist.
 */
export async function openPayment(tx: Transaction, opening: OpenPayment): Promise<Payment> {
  if (opening.amountMinor <= 0n) throw new ClientError('BAD_USER_INPUT', 'A payment must be of more than nothing.');
  if (!isCurrency(opening.currency)) {
    throw new ClientError('BAD_USER_INPUT', `"${opening.currency}" is no currency that can be paid in.`);
  }
  return insertPayment(tx, {
    ...opening,
    id: `pay_${randomUUID().replaceAll('-', '')}`,
    capture: opening.method === 'ALIPAY' ? 'AUTOMATIC' : (opening.capture ?? 'AUTOMATIC'),
    inquireAt: opening.expiresAt,
  });
}

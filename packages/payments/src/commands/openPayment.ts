import { randomUUID } from 'node:crypto';
import type { Transaction } from '@games/postgres';
import { ClientError } from '@games/service';
import { isCurrency } from '../currency.ts';
import type { CaptureMode, Payment, PaymentMethod } from '../domain/payment.ts';
import { insertPayments } from '../sql/payments.ts';

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
  const [payment] = await openPayments(tx, [opening]);
  return payment as Payment;
}

/** Writes payments down as {@link openPayment} does, in one statement; the result is in their order. */
export async function openPayments(tx: Transaction, openings: readonly OpenPayment[]): Promise<Payment[]> {
  if (openings.length === 0) return [];
  return insertPayments(
    tx,
    openings.map((opening) => {
      refuseOpening(opening);
      return {
        ...opening,
        id: `pay_${randomUUID().replaceAll('-', '')}`,
        capture: opening.method === 'ALIPAY' ? 'AUTOMATIC' : (opening.capture ?? 'AUTOMATIC'),
        inquireAt: opening.expiresAt,
      };
    }),
  );
}

function refuseOpening({ amountMinor, currency }: OpenPayment): void {
  if (amountMinor <= 0n) throw new ClientError('BAD_USER_INPUT', 'A payment must be of more than nothing.');
  if (isCurrency(currency)) return;
  throw new ClientError('BAD_USER_INPUT', `"${currency}" is no currency that can be paid in.`);
}

import { randomUUID } from 'node:crypto';
import type { Transaction } from '@games/postgres';
import { ClientError } from '@games/service';
import { isCurrency } from '../currency.ts';
import type { CaptureMode, Payment, PaymentMethod } from '../domain/payment.ts';
import { refuseCardNumbers } from '../domain/refuseCardNumbers.ts';
import type { Payments } from '../payments.ts';
import { leaseOperations } from '../sql/operations.ts';
import { insertPayments, type PaymentOpening, type StoredPayment } from '../sql/payments.ts';
import { type StartRequest, startOperation } from './operations.ts';
import type { Operation } from './runOperation.ts';

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
  const [payment] = await insertPayments(tx, [toRow(opening, opening.expiresAt)]);
  return payment as Payment;
}

/** A payment whose start is written down and belongs to this process: {@link startOpened} carries it out. */
export type StartedPayment = { readonly payment: StoredPayment; readonly operation: Operation };

/** What is opened and how it starts. The instrument says the method. */
export type StartingPayment = Omit<OpenPayment, 'method'> & { readonly start: Omit<StartRequest, 'paymentId'> };

/**
 * Writes payments down and that they start, in the transaction of whoever opens them: one transaction instead of two.
 * Should the process die before {@link startOpened}, it is as with any start: the sweep asks the provider, and the fan may
 * start again with the same key. The result is in their order.
 * @throws ClientError BAD_USER_INPUT as {@link openPayment} does, and when a card number was sent in the place of a token.
 */
export async function openStarted(
  { now, leaseMs }: Pick<Payments, 'now' | 'leaseMs'>,
  tx: Transaction,
  startings: readonly StartingPayment[],
): Promise<StartedPayment[]> {
  const inquireAt = new Date(now().getTime() + leaseMs);
  const payments = await insertPayments(
    tx,
    startings.map(({ start, ...opening }) => {
      refuseCardNumbers(start);
      return toRow({ ...opening, method: start.instrument.method }, inquireAt);
    }),
  );
  const started = payments.map((payment, index): StartedPayment => {
    const { start } = startings[index] as StartingPayment;
    // The payment was opened for this very instrument: there is nothing to be prepared.
    const { prepare: _, ...operation } = startOperation({ ...start, paymentId: payment.id });
    return { payment, operation };
  });
  await leaseOperations(
    tx,
    started.map(({ operation: { paymentId, key, kind, request } }) => ({ paymentId, key, kind, request, leaseMs })),
  );
  return started;
}

function toRow(opening: OpenPayment, inquireAt: Date): PaymentOpening {
  refuseOpening(opening);
  return {
    ...opening,
    id: `pay_${randomUUID().replaceAll('-', '')}`,
    capture: opening.method === 'ALIPAY' ? 'AUTOMATIC' : (opening.capture ?? 'AUTOMATIC'),
    inquireAt,
  };
}

function refuseOpening({ amountMinor, currency }: OpenPayment): void {
  if (amountMinor <= 0n) throw new ClientError('BAD_USER_INPUT', 'A payment must be of more than nothing.');
  if (isCurrency(currency)) return;
  throw new ClientError('BAD_USER_INPUT', `"${currency}" is no currency that can be paid in.`);
}

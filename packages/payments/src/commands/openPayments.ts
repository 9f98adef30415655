import { randomUUID } from 'node:crypto';
import type { Transaction } from '@games/postgres';
import type { CaptureMode, Payment, PaymentMethod } from '../domain/payment.ts';
import type { Operation } from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { PaymentProviders } from '../providers/paymentProviders.ts';
import { insertOperations } from '../sql/operations.ts';
import { insertPayments, type PaymentOpening, type StoredPayment } from '../sql/payments.ts';
import { type StartRequest, startOperation } from './operations.ts';

export interface OpenPayment {
  /** What is paid: the order's id. */
  readonly reference: string;
  /** Subject of the fan who pays. */
  readonly owner: string;
  readonly method: PaymentMethod;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** The provider's usual mode when absent, or when the provider doesn't have this one. */
  readonly capture?: CaptureMode;
  /** After this the fan can no longer finish. What is held for the payment must be held at least as long. */
  readonly expiresAt: Date;
}

/**
 * Writes a payment down, in the caller's transaction. Nothing is asked of a provider yet. A payment that is never
 * started is voided by the sweep once it has expired.
 * @throws ClientError BAD_USER_INPUT for an amount that isn't positive or a currency that the method doesn't take.
 */
export async function openPayment(
  { providers }: PaymentDependencies,
  tx: Transaction,
  opening: OpenPayment,
): Promise<Payment> {
  const [payment] = await insertPayments(tx, [toRow(providers, opening, opening.expiresAt)]);
  return payment as Payment;
}

/** A payment whose start is written down and belongs to this process: `startOpened` carries it out. */
export interface StartedPayment {
  readonly payment: StoredPayment;
  readonly operation: Operation;
}

/** What is opened and how it starts. The instrument says the method. */
export type StartingPayment = Omit<OpenPayment, 'method'> & { readonly start: Omit<StartRequest, 'paymentId'> };

/**
 * Writes payments down and that they start, in the caller's transaction: one transaction instead of two.
 * Should the process die before `startOpened`, it is as with any start: the sweep asks the provider, and the fan may start
 * again with the same key. The result is in their order.
 * @throws ClientError BAD_USER_INPUT as {@link openPayment} does, and when the instrument is wrong.
 */
export async function openStartedPayments(
  { providers, now, leaseMs }: PaymentDependencies,
  tx: Transaction,
  requests: readonly StartingPayment[],
): Promise<StartedPayment[]> {
  const inquireAt = new Date(now().getTime() + leaseMs);
  const starts = requests.map(({ start }) => providers.readStart(start));
  const payments = await insertPayments(
    tx,
    requests.map(({ start, ...opening }) =>
      toRow(providers, { ...opening, method: start.instrument.method }, inquireAt),
    ),
  );
  const started = payments.map((payment, index): StartedPayment => {
    // The payment was opened for this very instrument: there is nothing to be prepared.
    const { prepare: _, ...operation } = startOperation({
      ...(starts[index] as Omit<StartRequest, 'paymentId'>),
      paymentId: payment.id,
    });
    return { payment, operation };
  });
  await insertOperations(
    tx,
    started.map(({ operation: { paymentId, key, kind, request } }) => ({ paymentId, key, kind, request, leaseMs })),
  );
  return started;
}

function toRow(providers: PaymentProviders, opening: OpenPayment, inquireAt: Date): PaymentOpening {
  const id = `pay_${randomUUID().replaceAll('-', '')}`;
  return { ...opening, id, capture: providers.captureModeOf(opening), inquireAt };
}

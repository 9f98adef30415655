import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { pendingRefunds } from '../domain/derivePayment.ts';
import type { Payment } from '../domain/payment.ts';
import type { Payments } from '../payments.ts';
import { type ProviderReport, ProviderSilent } from '../provider.ts';
import { selectAbandonedPayments, selectIdleOperations } from '../sql/operations.ts';
import { claimDuePayments, lockPayments, type StoredPayment, selectFacts, selectPayment } from '../sql/payments.ts';
import { resumedOperation } from './operations.ts';
import { carryOutNext, continuePayment, voidPayment } from './payment.ts';
import { type Recorded, recordReports } from './recordReports.ts';
import { type OperationEnd, runOperation } from './runOperation.ts';

/**
 * Asks the provider what it knows of a payment and records it; then takes up what is left to do: operations of a process
 * that died, scheduled refunds, a finished authentication, the end of a payment that expired.
 * Returns the payment as it is then, or null when there is no such payment.
 */
export async function inquirePayment(payments: Payments, paymentId: string): Promise<Payment | null> {
  const payment = await selectPayment(payments.database, paymentId);
  if (payment === null) return null;
  const report = await ask(payments, payment);
  const ended = await payments.database.transaction((tx) => record(payments, tx, paymentId, report));
  await carryOutNext(payments, ended);
  await takeUp(payments, paymentId);
  if (payments.now() >= payment.expiresAt) await closeUnfinished(payments, paymentId);
  else if (report.proceed === true) await continuePayment(payments, { paymentId, key: 'proceed' });
  return selectPayment(payments.database, paymentId);
}

const AT_ONCE = 4;

/**
 * Asks about payments whose providers have been silent, and carries out what was scheduled. Run it on a timer in every
 * process: each payment is claimed by one of them. Returns how many were looked at; `limit` or more means there are others.
 */
export async function inquireDuePayments(payments: Payments, { limit = 100 } = {}): Promise<number> {
  const due = await claimDuePayments(payments.database, payments.now(), payments.leaseMs * 4, limit);
  // Of a captured payment there is nothing to hear any more, but what was decided on it may still be to do.
  const ids = new Set([...due, ...(await selectAbandonedPayments(payments.database, limit))]);
  const queue = ids.values();
  await Promise.all(Array.from({ length: AT_ONCE }, () => inquireAll(payments, queue)));
  return ids.size;
}

async function inquireAll(payments: Payments, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    try {
      await inquirePayment(payments, id);
    } catch (error) {
      payments.log.error('a payment could not be asked about', { payment: id, error });
    }
  }
}

async function ask(payments: Payments, payment: StoredPayment): Promise<ProviderReport> {
  const refunds = pendingRefunds((await selectFacts(payments.database, [payment.id])).get(payment.id) ?? []);
  const signal = AbortSignal.timeout(payments.callTimeoutMs);
  try {
    const provider = payments.providerOf(payment.method);
    return await provider.inquire(
      payment,
      refunds.map((refund) => refund.refundId),
      signal,
    );
  } catch (error) {
    if (!(error instanceof ProviderSilent)) throw error;
    payments.log.warn('a payment provider did not answer an inquiry', { payment: payment.id, error });
    return { facts: [], undecided: true };
  }
}

async function record(
  payments: Payments,
  tx: Transaction,
  paymentId: string,
  report: ProviderReport,
): Promise<OperationEnd> {
  const before = (await lockPayments(tx, [paymentId])).get(paymentId);
  if (before === undefined) throw new InternalError(`Payment ${paymentId} has disappeared.`);
  const [recorded] = await recordReports(payments, tx, [{ before, report, inquiries: before.inquiries + 1 }]);
  const { payment, next } = recorded as Recorded;
  return { outcome: { kind: 'Done', payment }, payment, next };
}

/** Repeats captures, voids and refunds that nobody is at: we decided on them, so they have to reach the provider. */
async function takeUp(payments: Payments, paymentId: string): Promise<void> {
  for (const idle of await selectIdleOperations(payments.database, paymentId)) {
    const operation = resumedOperation(paymentId, idle, payments.now());
    if (operation !== null) await carryOutNext(payments, await runOperation(payments, operation));
  }
}

/** A payment that the fan can no longer finish is closed at the provider too, so that it cannot be paid later. */
async function closeUnfinished(payments: Payments, paymentId: string): Promise<void> {
  const payment = await selectPayment(payments.database, paymentId);
  if (payment?.state !== 'CREATED' && payment?.state !== 'REQUIRES_ACTION') return;
  await voidPayment(payments, { paymentId, key: 'expired' });
}

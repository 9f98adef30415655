import type { Transaction } from '@games/postgres';
import { InternalError } from '@games/service';
import { pendingRefunds } from '../domain/derivePayment.ts';
import type { Payment } from '../domain/payment.ts';
import type { OperationResult } from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import { type ProviderReport, ProviderSilent } from '../providers/provider.ts';
import { selectAbandonedPayments, selectIdleOperations } from '../sql/operations.ts';
import { lockPayments, type StoredPayment, selectFacts, selectPayment, updateDuePayments } from '../sql/payments.ts';
import { continuePayment } from './continuePayment.ts';
import type { OperationRunner } from './createOperationRunner.ts';
import { resumedOperation, voidOperation } from './operations.ts';
import { type Recorded, recordReports } from './recordReports.ts';

/**
 * Asks the provider what it knows of a payment and records it; then resumes what is left to do: operations of a process
 * that died, scheduled refunds, a finished authentication, the end of a payment that expired.
 * Returns the payment as it is then, or null when there is no such payment.
 */
export async function inquirePayment(
  dependencies: PaymentDependencies,
  runner: OperationRunner,
  paymentId: string,
): Promise<Payment | null> {
  const { database, now } = dependencies;
  const payment = await selectPayment(database, paymentId);
  if (payment === null) return null;
  const report = await ask(dependencies, payment);
  await runner.runNext(await database.transaction((tx) => record(dependencies, tx, paymentId, report)));
  await resumeIdle(dependencies, runner, paymentId);
  if (now() >= payment.expiresAt) await closeUnfinished(dependencies, runner, paymentId);
  else if (report.proceed === true) await continuePayment(runner, { paymentId, key: 'proceed' });
  return selectPayment(database, paymentId);
}

const inquiriesAtOnce = 4;

/**
 * Asks about payments whose providers have been silent, and carries out what was scheduled. Run it on a timer in every
 * process: each payment is claimed by one of them. Returns how many were looked at; `limit` or more means there are others.
 */
export async function inquireDuePayments(
  dependencies: PaymentDependencies,
  runner: OperationRunner,
  limit: number,
): Promise<number> {
  const { database, now, leaseMs, log } = dependencies;
  const due = await updateDuePayments(database, now(), leaseMs * 4, limit);
  // Of a captured payment there is nothing to hear any more, but what was decided on it may still be to do.
  const ids = new Set([...due, ...(await selectAbandonedPayments(database, limit))]);
  const queue = ids.values();
  const inquireAll = async (): Promise<void> => {
    for (const id of queue) {
      await inquirePayment(dependencies, runner, id).catch((error: unknown) =>
        log.error('a payment could not be asked about', { payment: id, error }),
      );
    }
  };
  await Promise.all(Array.from({ length: inquiriesAtOnce }, inquireAll));
  return ids.size;
}

async function ask(
  { database, providers, callTimeoutMs, log }: PaymentDependencies,
  payment: StoredPayment,
): Promise<ProviderReport> {
  const refunds = pendingRefunds((await selectFacts(database, [payment.id])).get(payment.id) ?? []);
  const refundIds = refunds.map(({ refundId }) => refundId);
  try {
    return await providers.of(payment.method).inquire(payment, refundIds, AbortSignal.timeout(callTimeoutMs));
  } catch (error) {
    if (!(error instanceof ProviderSilent)) throw error;
    log.warn('a payment provider did not answer an inquiry', { payment: payment.id, error });
    return { facts: [], undecided: true };
  }
}

async function record(
  dependencies: PaymentDependencies,
  tx: Transaction,
  paymentId: string,
  report: ProviderReport,
): Promise<OperationResult> {
  const before = (await lockPayments(tx, [paymentId])).get(paymentId);
  if (before === undefined) throw new InternalError(`Payment ${paymentId} has disappeared.`);
  const [recorded] = await recordReports(dependencies, tx, [{ before, report, inquiries: before.inquiries + 1 }]);
  const { payment, next } = recorded as Recorded;
  return { outcome: { kind: 'Done', payment }, payment, next };
}

/** Repeats captures, voids and refunds that no process is at: we decided on them, so they have to reach the provider. */
async function resumeIdle(
  { database, now }: PaymentDependencies,
  runner: OperationRunner,
  paymentId: string,
): Promise<void> {
  for (const idle of await selectIdleOperations(database, paymentId)) {
    const operation = resumedOperation(paymentId, idle, now());
    if (operation !== null) await runner.run(operation);
  }
}

/** A payment that the fan can no longer finish is closed at the provider too, so that it cannot be paid later. */
async function closeUnfinished(
  { database }: PaymentDependencies,
  runner: OperationRunner,
  paymentId: string,
): Promise<void> {
  const payment = await selectPayment(database, paymentId);
  if (payment?.state !== 'CREATED' && payment?.state !== 'REQUIRES_ACTION') return;
  await runner.run(voidOperation({ paymentId, key: 'expired' }));
}

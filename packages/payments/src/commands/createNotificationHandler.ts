import { createGroupCommit } from '@games/postgres';
import { mismatch } from '../domain/fact.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import type { OperationResult } from '../operation.ts';
import type { PaymentDependencies } from '../paymentDependencies.ts';
import type { GenuineNotification, NotificationReply, ProviderReport, RawNotification } from '../providers/provider.ts';
import { type KeyedPayment, type StoredPayment, selectKeyedPayments } from '../sql/payments.ts';
import { continuePayment } from './continuePayment.ts';
import { batches, type OperationRunner } from './createOperationRunner.ts';
import { type ReportedNotification, recordNotifications } from './recordNotifications.ts';

export interface AppliedNotification {
  /**
   * `Applied` it counts; `Duplicate` it came before; `Forged` its signature or receiver is wrong; `Unknown` it is about no
   * payment of ours; `Mismatched` it is genuine and contradicts the payment's amount or currency: recorded for staff.
   */
  readonly kind: 'Applied' | 'Duplicate' | 'Forged' | 'Unknown' | 'Mismatched';
  readonly reply: NotificationReply;
}

export interface NotificationHandler {
  /**
   * Records what a provider's notification says. The effect and the memory of having received it are one transaction, so a
   * repeated notification changes nothing and a lost process loses nothing. Notifications of the same moment share a
   * transaction. What follows from one goes on after the answer: the provider waits only for the record.
   */
  apply(method: PaymentMethod, notification: RawNotification): Promise<AppliedNotification>;
  /** Waits for what goes on in the background. */
  close(): Promise<void>;
}

export function createNotificationHandler(
  dependencies: PaymentDependencies,
  runner: OperationRunner,
): NotificationHandler {
  const { database, providers, log, callTimeoutMs } = dependencies;
  /** Payments that notifications are about; those of the same moment are read together. */
  const reads = createGroupCommit<string, KeyedPayment | null>({
    ...batches,
    run: (ids) => selectKeyedPayments(database, ids),
    conflictKeysOf: () => [],
  });
  const records = createGroupCommit<ReportedNotification, OperationResult | null>({
    ...batches,
    run: (items) => database.transaction((tx) => recordNotifications(dependencies, tx, items)),
    conflictKeysOf: ({ paymentId }) => [paymentId],
  });
  const underway = new Set<Promise<void>>();

  /** Adds what the notification left open: the amounts of refunds that it only names. */
  const completeReport = async (payment: StoredPayment, notification: GenuineNotification): Promise<ProviderReport> => {
    const { report, refundIds } = notification;
    if (refundIds.length === 0) return report;
    const signal = AbortSignal.timeout(callTimeoutMs);
    const inquired = await providers.of(payment.method).inquire(payment, refundIds, signal);
    return { ...report, facts: [...report.facts, ...inquired.facts] };
  };

  /** Carries out what follows, in the background: should the process die, the sweep does it. */
  const followUp = (result: OperationResult, proceed: boolean): void => {
    const paymentId = result.payment?.id;
    if (paymentId === undefined || (result.next.length === 0 && !proceed)) return;
    const work = async (): Promise<void> => {
      await runner.runNext(result);
      if (proceed) await continuePayment(runner, { paymentId, key: 'proceed' });
    };
    const task = work()
      .catch((error: unknown) => log.error('what follows a notification failed', { payment: paymentId, error }))
      .finally(() => underway.delete(task));
    underway.add(task);
  };

  return {
    async apply(method, notification) {
      const provider = providers.of(method);
      const reject = (kind: AppliedNotification['kind'], reason: string): AppliedNotification => {
        log.warn('a payment notification was refused', { method, kind, reason });
        return { kind, reply: provider.replyTo(false) };
      };
      const duplicate: AppliedNotification = { kind: 'Duplicate', reply: provider.replyTo(true) };
      const reading = provider.readNotification(notification);
      if (reading.kind === 'Forged') return reject('Forged', reading.reason);
      const { paymentId, notificationId: id } = reading;
      // Nearly every notification repeats an answer, and comes while that answer is being recorded.
      await runner.whenRecorded(paymentId);
      const found = await reads.submit(paymentId);
      if (found === null || found.payment.method !== method) return reject('Unknown', 'no such payment');
      const contradiction = contradictionOf(found.payment, reading);
      const report = contradiction ?? (await completeReport(found.payment, reading));
      if (isKnown(found, report)) return duplicate;
      const result = await records.submit({ provider: method, id, paymentId, report });
      if (result === null) return duplicate;
      if (contradiction !== null) return reject('Mismatched', 'another amount or currency');
      followUp(result, report.proceed === true);
      return { kind: 'Applied', reply: provider.replyTo(true) };
    },
    close: async () => {
      await Promise.all(underway);
    },
  };
}

function contradictionOf(payment: StoredPayment, notification: GenuineNotification): ProviderReport | null {
  const { currency, amountMinor, notificationId } = notification;
  if (currency === payment.currency && amountMinor === payment.amountMinor) return null;
  return { facts: [mismatch(new Date(), notificationId, `notified ${amountMinor} ${currency} in minor units`)] };
}

/** True when all of it has been recorded before, as of most notifications: the answer that they repeat came first. */
function isKnown(
  { keys, payment }: KeyedPayment,
  { proceed, facts, refundedTotalMinor = 0n }: ProviderReport,
): boolean {
  if (proceed === true || refundedTotalMinor > payment.refundedMinor) return false;
  return facts.length > 0 && facts.every(({ key }) => keys.has(key));
}

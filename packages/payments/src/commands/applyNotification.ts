import { mismatch } from '../domain/fact.ts';
import type { PaymentMethod } from '../domain/payment.ts';
import type { Payments } from '../payments.ts';
import type { NotificationReading, NotificationReply, ProviderReport, RawNotification } from '../provider.ts';
import type { StoredPayment } from '../sql/payments.ts';
import { carryOutNext, continuePayment } from './payment.ts';
import type { OperationEnd } from './runOperation.ts';

export type AppliedNotification = {
  /**
   * `Applied` it counts; `Duplicate` it came before; `Forged` its signature or receiver is wrong; `Unknown` it is about no
   * payment of ours; `Mismatched` it is genuine and contradicts the payment's amount or currency: kept for staff.
   */
  readonly kind: 'Applied' | 'Duplicate' | 'Forged' | 'Unknown' | 'Mismatched';
  readonly reply: NotificationReply;
};

type Genuine = NotificationReading & { readonly kind: 'Genuine' };

/**
 * Records what a provider's notification says. The effect and the memory of having received it are one transaction, so a
 * repeated notification changes nothing and a lost process loses nothing. Notifications of the same moment share a
 * transaction. What follows from one goes on after the answer: the provider waits only for the record.
 */
export async function applyNotification(
  payments: Payments,
  method: PaymentMethod,
  notification: RawNotification,
): Promise<AppliedNotification> {
  const provider = payments.providerOf(method);
  const refuse = (kind: AppliedNotification['kind'], reason: string): AppliedNotification => {
    payments.log.warn('a payment notification was refused', { method, kind, reason });
    return { kind, reply: provider.replyTo(false) };
  };
  const reading = provider.readNotification(notification);
  if (reading.kind === 'Forged') return refuse('Forged', reading.reason);
  // Nearly every notification repeats an answer, and comes while that answer is being recorded.
  await payments.ending.get(reading.paymentId);
  const found = await payments.notified.submit(reading.paymentId);
  if (found === null || found.payment.method !== method) return refuse('Unknown', 'no such payment');
  const { payment, keys } = found;
  const contradiction = contradictionOf(payment, reading);
  const report = contradiction ?? (await completeReport(payments, payment, reading));
  if (isKnown(keys, report)) return { kind: 'Duplicate', reply: provider.replyTo(true) };
  const { paymentId, notificationId: id } = reading;
  const ended = await payments.notices.submit({ provider: method, id, paymentId, report });
  if (ended === null) return { kind: 'Duplicate', reply: provider.replyTo(true) };
  if (contradiction !== null) return refuse('Mismatched', 'another amount or currency');
  goOn(payments, ended, report.proceed === true);
  return { kind: 'Applied', reply: provider.replyTo(true) };
}

function contradictionOf(payment: StoredPayment, reading: Genuine): ProviderReport | null {
  if (reading.currency === payment.currency && reading.amountMinor === payment.amountMinor) return null;
  const reason = `notified ${reading.amountMinor} ${reading.currency} in minor units`;
  return { facts: [mismatch(new Date(), reading.notificationId, reason)] };
}

/** Adds what the notification left open: the amounts of refunds that it only names. */
async function completeReport(payments: Payments, payment: StoredPayment, reading: Genuine): Promise<ProviderReport> {
  if (reading.refundIds.length === 0) return reading.report;
  const signal = AbortSignal.timeout(payments.callTimeoutMs);
  const inquired = await payments.providerOf(payment.method).inquire(payment, reading.refundIds, signal);
  return { ...reading.report, facts: [...reading.report.facts, ...inquired.facts] };
}

/** True when all of it has been recorded before, as of most notifications: the answer that they repeat came first. */
function isKnown(keys: ReadonlySet<string>, report: ProviderReport): boolean {
  return report.proceed !== true && report.facts.length > 0 && report.facts.every(({ key }) => keys.has(key));
}

/** Carries out what follows, in the background: should the process die, the sweep does it. */
function goOn(payments: Payments, ended: OperationEnd, proceed: boolean): void {
  const paymentId = ended.payment?.id;
  if (paymentId === undefined || (ended.next.length === 0 && !proceed)) return;
  const work = async (): Promise<void> => {
    await carryOutNext(payments, ended);
    if (proceed) await continuePayment(payments, { paymentId, key: 'proceed' });
  };
  const task = work()
    .catch((error: unknown) => payments.log.error('what follows a notification failed', { payment: paymentId, error }))
    .finally(() => payments.underway.delete(task));
  payments.underway.add(task);
}

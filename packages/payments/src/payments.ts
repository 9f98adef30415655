import { createGroupCommit, type Database, type GroupCommit, type Transaction } from '@games/postgres';
import { createLog, InternalError, type Log } from '@games/service';
import { type Beginning, type Begun, beginOperations } from './commands/beginOperations.ts';
import { type Finishing, finishOperations } from './commands/finishOperations.ts';
import { type Notice, recordNotices } from './commands/recordNotices.ts';
import type { OperationEnd } from './commands/runOperation.ts';
import type { Payment, PaymentMethod } from './domain/payment.ts';
import type { PaymentProvider } from './provider.ts';
import { type KeyedPayment, selectKeyedPayments } from './sql/payments.ts';

/** A change of state or sums, seen from inside the transaction that records it. */
export type PaymentChange = {
  readonly before: Payment;
  readonly after: Payment;
  /** What should happen to the payment next. */
  readonly next: NextOperations;
};

/**
 * Operations that follow from a change. They are written down in the transaction that records the change and carried out
 * right after it has committed; should the process die in between, the sweep ({@link inquireDuePayments}) carries them out.
 * The keys are idempotency keys, as of the functions with the same names.
 */
export type NextOperations = {
  capture(key: string): void;
  void(key: string): void;
  refund(key: string, amountMinor: bigint, reason: string): void;
};

/**
 * Called in the transaction that appends the events, with the payments' rows locked: whatever it writes is committed together
 * with their new states, or not at all. The changes are of different payments that happened to be at it in the same moment.
 * It must not call a provider. It may run again: when the transaction is retried, and for each change alone when one of them
 * has failed.
 */
export type OnPaymentChange = (tx: Transaction, changes: readonly PaymentChange[]) => Promise<void>;

export type PaymentsOptions = {
  readonly database: Database;
  readonly providers: readonly PaymentProvider[];
  readonly onChange: OnPaymentChange;
  /** How long one operation may wait for the provider. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** How long an operation belongs to the process that began it. Default: five seconds more than a call may take. */
  readonly leaseMs?: number;
  /** When to ask a silent provider: after the first, then the second, … the last one repeats. */
  readonly inquiryDelaysMs?: readonly number[];
  readonly now?: () => Date;
  readonly log?: Log;
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const INQUIRY_DELAYS_MS = [
  15 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  60 * MINUTE_MS,
  360 * MINUTE_MS,
];

const batches = { batchItemsMax: 64, batchesAtOnce: 2, waitingMax: 50_000 };

/** Everything the payment functions need; made once by {@link createPayments} and passed as their first argument. */
export type Payments = {
  readonly database: Database;
  readonly onChange: OnPaymentChange;
  readonly callTimeoutMs: number;
  readonly leaseMs: number;
  readonly inquiryDelaysMs: readonly number[];
  readonly now: () => Date;
  readonly log: Log;
  readonly providers: readonly PaymentProvider[];
  readonly providerOf: (method: PaymentMethod) => PaymentProvider;
  /** Operations that begin, and those that a provider has answered; those of the same moment share a transaction. */
  readonly begins: GroupCommit<Beginning, Begun>;
  readonly ends: GroupCommit<Finishing, OperationEnd>;
  /** Payments that notifications are about; those of the same moment are read together. */
  readonly notified: GroupCommit<string, KeyedPayment | null>;
  /** Notifications that say something new; those of the same moment share a transaction. */
  readonly notices: GroupCommit<Notice, OperationEnd | null>;
  /** By payment: settles when the answer that this process is recording of it has been. It never rejects. */
  readonly ending: Map<string, Promise<void>>;
  /** Work that goes on after a notification was answered; {@link closePayments} waits for it. */
  readonly underway: Set<Promise<void>>;
};

/** Freezes the options into what the payment functions take. */
export function createPayments(options: PaymentsOptions): Payments {
  const { database } = options;
  const byMethod = new Map(options.providers.map((provider) => [provider.method, provider]));
  const callTimeoutMs = options.callTimeoutMs ?? 10 * SECOND_MS;
  const payments: Payments = Object.freeze({
    database,
    onChange: options.onChange,
    callTimeoutMs,
    leaseMs: options.leaseMs ?? callTimeoutMs + 5 * SECOND_MS,
    inquiryDelaysMs: options.inquiryDelaysMs ?? INQUIRY_DELAYS_MS,
    now: options.now ?? (() => new Date()),
    log: options.log ?? createLog('payments'),
    providers: options.providers,
    underway: new Set<Promise<void>>(),
    begins: createGroupCommit<Beginning, Begun>({
      ...batches,
      run: (beginnings) => database.transaction((tx) => beginOperations(payments, tx, beginnings)),
      lanesOf: ({ operation }) => [operation.paymentId],
    }),
    ends: createGroupCommit<Finishing, OperationEnd>({
      ...batches,
      run: (finishing) => database.transaction((tx) => finishOperations(payments, tx, finishing)),
      lanesOf: ({ operation }) => [operation.paymentId],
    }),
    notified: createGroupCommit<string, KeyedPayment | null>({
      ...batches,
      run: (ids) => selectKeyedPayments(database, ids),
      lanesOf: () => [],
    }),
    notices: createGroupCommit<Notice, OperationEnd | null>({
      ...batches,
      run: (notices) => database.transaction((tx) => recordNotices(payments, tx, notices)),
      lanesOf: ({ paymentId }) => [paymentId],
    }),
    ending: new Map<string, Promise<void>>(),
    providerOf(method: PaymentMethod): PaymentProvider {
      const provider = byMethod.get(method);
      if (provider === undefined) throw new InternalError(`No payment provider is configured for ${method}.`);
      return provider;
    },
  });
  return payments;
}

/** Waits for what goes on in the background. Call it before the database is closed. */
export async function closePayments(payments: Payments): Promise<void> {
  await Promise.all(payments.underway);
}

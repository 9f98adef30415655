import type { Transaction } from '@games/postgres';
import type { Payment } from './domain/payment.ts';

/** A change of state or sums, seen from inside the transaction that records it. */
export interface PaymentChange {
  readonly before: Payment;
  readonly after: Payment;
  /** What staff has to know of it: money that moved, or did not, against our decision. */
  readonly issues: readonly PaymentIssue[];
  /** What should happen to the payment next. */
  readonly next: NextOperations;
}

export interface PaymentIssue {
  readonly kind: 'MISMATCH' | 'REFUND_REFUSED' | 'UNREQUESTED_REFUND' | 'CHARGEBACK' | 'CHARGEBACK_REVERSED';
  readonly amountMinor: bigint | null;
  /** The provider's name of the refund or dispute, or what it says. */
  readonly detail: string;
}

/**
 * Operations that follow from a change. They are written down in the transaction that records the change and carried out
 * right after it has committed; should the process die in between, the sweep (`inquireDue`) carries them out.
 * The keys are idempotency keys, as of the functions with the same names.
 */
export interface NextOperations {
  capture(key: string): void;
  void(key: string): void;
  refund(key: string, amountMinor: bigint, reason: string): void;
}

/**
 * Called in the transaction that appends the events, with the payments' rows locked: whatever it writes is committed together
 * with their new states, or not at all. The changes are of different payments of the same moment.
 * It must not call a provider. It may run again: when the transaction is retried, and for each change alone when one of them
 * has failed.
 */
export type OnPaymentChange = (tx: Transaction, changes: readonly PaymentChange[]) => Promise<void>;

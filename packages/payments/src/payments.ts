import type { Database, Transaction } from '@games/postgres';
import type { Payment, PaymentMethod } from './domain/payment.ts';
import type { PaymentProvider } from './provider.ts';

/** A change of state or sums, seen from inside the transaction that records it. */
export type PaymentChange = { readonly before: Payment; readonly after: Payment };

/**
 * Called in the transaction that appends the events, with the payment's row locked: whatever it writes is committed
 * together with the payment's new state, or not at all. It must not call a provider. It may run again when the transaction
 * is retried.
 */
export type OnPaymentChange = (tx: Transaction, change: PaymentChange) => Promise<void>;

export type PaymentsOptions = {
  readonly database: Database;
  readonly providers: readonly PaymentProvider[];
  readonly onChange: OnPaymentChange;
  /** How long one call to a provider may take. Default 10,000. */
  readonly callTimeoutMs?: number;
  readonly now?: () => Date;
};

/** Everything the payment functions need; made once by {@link createPayments} and passed as their first argument. */
export type Payments = {
  readonly database: Database;
  readonly onChange: OnPaymentChange;
  readonly callTimeoutMs: number;
  readonly now: () => Date;
  readonly providerOf: (method: PaymentMethod) => PaymentProvider;
};

/** Freezes the options into what the payment functions take. */
export function createPayments(options: PaymentsOptions): Payments {
  const byMethod = new Map(options.providers.map((provider) => [provider.method, provider]));
  return Object.freeze({
    database: options.database,
    onChange: options.onChange,
    callTimeoutMs: options.callTimeoutMs ?? 10_000,
    now: options.now ?? (() => new Date()),
    providerOf(method: PaymentMethod): PaymentProvider {
      const provider = byMethod.get(method);
      if (provider === undefined) throw new Error(`No payment provider is configured for ${method}.`);
      return provider;
    },
  });
}

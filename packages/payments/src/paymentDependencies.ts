import type { Database } from '@games/postgres';
import type { Log } from '@games/service';
import type { OnPaymentChange } from './paymentChange.ts';
import type { PaymentProviders } from './providers/paymentProviders.ts';

/** What every command on payments needs. Nothing of it changes. */
export interface PaymentDependencies {
  readonly database: Database;
  readonly providers: PaymentProviders;
  readonly onChange: OnPaymentChange;
  /** How long one operation may wait for the provider. */
  readonly callTimeoutMs: number;
  /** How long an operation belongs to the process that started it. */
  readonly leaseMs: number;
  /** When to ask a silent provider: after the first, then the second, … the last one repeats. */
  readonly inquiryDelaysMs: readonly number[];
  readonly now: () => Date;
  readonly log: Log;
}

import type { AuthenticationPolicy } from './threeDSecure.ts';

export interface AcquirerConfig {
  /** Address of the acquirer's interface, without `/v1`. */
  readonly url: string;
  readonly merchantId: string;
  readonly apiKey: string;
  /** Secret of its webhooks (`whsec_…`). */
  readonly webhookSecret: string;
  /** Address that the acquirer's servers reach us at, without the path. */
  readonly notifyBaseUrl: string;
  readonly policy: AuthenticationPolicy;
}

/** Where the acquirer's webhooks arrive. */
export const visaNotificationPath = '/payments/visa/notify';

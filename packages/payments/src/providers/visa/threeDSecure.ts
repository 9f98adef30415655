import type { PaymentFailureCode } from '../../domain/payment.ts';

/**
 * EMV 3-D Secure 2 results and what follows from each. A result is a `transStatus` (EMVCo 3-D Secure Protocol and Core
 * Functions Specification) with Visa's electronic commerce indicator: 05 authenticated, 06 attempted, 07 neither.
 */
export type AuthenticationStep =
  /** Ask for the authorisation with this indicator. */
  | { readonly next: 'authorise'; readonly eci: string }
  /** The fan has to confirm on the bank's page. */
  | { readonly next: 'challenge' }
  /** The bank asks the fan elsewhere (decoupled); a notification states the result. */
  | { readonly next: 'wait' }
  | { readonly next: 'fail'; readonly code: PaymentFailureCode };

export interface AuthenticationPolicy {
  /**
   * Whether cards are charged when 3-D Secure could not be performed (U) or was informational only (I). The merchant then
   * bears the fraud, so the default is no.
   */
  readonly acceptUnauthenticated: boolean;
}

/** Visa's indicator for each result with which a card may be charged at all. */
const indicators = { Y: '05', A: '06', U: '07', I: '07' } as const;

/** The results upon which a card is charged without asking us again. */
export function chargeableResults(policy: AuthenticationPolicy): { transStatus: string; eci: string }[] {
  return Object.entries(indicators)
    .map(([transStatus, eci]) => ({ transStatus, eci }))
    .filter(({ transStatus, eci }) => judgeAuthentication(transStatus, eci, policy).next === 'authorise');
}

/** Judges a result. An indicator that doesn't belong to its status shifts no liability and counts as not authenticated. */
export function judgeAuthentication(
  transStatus: string,
  eci: string | null,
  policy: AuthenticationPolicy,
): AuthenticationStep {
  const unauthenticated = (): AuthenticationStep =>
    policy.acceptUnauthenticated
      ? { next: 'authorise', eci: '07' }
      : { next: 'fail', code: 'AUTHENTICATION_UNAVAILABLE' };
  switch (transStatus) {
    case 'Y':
      return eci === '05' ? { next: 'authorise', eci } : unauthenticated();
    case 'A':
      return eci === '06' ? { next: 'authorise', eci } : unauthenticated();
    case 'U':
    case 'I':
      return unauthenticated();
    case 'C':
      return { next: 'challenge' };
    case 'D':
      return { next: 'wait' };
    case 'R':
      return { next: 'fail', code: 'AUTHENTICATION_REJECTED' };
    // N, and whatever a later version of the protocol may add: only what is known to be good is good.
    default:
      return { next: 'fail', code: 'NOT_AUTHENTICATED' };
  }
}

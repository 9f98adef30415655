/** The calls that a faults can spoil. */
export const steps = ['authenticate', 'authorise', 'capture', 'void', 'refund', 'inquire'] as const;
export type Step = (typeof steps)[number];

/**
 * `given` as usual; `lost` the provider acts and its answer never arrives; `withheld` it neither acts nor answers; `fault`
 * it doesn't act and answers with status 503.
 */
export const answers = ['given', 'lost', 'withheld', 'fault'] as const;
export type Answer = (typeof answers)[number];

export interface Faults {
  /** EMV 3-D Secure result of the first authentication: Y, A, N, U, C, D, R or I. */
  readonly transStatus: string;
  /** Whether the issuer approves the authorisation. */
  readonly approves: boolean;
  readonly refund: 'SUCCEEDED' | 'FAILED' | 'PENDING';
  readonly answers: Readonly<Partial<Record<Step, Answer>>>;
  /** How often each notification is sent; 0 sends none. */
  readonly copies: number;
  /** How long notifications are held back. */
  readonly delayMs: number;
  /** Sends the notifications that were held back together in the opposite order. */
  readonly reversed: boolean;
}

export const noFaults: Faults = Object.freeze({
  transStatus: 'Y',
  approves: true,
  refund: 'SUCCEEDED',
  answers: {},
  copies: 1,
  delayMs: 0,
  reversed: false,
});

/** Tokens that work without the card form, by what they do. */
export const testTokens: Readonly<Record<string, Partial<Faults>>> = Object.freeze({
  tok_visa: {},
  tok_visa_attempted: { transStatus: 'A' },
  tok_visa_challenge: { transStatus: 'C' },
  tok_visa_decoupled: { transStatus: 'D' },
  tok_visa_not_authenticated: { transStatus: 'N' },
  tok_visa_unavailable: { transStatus: 'U' },
  tok_visa_rejected: { transStatus: 'R' },
  tok_visa_informational: { transStatus: 'I' },
  tok_visa_declined: { approves: false },
  tok_visa_answer_lost: { answers: { authorise: 'lost' } },
  tok_visa_no_answer: { answers: { authorise: 'withheld' } },
  tok_visa_refund_fails: { refund: 'FAILED' },
});

/** Card numbers that the sandbox's form knows; every other valid Visa number behaves as usual. */
export const testCards: Readonly<Record<string, keyof typeof testTokens>> = Object.freeze({
  '4111111111111111': 'tok_visa',
  '4000000000003220': 'tok_visa_challenge',
  '4000000000000002': 'tok_visa_declined',
  '4000000000003097': 'tok_visa_unavailable',
  '4000008400001629': 'tok_visa_not_authenticated',
});

import type { PaymentState } from './payment.ts';

/**
 * state → states that may follow it directly. The order is the order of weight: what says that money moved outweighs what
 * says that it didn't, because a provider's late success is true even when we had given the payment up.
 */
export const paymentTransitions: Readonly<Record<PaymentState, readonly PaymentState[]>> = Object.freeze({
  CREATED: ['REQUIRES_ACTION', 'FAILED', 'AUTHORIZED', 'VOIDED'],
  REQUIRES_ACTION: ['FAILED', 'AUTHORIZED', 'VOIDED'],
  // A late success: the fan paid after we, or the provider's first answer, had called it failed.
  FAILED: ['AUTHORIZED'],
  AUTHORIZED: ['CAPTURED', 'VOIDED'],
  // A void and a capture that crossed: the provider took the money, so it is captured and has to be refunded.
  VOIDED: ['CAPTURED'],
  CAPTURED: ['PARTIALLY_REFUNDED', 'REFUNDED'],
  PARTIALLY_REFUNDED: ['REFUNDED'],
  REFUNDED: [],
});

/** Operation → states in which it may start. */
export const operationStates = Object.freeze({
  START: ['CREATED'],
  // In CREATED too: the answer that asked for an action may be lost, and only an inquiry tells of it.
  CONTINUE: ['CREATED', 'REQUIRES_ACTION'],
  CAPTURE: ['AUTHORIZED'],
  VOID: ['CREATED', 'REQUIRES_ACTION', 'AUTHORIZED'],
  REFUND: ['CAPTURED', 'PARTIALLY_REFUNDED'],
}) satisfies Readonly<Record<string, readonly PaymentState[]>>;

export type OperationKind = keyof typeof operationStates;

/** True when the operation may start in this state. */
export function mayStart(kind: OperationKind, state: PaymentState): boolean {
  return (operationStates[kind] as readonly PaymentState[]).includes(state);
}

/**
 * True when `to` can be reached from `from` along the table, in any number of steps: a message that arrives out of order
 * carries the payment over several at once.
 */
export function leadsTo(from: PaymentState, to: PaymentState): boolean {
  const seen = new Set<PaymentState>([from]);
  for (const state of seen) for (const next of paymentTransitions[state]) seen.add(next);
  return seen.has(to);
}

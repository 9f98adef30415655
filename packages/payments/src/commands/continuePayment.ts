import { setTimeout as delay } from 'node:timers/promises';
import type { PaymentOutcome } from '../paymentOutcome.ts';
import type { OperationName } from '../sql/operations.ts';
import type { OperationRunner } from './createOperationRunner.ts';
import { continueOperation } from './operations.ts';

/** How long the fan's return waits for what a notification has started in the same moment. */
const attemptsMax = 20;
const pauseMs = 100;

/**
 * Goes on after the fan acted. What the browser brought back is not looked at: the provider is asked. The provider's own
 * notification tends to come in the same moment; then its result is waited for, two seconds at most.
 */
export async function continuePayment(runner: OperationRunner, name: OperationName): Promise<PaymentOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await runner.run(continueOperation(name));
    if (outcome.kind !== 'InFlight' || attempt >= attemptsMax) return outcome;
    await delay(pauseMs);
  }
}

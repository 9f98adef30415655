import type { HoldOutcome } from './holdOutcome.ts';

/** Refuses an account that let places lapse too often. `at` is by the clock of the Games, `waitUntil` by the database's. */
export function mustWait(waitUntil: Date, at: Date, nowMs: number): HoldOutcome & { kind: 'NotOnSale' } {
  const opensAt = new Date(at.getTime() + Math.max(0, waitUntil.getTime() - nowMs)).toISOString();
  return { kind: 'NotOnSale', reason: 'TOO_MANY_LAPSES', opensAt };
}

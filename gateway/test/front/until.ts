import { setTimeout as wait } from 'node:timers/promises';

const lookEveryMs = 5;

/** Resolves once the condition holds. Rejects when it does not within the time. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`It did not come true within ${timeoutMs} ms: ${holds}`);
    await wait(lookEveryMs);
  }
}

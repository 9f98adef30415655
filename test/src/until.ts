import { setTimeout as wait } from 'node:timers/promises';

const lookEveryMs = 25;

/**
 * Asks until there is an answer other than null, undefined or false, and returns it. Rejects with what was waited for
 * when there is none in time; the time is generous, as it is the whole machine's.
 */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  timeoutMs = 90_000,
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) {
      return answer as Exclude<T, null | undefined | false>;
    }
    if (performance.now() > deadline) throw new Error(`Within ${timeoutMs / 1_000} s it did not come true: ${what}`);
    await wait(lookEveryMs);
  }
}

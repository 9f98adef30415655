import { setTimeout as wait } from 'node:timers/promises';

type Ask<T> = () => T | Promise<T>;

const lookEveryMs = 10;
/** Only what never comes true needs so long, on a busy machine too. */
const timeoutMs = 300_000;

/**
 * Asks until there is an answer other than null, undefined or false, and returns it. Rejects with what was waited for
 * when there is none.
 */
export async function until<T>(
  ...args: readonly [ask: Ask<T>] | readonly [what: string, ask: Ask<T>]
): Promise<Exclude<T, null | undefined | false>> {
  const [what, ask] = args.length === 1 ? [String(args[0]), args[0]] : args;
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

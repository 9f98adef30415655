import { setTimeout as wait } from 'node:timers/promises';
import { explain } from '@games/service';

/** Something to undo when everything stops, last begun first. */
type Undo = () => Promise<unknown> | unknown;

/** A process that the Games need. */
export interface Supervised {
  /** Settles when the process is gone, with the way in which it ended, for example `SIGKILL` or `exit code 1`. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Keeps what was started running, and stops it in the reverse order: once, whatever the reason. */
export interface Supervisor {
  /** Registers what is to be undone at the end. */
  onStop(undo: Undo): void;
  /**
   * Starts a process, and starts it again whenever it ends without being asked to: at once, then later and later while it
   * does not stay. Rejects when the first start fails. The signal aborts a start when everything stops.
   */
  keep<Process extends Supervised>(name: string, start: (signal: AbortSignal) => Promise<Process>): Promise<Process>;
  /** Says why in one sentence, stops everything and ends this process with code 1. Does nothing once it is stopping. */
  fail(sentence: string): Promise<never>;
}

const firstDelayMs = 100;
const delayMsMax = 30_000;
/** A process that ran for so long has started well: its next end is a first one. */
const steadyMs = 60_000;

/** Ends by Ctrl-C with code 0. Nothing stays behind. */
export function createSupervisor(): Supervisor {
  const cleanups: Undo[] = [];
  const stopped = new AbortController();
  let stopping: Promise<never> | undefined;

  const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const stopAll = async (exitCode: number): Promise<never> => {
    stopped.abort();
    for (const undo of cleanups.reverse()) {
      await Promise.resolve(undo()).catch((error: unknown) => say(`While stopping: ${error}`));
    }
    process.exit(exitCode);
  };
  const stop = (exitCode: number): Promise<never> => {
    stopping ??= stopAll(exitCode);
    return stopping;
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) say('\nStopping …');
      void stop(0);
    });
  }
  return {
    onStop: (undo) => cleanups.push(undo),
    keep: async (name, start) => {
      let current = start(stopped.signal);
      cleanups.push(async () => {
        const running = await current.catch(() => null);
        await running?.stop();
      });
      const first = await current;
      const watch = async (): Promise<void> => {
        let delayMs = firstDelayMs;
        for (;;) {
          const beginMs = performance.now();
          const how = await current.then(({ ended }) => ended, explain);
          if (stopping) return;
          if (performance.now() - beginMs > steadyMs) delayMs = firstDelayMs;
          say(`${name} has ended (${how}); it is started again${delayMs > 1_000 ? ` in ${delayMs / 1_000} s` : ''}.`);
          await wait(delayMs, undefined, { signal: stopped.signal }).catch(() => {});
          if (stopping) return;
          delayMs = Math.min(delayMs * 2, delayMsMax);
          current = start(stopped.signal);
          await current.then(
            () => say(`${name} runs again.`),
            () => {},
          );
        }
      };
      void watch();
      return first;
    },
    fail: (sentence) => {
      if (!stopping) say(sentence);
      return stop(1);
    },
  };
}

import type { Child } from './children.ts';

/** Something to undo when everything stops, last begun first. */
type Undo = () => Promise<unknown> | unknown;

/** Keeps what was started, and stops it in the reverse order: once, whatever the reason. */
export interface Supervisor {
  /** Registers what is to be undone at the end. */
  onStop(undo: Undo): void;
  /** Registers a process; its end, unless we asked for it, ends everything. */
  watch(child: Child): void;
  /** Says why in one sentence, stops everything and ends this process with code 1. Does nothing once it is stopping. */
  fail(sentence: string): Promise<never>;
}

/** Ends by Ctrl-C with code 0; by the death of a child with one sentence and code 1. Nothing stays behind. */
export function createSupervisor(): Supervisor {
  const undos: Undo[] = [];
  let stopping: Promise<never> | undefined;

  const stopAll = async (exitCode: number): Promise<never> => {
    for (const undo of undos.reverse()) {
      await Promise.resolve(undo()).catch((error: unknown) => process.stderr.write(`While stopping: ${error}\n`));
    }
    process.exit(exitCode);
  };
  const stop = (exitCode: number): Promise<never> => {
    stopping ??= stopAll(exitCode);
    return stopping;
  };

  const fail = (sentence: string): Promise<never> => {
    if (!stopping) process.stderr.write(`${sentence}\n`);
    return stop(1);
  };

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!stopping) process.stderr.write('\nStopping …\n');
      void stop(0);
    });
  }
  return {
    onStop: (undo) => undos.push(undo),
    watch: (child) => {
      undos.push(() => child.stop());
      void child.ended.then(({ code, signal }) => {
        void fail(`${child.name} has ended (${signal ?? `exit code ${code}`}); everything is stopped.`);
      });
    },
    fail,
  };
}

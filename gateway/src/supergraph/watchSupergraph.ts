/** Reads a supergraph from a file again and again. One error, of whatever kind, never ends the watching. */
import { readFile } from 'node:fs/promises';

export type WatchOptions = {
  readonly file: string;
  readonly pollIntervalMs: number;
  /** Called with every text that differs from the one before; a rejection is reported and tried again. */
  readonly onText: (supergraphSdl: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
};

/** Returns a function that ends the watching. `initial`: the text that is in use. */
export function watchSupergraph(options: WatchOptions, initial: string | null): () => void {
  let inUse = initial;
  let refused: string | null = null;
  let isEnded = false;
  let timer: NodeJS.Timeout | null = null;

  const look = async (): Promise<void> => {
    try {
      const text = await readFile(options.file, 'utf8');
      if (text === inUse || text === refused || isEnded) return;
      refused = text;
      await options.onText(text);
      inUse = text;
      refused = null;
    } catch (error) {
      options.onError(error);
    }
  };
  const schedule = (): void => {
    if (isEnded) return;
    // Several processes that watch one file do not rebuild at the same moment.
    const delayMs = options.pollIntervalMs * (0.8 + Math.random() * 0.4);
    timer = setTimeout(() => void look().finally(schedule), delayMs);
    timer.unref();
  };
  schedule();
  return () => {
    isEnded = true;
    if (timer !== null) clearTimeout(timer);
  };
}

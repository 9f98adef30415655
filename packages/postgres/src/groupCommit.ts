import { AsyncResource } from 'node:async_hooks';
import { ClientError } from '@games/service';

/** What lets two items not be in one batch: a fan, a seat, a key. */
export type ConflictKey = string | number;

export interface GroupCommitOptions<Item, Result> {
  /** Carries out a batch in one transaction; answers in the order of the items. What it throws has changed nothing. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Items that share a key are put into different batches, in their order. */
  readonly conflictKeysOf: (item: Item) => readonly ConflictKey[];
  readonly batchItemsMax: number;
  /** Batches under way at a time, each on a connection of its own. */
  readonly batchesAtOnce: number;
  /** Items that may wait; more are refused with OVERLOADED. */
  readonly waitingMax: number;
}

export interface GroupCommit<Item, Result> {
  /** Puts an item into one of the next batches. Throws ClientError OVERLOADED when too many wait. */
  submit(item: Item): Promise<Result>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly conflictKeys: readonly ConflictKey[];
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: requests that arrive at the same time share one transaction, and so one round of statements and one
 * flush to disk. Under no load a request goes alone and at once; under load the batches grow by themselves. A batch that
 * fails is carried out again item by item, so that a faulty request harms itself only.
 */
export function createGroupCommit<Item, Result>(options: GroupCommitOptions<Item, Result>): GroupCommit<Item, Result> {
  const { run, conflictKeysOf, batchItemsMax, batchesAtOnce, waitingMax } = options;
  let waiting: Waiting<Item, Result>[] = [];
  let running = 0;
  let scheduled = false;

  const takeBatch = (): Waiting<Item, Result>[] => {
    const batch: Waiting<Item, Result>[] = [];
    const left: Waiting<Item, Result>[] = [];
    const used = new Set<ConflictKey>();
    for (const entry of waiting) {
      if (batch.length < batchItemsMax && !entry.conflictKeys.some((key) => used.has(key))) batch.push(entry);
      else left.push(entry);
      // The keys of an item that stays behind are closed too, or a later one would overtake it.
      for (const key of entry.conflictKeys) used.add(key);
    }
    waiting = left;
    return batch;
  };

  const carryOut = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, index) => {
        resolve(results[index] as Result);
      });
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) return only?.reject(error);
      for (const entry of batch) await carryOut([entry]);
    }
  };

  // Bound to no request: a batch carries out what others submitted too.
  const pump = AsyncResource.bind((): void => {
    scheduled = false;
    while (waiting.length > 0 && running < batchesAtOnce) {
      running += 1;
      void carryOut(takeBatch()).finally(() => {
        running -= 1;
        schedule();
      });
    }
  });
  const schedule = (): void => {
    if (scheduled || waiting.length === 0 || running >= batchesAtOnce) return;
    scheduled = true;
    setImmediate(pump);
  };

  return {
    submit: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= waitingMax) {
          reject(new ClientError('OVERLOADED', 'Too many requests wait for this service; try again in a second.'));
          return;
        }
        waiting.push({ item, conflictKeys: conflictKeysOf(item), resolve, reject });
        schedule();
      }),
  };
}

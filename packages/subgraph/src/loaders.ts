import { InternalError } from '@games/service';
import DataLoader from 'dataloader';

/** A key that equal things share: strings compare by value, which is what batching needs. */
type LoaderKey = string | number;

/** What tells a row's key: the name of the column that has it, or a function. */
type KeyOf<Row, Key> =
  | { [Name in keyof Row]: Row[Name] extends Key | null ? Name : never }[keyof Row]
  | ((row: Row) => Key);

function readKey<Row, Key>(keyOf: KeyOf<Row, Key>): (row: Row) => Key {
  return typeof keyOf === 'function' ? keyOf : (row) => row[keyOf] as Key;
}

/** Keys of one batch at most; more are read in several batches. */
const batchKeysMax = 1_000;

/**
 * A loader that reads many rows by their keys in one call and returns each key its row, or null where there is none.
 * `load` may return rows in any order; two rows for one key, or a row for a key that is not among them, are a fault.
 */
export function batchLoader<Key extends LoaderKey, Row>(
  load: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: KeyOf<Row, Key>,
): DataLoader<Key, Row | null> {
  const read = readKey(keyOf);
  return new DataLoader(
    async (keys) => {
      const rows = new Map<Key, Row | null>(keys.map((key) => [key, null]));
      for (const row of await load(keys)) {
        const key = read(row);
        if (rows.get(key) !== null) throw misplaced(key, rows.has(key));
        rows.set(key, row);
      }
      return keys.map((key) => rows.get(key) ?? null);
    },
    { maxBatchSize: batchKeysMax },
  );
}

/** A loader that reads the rows of many owners in one call and hands each its list, in the order of reading. */
export function groupLoader<Key extends LoaderKey, Row>(
  load: (keys: readonly Key[]) => Promise<readonly Row[]>,
  keyOf: KeyOf<Row, Key>,
): DataLoader<Key, readonly Row[]> {
  const read = readKey(keyOf);
  return new DataLoader(
    async (keys) => {
      const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
      for (const row of await load(keys)) {
        const group = groups.get(read(row));
        if (group === undefined) throw misplaced(read(row), false);
        group.push(row);
      }
      return keys.map((key) => groups.get(key) as Row[]);
    },
    { maxBatchSize: batchKeysMax },
  );
}

function misplaced(key: LoaderKey, isKnown: boolean): InternalError {
  return new InternalError(
    isKnown ? `A loader got two rows for the key ${key}` : `A loader got a row for ${key}, which it did not ask for`,
  );
}

/** One loader for each set of arguments that a request uses, so that `field(first: 3)` and `field(first: 5)` batch apart. */
export function loaderByArguments<Args extends object, Key extends LoaderKey, Value>(
  create: (args: Args) => DataLoader<Key, Value>,
): (args: Args) => DataLoader<Key, Value> {
  const loaders = new Map<string, DataLoader<Key, Value>>();
  return (args) => {
    const name = JSON.stringify(args);
    const known = loaders.get(name);
    if (known) return known;
    const loader = create(args);
    loaders.set(name, loader);
    return loader;
  };
}

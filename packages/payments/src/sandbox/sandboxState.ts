import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** A map that forgets its oldest entries beyond a bound, so that a sandbox that runs for weeks doesn't grow. */
export interface StateMap<Value> {
  get(key: string): Value | undefined;
  /** Stores an entry; one that was changed has to be stored again. */
  set(key: string, value: Value): void;
  values(): Iterable<Value>;
}

export interface SandboxState {
  map<Value>(name: string, entriesMax: number): StateMap<Value>;
  close(): void;
}

type Entry = readonly [map: string, key: string, value: unknown];

const linesPerEntryMax = 4;
const linesMin = 10_000;

/**
 * What the sandbox knows. With a file (mode 600) it outlives the process: each change is a line of it, written before anything is
 * answered, and a file that has become much longer than its content is written anew.
 */
export function openSandboxState(file: string | null): SandboxState {
  const maps = new Map<string, Map<string, unknown>>();
  const entriesOf = (name: string) => {
    const entries = maps.get(name) ?? new Map<string, unknown>();
    maps.set(name, entries);
    return entries;
  };
  for (const [name, key, value] of file === null ? [] : readEntries(file)) {
    entriesOf(name).delete(key);
    entriesOf(name).set(key, value);
  }
  const rewrite = (path: string) => {
    const fresh = openSync(`${path}.new`, 'w', 0o600);
    for (const [name, entries] of maps)
      for (const [key, value] of entries) writeSync(fresh, lineOf([name, key, value]));
    renameSync(`${path}.new`, path);
    return fresh;
  };
  if (file !== null) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let descriptor = file === null ? null : rewrite(file);
  let lines = 0;

  const append = (entry: Entry): void => {
    if (file === null || descriptor === null) return;
    writeSync(descriptor, lineOf(entry));
    lines += 1;
    const entries = [...maps.values()].reduce((sum, { size }) => sum + size, 0);
    if (lines < linesMin + linesPerEntryMax * entries) return;
    closeSync(descriptor);
    descriptor = rewrite(file);
    lines = 0;
  };

  return {
    map: <Value>(name: string, entriesMax: number): StateMap<Value> => {
      const entries = entriesOf(name) as Map<string, Value>;
      return {
        get: (key) => entries.get(key),
        set(key, value) {
          entries.delete(key);
          entries.set(key, value);
          const [oldest] = entries.size > entriesMax ? entries.keys() : [];
          if (oldest !== undefined) entries.delete(oldest);
          append([name, key, value]);
        },
        values: () => entries.values(),
      };
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

const lineOf = (entry: Entry): string => `${serialize(entry).toString('base64')}\n`;

/** The entries of a file; none where there is no file. A line that the process died in is the last, and is left out. */
function readEntries(file: string): Entry[] {
  const complete = readText(file).split('\n').slice(0, -1);
  return complete.map((line) => deserialize(Buffer.from(line, 'base64')) as Entry);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

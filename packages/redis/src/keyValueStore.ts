/**
 * The small part of Redis that services live on. Two implementations behave alike: Redis itself, and one inside the
 * process that is good for a single process only. Keys are prefixed by the store; nothing in here is the truth of
 * anything: losing it loses speed.
 */
export interface KeyValueStore {
  readonly kind: 'redis' | 'in-process';
  /** The value, or null. */
  get(key: string): Promise<string | null>;
  /** Sets a value, with a time to live. With `onlyIfAbsent` an existing value stays; returns whether it was set. */
  set(
    key: string,
    value: string,
    options: { readonly ttlMs: number; readonly onlyIfAbsent?: boolean },
  ): Promise<boolean>;
  /** Deletes keys. */
  delete(...keys: readonly string[]): Promise<void>;
  /** Adds to a counter that begins at 0 and ends `ttlMs` after its first use; returns its new value. */
  increment(key: string, by: number, ttlMs: number): Promise<number>;
  /** Tells all subscribers of a channel. */
  publish(channel: string, payload: string): Promise<void>;
  /** Calls back for each payload of a channel; returns the way to stop. */
  subscribe(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  /** True while the store answers. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

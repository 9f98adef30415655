/**
 * Prepared operations by their text, bounded in bytes. Eviction is the clock algorithm: a hit only marks the entry, and
 * what has been marked since the hand last passed stays.
 */

export type Evictable = { sizeBytes: number; isMarked: boolean };

export class PreparedCache<Entry extends Evictable> {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#entries.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.isMarked = true;
    return entry;
  }

  set(key: string, entry: Entry): void {
    this.delete(key);
    this.#entries.set(key, entry);
    this.#bytes += entry.sizeBytes;
    this.#evict();
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= entry.sizeBytes;
  }

  /** The entry holds more than before. */
  grow(key: string, entry: Entry, bytes: number): void {
    if (this.#entries.get(key) !== entry) return;
    entry.sizeBytes += bytes;
    this.#bytes += bytes;
    this.#evict();
  }

  entries(): Iterable<[string, Entry]> {
    return this.#entries;
  }

  #evict(): void {
    while (this.#bytes > this.#maxBytes && this.#entries.size > 1) {
      const [key, entry] = this.#entries.entries().next().value!;
      this.#entries.delete(key);
      if (entry.isMarked) {
        entry.isMarked = false;
        this.#entries.set(key, entry);
      } else this.#bytes -= entry.sizeBytes;
    }
  }
}

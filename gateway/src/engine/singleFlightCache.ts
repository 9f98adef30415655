import type { Clock } from '../contract/clock.ts';

export type SingleFlightOptions<Value> = {
  readonly entriesMax: number;
  readonly clock: Clock;
  /** How long a value is kept; 0: who asks next has it made again. */
  readonly keptMs: (value: Value) => number;
  /** Told when a value is added to the cache, and when one leaves it. */
  readonly onAdded: (value: Value) => void;
  readonly onRemoved: (value: Value) => void;
};

type Entry<Value> = { readonly value: Value; readonly untilMs: number };

/** Values that are made when they are first asked for: once, however many ask meanwhile, and kept. The oldest goes first. */
export class SingleFlightCache<Value> {
  readonly #options: SingleFlightOptions<Value>;
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #underWay = new Map<string, Promise<Value>>();

  constructor(options: SingleFlightOptions<Value>) {
    this.#options = options;
  }

  find(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.untilMs === Number.POSITIVE_INFINITY || this.#options.clock.nowMs() < entry.untilMs) return entry.value;
    this.#remove(key);
    return undefined;
  }

  /** `make` is not expected to reject: what can go wrong is a value. */
  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.find(key);
    if (known !== undefined) return Promise.resolve(known);
    const underWay = this.#underWay.get(key);
    if (underWay !== undefined) return underWay;
    const made = make()
      .then((value) => {
        this.#add(key, value);
        return value;
      })
      .finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, made);
    return made;
  }

  /** Puts a better value in place of a known one. */
  replace(key: string, value: Value): void {
    if (this.find(key) === undefined) return;
    this.#remove(key);
    this.#add(key, value);
  }

  *entries(): IterableIterator<readonly [string, Value]> {
    for (const [key, { value }] of this.#entries) yield [key, value];
  }

  #add(key: string, value: Value): void {
    const { entriesMax, clock, keptMs, onAdded } = this.#options;
    const ms = keptMs(value);
    if (ms <= 0) return;
    if (this.#entries.size >= entriesMax) this.#remove(this.#entries.keys().next().value!);
    this.#entries.set(key, { value, untilMs: clock.nowMs() + ms });
    onAdded(value);
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key)!;
    this.#entries.delete(key);
    this.#options.onRemoved(entry.value);
  }
}

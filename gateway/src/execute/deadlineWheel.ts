/** Thousands of deadlines on one timer: each is met within a tick of its time. */
import type { Clock } from '../contract/clock.ts';

const tickMs = 20;

export type Expirable = { expire(): void };

export class DeadlineWheel {
  readonly clock: Clock;
  readonly #slots = new Map<number, Set<Expirable>>();
  #stop: (() => void) | null = null;
  #lastTick = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Returns the slot, with which `remove` finds it again. */
  add(item: Expirable, atMs: number): number {
    if (this.#stop === null) {
      this.#lastTick = Math.floor(this.clock.nowMs() / tickMs);
      this.#stop = this.clock.every(tickMs, () => this.#advance());
    }
    const slot = Math.max(Math.ceil(atMs / tickMs), this.#lastTick + 1);
    const items = this.#slots.get(slot);
    if (items === undefined) this.#slots.set(slot, new Set([item]));
    else items.add(item);
    return slot;
  }

  remove(item: Expirable, slot: number): void {
    const items = this.#slots.get(slot);
    if (items === undefined) return;
    items.delete(item);
    if (items.size === 0) this.#slots.delete(slot);
  }

  #advance(): void {
    const now = Math.floor(this.clock.nowMs() / tickMs);
    // After a long pause the passed slots are few, the passed ticks may be many.
    const due = [...this.#slots.keys()].filter((slot) => slot <= now).sort((a, b) => a - b);
    this.#lastTick = now;
    for (const slot of due) {
      const items = this.#slots.get(slot)!;
      this.#slots.delete(slot);
      for (const item of items) item.expire();
    }
    if (this.#slots.size === 0 && this.#stop !== null) {
      this.#stop();
      this.#stop = null;
    }
  }
}

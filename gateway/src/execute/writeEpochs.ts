/**
 * Who has written sees it: an epoch ends with each mutation, and what was under way before it is not shared with those who
 * ask after it. Answers that others have asked for since may be.
 */
import type { Clock } from '../contract/clock.ts';

/** Accounts whose last write is remembered one by one; those forgotten count as having written when the last of them did. */
const accountsMax = 100_000;

export class WriteEpochs {
  readonly #clock: Clock;
  /** Nothing that began longer ago is still under way. */
  readonly #rememberedMs: number;
  /** In the order of the writes. */
  readonly #written = new Map<string, { readonly epoch: number; readonly atMs: number }>();
  #current = 0;
  #floor = 0;

  constructor(clock: Clock, rememberedMs: number) {
    this.#clock = clock;
    this.#rememberedMs = rememberedMs;
  }

  /** The present epoch: what begins now belongs to it. */
  get current(): number {
    return this.#current;
  }

  /** The earliest epoch of which the account may be shown something. */
  earliestFor(account: string | undefined): number {
    return (account === undefined ? undefined : this.#written.get(account)?.epoch) ?? this.#floor;
  }

  /** The account has been answered to a mutation. */
  written(account: string | undefined): void {
    const epoch = this.begin();
    if (account === undefined) {
      this.#floor = epoch;
      return;
    }
    const atMs = this.#clock.nowMs();
    this.#written.delete(account);
    this.#written.set(account, { epoch, atMs });
    for (const [oldest, write] of this.#written) {
      const isOver = atMs - write.atMs > this.#rememberedMs;
      if (!isOver && this.#written.size <= accountsMax) break;
      this.#written.delete(oldest);
      if (!isOver) this.#floor = write.epoch;
    }
  }

  /** Begins an epoch: what is asked for with it is as new as this call. */
  begin(): number {
    return ++this.#current;
  }
}

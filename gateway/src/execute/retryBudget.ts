/** Lets a share of requests be repeated, so that retries can't multiply the load on a subgraph that is down. */
export class RetryBudget {
  readonly #share: number;
  readonly #capacity = 100;
  #tokens = 10;

  constructor(percent: number) {
    this.#share = percent / 100;
  }

  deposit(): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + this.#share);
  }

  withdraw(): boolean {
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}

/** Stops calls to a subgraph that fails most of them, and lets one through from time to time to see whether it is back. */

export type CircuitState = 'closed' | 'open' | 'half-open';

export type BreakerLimits = {
  readonly breakerErrorPercent: number;
  readonly breakerMinRequests: number;
  readonly breakerWindowMs: number;
  readonly breakerOpenMs: number;
};

type Slice = { index: number; total: number; failed: number };

const slicesPerWindow = 10;

export class CircuitBreaker {
  readonly #limits: BreakerLimits;
  readonly #onChange: (state: CircuitState) => void;
  readonly #slices: Slice[] = [];
  #state: CircuitState = 'closed';
  #openUntilMs = 0;

  constructor(limits: BreakerLimits, onChange: (state: CircuitState) => void) {
    this.#limits = limits;
    this.#onChange = onChange;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** Whether a call may go out. In `half-open` one call is under way whose outcome decides. */
  admits(nowMs: number): boolean {
    if (this.#state === 'closed') return true;
    if (nowMs < this.#openUntilMs) return false;
    // A probe whose outcome never came must not keep the circuit half open for ever.
    this.#openUntilMs = nowMs + this.#limits.breakerOpenMs;
    this.#become('half-open');
    return true;
  }

  record(isFailure: boolean, nowMs: number): void {
    if (this.#state === 'half-open') {
      if (isFailure) this.#open(nowMs);
      else {
        this.#slices.length = 0;
        this.#become('closed');
      }
      return;
    }
    const slice = this.#sliceAt(nowMs);
    slice.total++;
    if (!isFailure) return;
    slice.failed++;
    if (this.#state === 'closed' && this.#hasFailedTooOften()) this.#open(nowMs);
  }

  #hasFailedTooOften(): boolean {
    let total = 0;
    let failed = 0;
    for (const slice of this.#slices) {
      total += slice.total;
      failed += slice.failed;
    }
    return total >= this.#limits.breakerMinRequests && failed * 100 >= total * this.#limits.breakerErrorPercent;
  }

  #sliceAt(nowMs: number): Slice {
    const index = Math.floor(nowMs / (this.#limits.breakerWindowMs / slicesPerWindow));
    const last = this.#slices.at(-1);
    if (last?.index === index) return last;
    const slice = { index, total: 0, failed: 0 };
    this.#slices.push(slice);
    while (this.#slices[0]!.index <= index - slicesPerWindow) this.#slices.shift();
    return slice;
  }

  #open(nowMs: number): void {
    this.#openUntilMs = nowMs + this.#limits.breakerOpenMs;
    this.#become('open');
  }

  #become(state: CircuitState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#onChange(state);
  }
}

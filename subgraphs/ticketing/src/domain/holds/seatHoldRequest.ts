import type { IdempotentRequest } from '../idempotency.ts';

/** Named seats of one session for one fan, checked as far as static data goes. Lists go seat by seat, in order of number. */
export interface SeatHoldRequest {
  readonly idempotency: IdempotentRequest;
  readonly holdId: string;
  /** By the clock of the Games. */
  readonly at: Date;
  readonly fanId: string;
  readonly sessionId: number;
  readonly phaseId: number | null;
  /** The allocation that is bought from; 1 is the public's. */
  readonly allocationId: number;
  readonly holdSeconds: number;
  readonly accountCap: number;
  readonly sessionCap: number;
  readonly currency: string;
  readonly seatNos: readonly number[];
  readonly categories: readonly number[];
  readonly blockNos: readonly number[];
  readonly pricesMinor: readonly bigint[];
  /** Whether seats that are taken end the request (named seats), or the caller will try others under the same key. */
  readonly conflictsAreFinal: boolean;
}

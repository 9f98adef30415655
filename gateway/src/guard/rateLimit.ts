import type { KeyValueStore } from '@games/redis';
import { ClientError } from '@games/service';
import { LRUCache } from 'lru-cache';

/** Counts requests by account. Throws (or rejects with) RATE_LIMITED; returns nothing at once in the usual case. */
export type RateLimit = (account: string, requestsMax: number) => void | Promise<void>;

interface Allowance {
  readonly window: number;
  /** Requests that this process may still answer without asking the store. */
  left: number;
  isSpent: boolean;
  /** The question to the store that is under way. */
  asking: Promise<void> | null;
}

/** Share of a window's requests that a process takes from the store at once. */
const portionsPerWindow = 20;
const accountsMax = 100_000;

/**
 * A number of requests for each account in each window of time, over all processes that share the store. A process
 * takes requests from the store in portions, so most are counted without a round trip; what it took and did not use
 * lapses with the window. Where the store does not answer, requests pass: losing it must lose no more than the limit.
 */
export function createRateLimit(options: {
  readonly store: KeyValueStore;
  readonly windowMs: number;
  readonly onFault: (error: unknown) => void;
}): RateLimit {
  const { store, windowMs, onFault } = options;
  const allowances = new LRUCache<string, Allowance>({ max: accountsMax });

  const refused = (nowMs: number): ClientError =>
    new ClientError('RATE_LIMITED', 'Too many requests; come back when the time in Retry-After is over.', {
      retryAfterSeconds: Math.ceil((windowMs - (nowMs % windowMs)) / 1_000),
    });

  const refill = async (account: string, allowance: Allowance, requestsMax: number): Promise<void> => {
    const portion = Math.max(1, Math.floor(requestsMax / portionsPerWindow));
    try {
      const taken = await store.increment(`rate:${account}:${allowance.window}`, portion, windowMs * 2);
      const granted = portion - Math.max(0, taken - requestsMax);
      if (granted > 0) allowance.left += granted;
      else allowance.isSpent = true;
    } catch (error) {
      onFault(error);
      allowance.left += portion;
    } finally {
      allowance.asking = null;
    }
  };

  const take = async (account: string, allowance: Allowance, requestsMax: number, nowMs: number): Promise<void> => {
    while (allowance.left === 0 && !allowance.isSpent) {
      allowance.asking ??= refill(account, allowance, requestsMax);
      await allowance.asking;
    }
    if (allowance.left === 0) throw refused(nowMs);
    allowance.left--;
  };

  return (account, requestsMax) => {
    const nowMs = Date.now();
    const window = Math.floor(nowMs / windowMs);
    let allowance = allowances.get(account);
    if (allowance === undefined || allowance.window !== window) {
      allowance = { window, left: 0, isSpent: false, asking: null };
      allowances.set(account, allowance);
    }
    if (allowance.left > 0) {
      allowance.left--;
      return;
    }
    if (allowance.isSpent) throw refused(nowMs);
    return take(account, allowance, requestsMax, nowMs);
  };
}

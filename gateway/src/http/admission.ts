import { ClientError } from '@games/service';

/** Bounds the requests under way; what is over a bound is turned away at once, before anything is done for it. */
export interface Admission {
  /** Throws OVERLOADED when as many are under way as may be. */
  readonly enter: () => Stay;
  readonly inFlight: () => number;
}

/** The time for which a request is under way. */
export interface Stay {
  /** Says whose it is, and how many it counts for. Throws RATE_LIMITED when the account has its share under way already. */
  readonly countFor: (account: string, requests: number) => void;
  /** Ends it, at the first call. */
  readonly leave: () => void;
}

const retryAfterSeconds = 1;

export function createAdmission({
  requestsInFlightMax,
  requestsInFlightPerAccountMax = Number.POSITIVE_INFINITY,
  onShed,
}: {
  readonly requestsInFlightMax: number;
  /** The share of one account, or of one address where only that is known; without it there is none. */
  readonly requestsInFlightPerAccountMax?: number;
  readonly onShed: (inFlight: number) => void;
}): Admission {
  const byAccount = new Map<string, number>();
  let inFlight = 0;
  const add = (account: string, requests: number): void => {
    const sum = (byAccount.get(account) ?? 0) + requests;
    if (requests > 0 && sum > requestsInFlightPerAccountMax) {
      onShed(inFlight);
      throw new ClientError('RATE_LIMITED', 'This account has as many requests under way as it may.', {
        retryAfterSeconds,
      });
    }
    if (sum === 0) byAccount.delete(account);
    else byAccount.set(account, sum);
  };
  return {
    enter: () => {
      if (inFlight >= requestsInFlightMax) {
        onShed(inFlight);
        throw new ClientError('OVERLOADED', 'More requests are under way than can be answered well.', {
          retryAfterSeconds,
        });
      }
      inFlight++;
      let isInside = true;
      let owner = '';
      let counted = 0;
      return {
        countFor: (account, requests) => {
          add(account, requests - counted);
          owner = account;
          counted = requests;
        },
        leave: () => {
          if (!isInside) return;
          isInside = false;
          inFlight--;
          if (counted > 0) add(owner, -counted);
        },
      };
    },
    inFlight: () => inFlight,
  };
}

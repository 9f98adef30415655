import { ClientError } from '@games/service';

/** Bounds the requests under way; what is over the bound is turned away at once, before anything is done for it. */
export interface Admission {
  /** Throws OVERLOADED when as many are under way as may be. The returned function ends the stay, at its first call. */
  readonly enter: () => () => void;
  readonly inFlight: () => number;
}

const retryAfterSeconds = 1;

export function createAdmission(options: {
  readonly requestsInFlightMax: number;
  readonly onShed: (inFlight: number) => void;
}): Admission {
  let inFlight = 0;
  return {
    enter: () => {
      if (inFlight >= options.requestsInFlightMax) {
        options.onShed(inFlight);
        throw new ClientError('OVERLOADED', 'More requests are under way than can be answered well.', {
          retryAfterSeconds,
        });
      }
      inFlight++;
      let isInside = true;
      return () => {
        if (isInside) inFlight--;
        isInside = false;
      };
    },
    inFlight: () => inFlight,
  };
}

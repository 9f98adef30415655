/** The service's time, as far as it is known: codes are judged by it, not by what the device's clock happens to show. */
export interface ServiceClock {
  now(): Date;
  set(serviceNow: Date): void;
  /** Milliseconds by which the service is ahead of the device. */
  aheadMs(): number;
}

export function createServiceClock(aheadMs = 0): ServiceClock {
  let ahead = aheadMs;
  return {
    now: () => new Date(Date.now() + ahead),
    set: (serviceNow) => {
      ahead = serviceNow.getTime() - Date.now();
    },
    aheadMs: () => ahead,
  };
}

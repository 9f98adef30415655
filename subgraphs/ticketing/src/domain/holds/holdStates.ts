import type { Lifecycle } from '../lifecycle.ts';

export type HoldState = 'HELD' | 'SOLD' | 'RELEASED' | 'EXPIRED';

/** A hold that has ended is reacquired when its money comes late and its places are still free. */
export const holdLifecycle: Lifecycle<HoldState> = {
  HELD: ['SOLD', 'RELEASED', 'EXPIRED'],
  RELEASED: ['HELD'],
  EXPIRED: ['HELD'],
  SOLD: [],
};

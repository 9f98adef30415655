import type { Lifecycle } from '../lifecycle.ts';

export type ListingState = 'LISTED' | 'RESERVED' | 'SOLD' | 'WITHDRAWN';

/** A reservation whose time is over may go to another buyer; money that comes late still buys what nobody has reserved since. */
export const listingLifecycle: Lifecycle<ListingState> = {
  LISTED: ['RESERVED', 'SOLD', 'WITHDRAWN'],
  RESERVED: ['LISTED', 'RESERVED', 'SOLD', 'WITHDRAWN'],
  SOLD: [],
  WITHDRAWN: [],
};

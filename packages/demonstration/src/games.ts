import type { Games } from './world.ts';

const dayCount = 17;

/** The fictional Games: no emblem, mark or code table of real ones. */
export const games: Games = {
  code: 'XG2028',
  name: 'Port Meridian 2028',
  city: 'Port Meridian',
  country: 'USA',
  start: '2028-07-14',
  end: '2028-07-30',
  offset: '-07:00',
  days: Array.from({ length: dayCount }, (_, i) => `2028-07-${String(14 + i).padStart(2, '0')}`),
};

/** The evening of the ninth day: about half is over, some units are live. */
export const demonstrationNow = '2028-07-22T19:30:00-07:00';

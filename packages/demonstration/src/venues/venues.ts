import type { SeatCategory, Venue } from '../world.ts';
import { createSeating } from './seating.ts';
import { type VenueSpec, venueTable } from './venueTable.ts';

/** The centre of the fictional Port Meridian, off the coast of California. */
const centre = { latitude: 33.9, longitude: -119.9 };
const kilometresPerDegree = { latitude: 111.13, longitude: 92.4 };
const categories: readonly SeatCategory[] = ['FIRST', 'A', 'B', 'C', 'D'];

/** The venues with these codes, in the order of their codes. */
export function createVenues(codes: ReadonlySet<string>): Venue[] {
  return venueTable.filter((spec) => codes.has(spec.code)).map(createVenue);
}

function createVenue(spec: VenueSpec): Venue {
  const seating = createSeating(spec);
  const used = new Set(seating.blocks.map((block) => block.category));
  return {
    code: spec.code,
    name: spec.name,
    city: spec.city,
    latitude: degrees(centre.latitude + spec.north / kilometresPerDegree.latitude),
    longitude: degrees(centre.longitude + spec.east / kilometresPerDegree.longitude),
    locations: spec.locations.map((name, i) => ({ code: `${spec.code}${i + 1}`, name })),
    seating,
    categories: categories.filter((category) => used.has(category)),
  };
}

const degrees = (value: number): number => Math.round(value * 1e5) / 1e5;

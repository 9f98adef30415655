import type { World } from '@games/demonstration';
import type { Product } from './catalogue.ts';

/** A souvenir stand at a venue, where orders are picked up too. */
export interface Stand {
  readonly id: string;
  readonly location: string;
  readonly venue: string;
  readonly name: string;
  readonly directions: string;
  readonly disciplines: readonly string[];
}

export interface Slot {
  readonly stand: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly capacity: number;
  readonly taken: number;
}

const gates = ['A', 'B', 'C'];
const standCapacity = 25_000;
const slotMinutes = 30;
const [firstHour, lastHour] = [9, 23];
const slotCapacity = 20;

/** One stand at each venue, and one more for every 25,000 seats, three at most. */
export function createStands({ venues, disciplines }: World): readonly Stand[] {
  return venues.flatMap(({ code, name, seating }) => {
    const count = Math.min(gates.length, 1 + Math.floor(seating.capacity / standCapacity));
    return gates.slice(0, count).map((gate) => ({
      id: `${code}-${gate}`,
      location: `STAND-${code}-${gate}`,
      venue: code,
      name: `${name}, gate ${gate}`,
      directions: `Inside gate ${gate}, opposite the information desk.`,
      disciplines: disciplines.filter(({ venues: at }) => at.includes(code)).map((discipline) => discipline.code),
    }));
  });
}

/** Half-hour slots from nine until eleven at night on every day. What is past was taken by many, what is to come by few. */
export function createSlots({ games, random, now }: World, stands: readonly Stand[]): readonly Slot[] {
  const stream = random('store.slots');
  const nowMs = Date.parse(now);
  return stands.flatMap(({ id }) =>
    games.days.flatMap((day) => {
      const open = Date.parse(`${day}T${String(firstHour).padStart(2, '0')}:00:00${games.offset}`);
      const count = ((lastHour - firstHour) * 60) / slotMinutes;
      return Array.from({ length: count }, (_, index) => {
        const startMs = open + index * slotMinutes * 60_000;
        const hoursAhead = (startMs - nowMs) / 3_600_000;
        const share = hoursAhead < 0 ? 0.7 : Math.max(0.02, 0.9 - hoursAhead / 24);
        // Above the capacity means full: it happens in the next hours.
        const taken = Math.min(slotCapacity, Math.max(0, Math.round(slotCapacity * (share + stream.normal(0, 0.15)))));
        return { stand: id, startMs, endMs: startMs + slotMinutes * 60_000, capacity: slotCapacity, taken };
      });
    }),
  );
}

/** What a stand carries: goods of the Games, and of the disciplines of its venue. */
export function assortmentOf({ disciplines }: Stand, products: readonly Product[]): readonly Product[] {
  return products.filter(
    ({ state, discipline, athlete, organisation, collections }) =>
      state === 'ACTIVE' &&
      athlete === null &&
      organisation === null &&
      (discipline === null ? collections.includes('design-games') : disciplines.includes(discipline)),
  );
}

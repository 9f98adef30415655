import type { Seat, SeatingBlock } from '../world.ts';

/** Each seat of a block, row by row from the front, left to right; none for general admission. */
export function* seatsOf(block: SeatingBlock): Generator<Seat> {
  for (const row of block.rows) {
    const wheelchairs = new Set(row.wheelchairPlaces);
    const last = Math.max(1, row.places - 1);
    for (let place = 0; place < row.places; place++) {
      const part = place / last;
      yield {
        block: block.code,
        row: row.label,
        number: String(row.firstNumber + place * row.numberStep),
        place,
        kind: wheelchairs.has(place) ? 'WHEELCHAIR' : wheelchairs.has(place - 1) ? 'COMPANION' : 'STANDARD',
        category: block.category,
        x: Math.round((row.from.x + (row.to.x - row.from.x) * part) * 1000) / 1000,
        y: Math.round((row.from.y + (row.to.y - row.from.y) * part) * 1000) / 1000,
      };
    }
  }
}

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { drawOrder, hashOf, hashOfEntries } from '../src/domain/draws/drawOrder.ts';
import { type DrawRecord, drawAlgorithm, drawResult, recordFormat } from '../src/domain/draws/drawRecord.ts';
import { readRecord } from '../src/domain/draws/readRecord.ts';
import { verifyRecord } from '../src/domain/draws/verifyRecord.ts';

const slots = {
  firstOpensAt: '2027-04-09T17:00:00.000Z',
  lastClosesAt: '2027-04-12T17:00:00.000Z',
  hours: 48,
  size: 2,
};

/** The record of a draw, as it is published. */
function recordOf(entries: readonly string[], seed: string, beaconValue: string | null = null): DrawRecord {
  return {
    format: recordFormat,
    algorithm: drawAlgorithm,
    draw: 'drw_TEST',
    phase: 'TEST',
    seedHash: hashOf(seed),
    seed,
    beaconSource: beaconValue === null ? null : 'a public source',
    beaconValue,
    entryCount: entries.length,
    entriesHash: hashOfEntries(entries),
    entries: entries.toSorted(),
    slots,
    closedAt: '2027-03-19T00:00:00.000Z',
    drawnAt: '2027-03-25T00:00:00.000Z',
    publishedAt: '2027-03-25T01:00:00.000Z',
    result: drawResult({ entries, seed, beaconValue, slots }),
  };
}

const hex = (digits: number) =>
  fc
    .array(fc.integer({ min: 0, max: 15 }), { minLength: digits, maxLength: digits })
    .map((values) => values.map((value) => value.toString(16)).join(''));
const entryLists = fc.uniqueArray(hex(32), { minLength: 2, maxLength: 40 });
const seeds = hex(64);
const whats = (record: DrawRecord, witnessed = {}) => verifyRecord(record, witnessed).map(({ what }) => what);

describe('the result of a draw', () => {
  test('is the same in whatever order people registered', () => {
    const permuted = entryLists.chain((entries) =>
      fc.tuple(fc.constant(entries), fc.shuffledSubarray(entries, { minLength: entries.length })),
    );
    fc.assert(
      fc.property(permuted, seeds, ([entries, arrived], seed) => {
        const inputs = { seed, beaconValue: null, slots };
        expect(drawResult({ ...inputs, entries: arrived })).toEqual(drawResult({ ...inputs, entries }));
      }),
    );
  });

  test('gives every entry one place, and slots in order, as many as there are', () => {
    fc.assert(
      fc.property(entryLists, seeds, (entries, seed) => {
        const result = drawResult({ entries, seed, beaconValue: null, slots });
        expect(result.map(({ entry }) => entry).toSorted()).toEqual(entries.toSorted());
        expect(result.map(({ position }) => position)).toEqual(entries.map((_, index) => index + 1));
        for (const [index, { slotOpensAt }] of result.entries()) {
          const hour = Math.floor(index / slots.size);
          expect(slotOpensAt).toBe(new Date(Date.parse(slots.firstOpensAt) + hour * 3_600_000).toISOString());
        }
      }),
    );
  });

  test('leaves those without a slot for whom none is left before the phase ends', () => {
    const entries = Array.from({ length: 6 }, (_, index) => hashOf(`entry ${index}`).slice(0, 32));
    const short = { ...slots, lastClosesAt: '2027-04-09T19:00:00.000Z' };
    const result = drawResult({ entries, seed: 'a', beaconValue: null, slots: short });
    expect(result.map(({ slotClosesAt }) => slotClosesAt)).toEqual([
      ...Array(4).fill(short.lastClosesAt),
      ...Array(2).fill(null),
    ]);
  });

  test('favours no entry: over 2,000 seeds each of 20 has each place about as often', () => {
    const count = 20;
    const draws = 2_000;
    const entries = Array.from({ length: count }, (_, index) => hashOf(`entry ${index}`).slice(0, 32));
    const placed = new Map(entries.map((entry) => [entry, new Array<number>(count).fill(0)]));
    for (let draw = 0; draw < draws; draw += 1) {
      for (const [place, entry] of drawOrder(entries, hashOf(`seed ${draw}`), '').entries()) {
        const counts = placed.get(entry) as number[];
        counts[place] = (counts[place] as number) + 1;
      }
    }
    const expected = draws / count;
    const chiSquare = [...placed.values()].flat().reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    // 19 × 19 degrees of freedom: mean 361, standard deviation 26.9. Five of them to either side.
    expect(chiSquare).toBeGreaterThan(361 - 5 * 26.9);
    expect(chiSquare).toBeLessThan(361 + 5 * 26.9);
  });
});

describe('verifying', () => {
  test('finds nothing in a true record, also after it was written and read', () => {
    fc.assert(
      fc.property(entryLists, seeds, fc.option(hex(64)), (entries, seed, beaconValue) => {
        const record = recordOf(entries, seed, beaconValue);
        expect(verifyRecord(record)).toEqual([]);
        expect(verifyRecord(readRecord(JSON.parse(JSON.stringify(record))))).toEqual([]);
      }),
    );
  });

  test('finds another seed, even where its hash was changed with it and everything was drawn anew', () => {
    fc.assert(
      fc.property(entryLists, seeds, seeds, (entries, seed, other) => {
        fc.pre(seed !== other);
        const record = recordOf(entries, seed);
        expect(whats({ ...record, seed: other })).toContain('SEED_HASH');
        expect(whats(recordOf(entries, other))).toEqual([]);
        expect(whats(recordOf(entries, other), { seedHash: record.seedHash })).toEqual(['SEED_HASH']);
      }),
    );
  });

  test('finds an entry that was added or removed, even where the hash was changed with it', () => {
    fc.assert(
      fc.property(entryLists, hex(32), seeds, (entries, added, seed) => {
        fc.pre(!entries.includes(added));
        const record = recordOf(entries, seed);
        for (const list of [[...entries, added], entries.slice(1)]) {
          const found = whats({ ...record, entries: list });
          expect(found).toEqual(expect.arrayContaining(['ENTRY_COUNT', 'ENTRIES_HASH', 'RESULT_LENGTH']));
          expect(whats(recordOf(list, seed), { entriesHash: record.entriesHash })).toEqual(['ENTRIES_HASH']);
        }
      }),
    );
  });

  test('names both places of a swap, and a slot that was moved', () => {
    const entries = Array.from({ length: 6 }, (_, index) => hashOf(`entry ${index}`).slice(0, 32));
    const record = recordOf(entries, 'a');
    const [first, second, ...rest] = record.result as [never, never];
    const swapped = verifyRecord({ ...record, result: [second, first, ...rest] });
    expect(swapped.map(({ what }) => what)).toEqual(['PLACE', 'PLACE']);
    expect(swapped[0]?.message).toMatch(/^Place 1 goes to [0-9a-f]{32}; the record has [0-9a-f]{32} at place 2\.$/);
    const moved = record.result.map((place) =>
      place.position === 6 ? { ...place, slotOpensAt: slots.firstOpensAt } : place,
    );
    expect(whats({ ...record, result: moved })).toEqual(['SLOT']);
  });

  test('refuses a record of another form with the field that is wrong', () => {
    const record = recordOf(['a'.repeat(32)], 'a');
    expect(() => readRecord({ ...record, result: null })).toThrow('result is not a list.');
    expect(() => readRecord({ ...record, closedAt: 'soon' })).toThrow('closedAt is not a time.');
    expect(() => readRecord([])).toThrow('The record is not an object.');
    expect(whats({ ...record, algorithm: 'other/1' })).toEqual(['ALGORITHM']);
  });
});

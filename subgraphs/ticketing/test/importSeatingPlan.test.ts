import { existsSync, readFileSync } from 'node:fs';
import { sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importSeatingPlan } from '../src/commands/seating/importSeatingPlan.ts';
import { migrations } from '../src/migrations.ts';
import { system } from '../src/sql/audit/auditLog.ts';

let own: TestDatabase;
beforeAll(async () => {
  own = await createTestDatabase(...migrations);
});
afterAll(() => own.drop());

const planOf = (seats: readonly object[], more: object = {}): string =>
  JSON.stringify({
    name: 'Hall',
    categories: [{ name: 'Stalls', color: '#F44336' }],
    zones: [
      {
        name: 'Ground floor',
        position: { x: 10, y: 10 },
        rows: [{ row_number: 'A', position: { x: 0, y: 0 }, seats }],
        areas: [],
      },
    ],
    ...more,
  });
const seat = (number: string, x: number, guid = `g-${number}`) => ({
  seat_number: number,
  seat_guid: guid,
  position: { x, y: 0 },
  category: 'Stalls',
});
const importText = (code: string, text: string, repairGuids = false) =>
  importSeatingPlan(own.database, system, { code, venueCode: 'HAL', text, repairGuids });

test('neighbours are known by where seats stand, not by what is printed on them', async () => {
  // Numbered 1 3 5 | aisle | 6 4 2, and stored in the order of the numbers.
  const seats = [seat('1', 0), seat('2', 185), seat('3', 25), seat('4', 160), seat('5', 50), seat('6', 135)];
  expect(await importText('aisle', planOf(seats))).toMatchObject({ kind: 'Imported', seats: 6, rows: 1 });
  const rows = await own.database.many<{ label: string; place: number }>(sql`
    select s.label, s.place from seat s join seating_plan p on p.id = s.plan_id where p.code = 'aisle' order by place`);
  expect(rows).toEqual([
    { label: '1', place: 0 },
    { label: '3', place: 1 },
    { label: '5', place: 2 },
    { label: '6', place: 4 },
    { label: '4', place: 5 },
    { label: '2', place: 6 },
  ]);
});

test('seats with the same guid are named and the plan is refused, unless repair is asked for', async () => {
  const text = planOf([seat('1', 0, 'same'), seat('2', 25, 'same'), seat('3', 50)]);
  expect(await importText('twice', text)).toEqual({
    kind: 'Refused',
    faults: [
      { kind: 'DUPLICATE_GUID', guid: 'same', where: ['zones[0].rows[0].seats[0]', 'zones[0].rows[0].seats[1]'] },
    ],
  });
  expect(await importText('twice', text, true)).toMatchObject({
    kind: 'Imported',
    repairedGuids: [{ guid: 'same', seats: 2 }],
  });
  const guids = await own.database.many<{ guid: string }>(sql`
    select s.source_guid as guid from seat s join seating_plan p on p.id = s.plan_id
    where p.code = 'twice' order by seat_no`);
  expect(guids.map(({ guid }) => guid)).toEqual(['zones[0].rows[0].seats[0]', 'zones[0].rows[0].seats[1]', 'g-3']);
});

test('a plan that exists already is not imported over', async () => {
  await importText('once', planOf([seat('1', 0)]));
  expect(await importText('once', planOf([seat('1', 0)]))).toEqual({ kind: 'CodeTaken', planCode: 'once' });
});

test('every fault of a broken plan is named with its place, and nothing is stored', async () => {
  const broken = planOf([
    { seat_number: '1', seat_guid: 'a', position: { x: 0 }, category: 'Stalls' },
    { seat_number: '2', position: { x: 1, y: 1 }, category: 'Balcony' },
  ]);
  expect(await importText('broken', broken)).toEqual({
    kind: 'Refused',
    faults: [
      {
        kind: 'MALFORMED',
        where: 'zones[0].rows[0].seats[0]',
        message: 'position is missing or has no numbers x and y.',
      },
      { kind: 'MALFORMED', where: 'zones[0].rows[0].seats[1]', message: 'seat_guid is missing or no text.' },
      {
        kind: 'MALFORMED',
        where: 'zones[0].rows[0].seats[1]',
        message: 'category "Balcony" is not among the plan\'s.',
      },
    ],
  });
  expect(await importText('broken', '{"zones": [')).toMatchObject({ kind: 'Refused', faults: [{ kind: 'NOT_JSON' }] });
  expect(await importText('broken', '[]')).toMatchObject({ kind: 'Refused', faults: [{ kind: 'MALFORMED' }] });
  const { count } = await own.database.one<{ count: bigint }>(
    sql`select count(*) from seating_plan where code = 'broken'`,
  );
  expect(count).toBe(0n);
});

const stadium = new URL('../../../../shared/data/seating-plan/stadium.json', import.meta.url);
const whenPresent = existsSync(stadium) ? describe : describe.skip;

whenPresent('the public stadium plan (../shared/data/seating-plan)', () => {
  const text = existsSync(stadium) ? readFileSync(stadium, 'utf8') : '';

  test('is refused, with all 738 seats that share 318 guids accounted for', async () => {
    const outcome = await importText('stadium', text);
    if (outcome.kind !== 'Refused') throw new Error(outcome.kind);
    const duplicates = outcome.faults.filter((fault) => fault.kind === 'DUPLICATE_GUID');
    const shared = duplicates.reduce((sum, { where }) => sum + where.length, 0);
    const guids = new Set(JSON.parse(text).zones.flatMap(guidsOfZone));
    expect(guids.size).toBe(318);
    expect(shared + (318 - duplicates.length)).toBe(738);
  });

  test('is imported whole with the flag, in the four categories that it uses', async () => {
    const outcome = await importText('stadium', text, true);
    expect(outcome).toMatchObject({ kind: 'Imported', seats: 738, rows: 90, blocks: 2, areasLeftOut: 1 });
    const places = await own.database.many<{ name: string; places: bigint }>(sql`
      select c.name, sum(b.places_count) as places
      from seating_plan p join plan_category c on c.plan_id = p.id
      join plan_block_place b on b.plan_id = p.id and b.category_no = c.category_no
      where p.code = 'stadium' group by c.name, c.category_no order by c.category_no`);
    expect(places).toEqual(
      [
        { name: 'Category I', places: '369' },
        { name: 'Category II', places: '168' },
        { name: 'Category IV', places: '84' },
        { name: 'Category V', places: '117' },
      ].map(({ name, places }) => ({ name, places: BigInt(places) })),
    );
  });
});

function guidsOfZone(zone: { rows: { seats: { seat_guid: string }[] }[] }): string[] {
  return zone.rows.flatMap((row) => row.seats.map((one) => one.seat_guid));
}

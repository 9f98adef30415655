import { readFileSync } from 'node:fs';
import { sql } from '@games/postgres';
import { postGraphql } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newUuid } from '../src/domain/uuid.ts';
import { fan, startTestService, type TestService } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

const otherUnit = 'SWIM100MFR------------HEAT000100--';
let service: TestService;
let sessionId: number;
beforeAll(async () => {
  service = await startTestService();
  const ids = await storeVenue(service.database, smallVenue, [
    draftSession('ATH-T01', smallVenue),
    draftSession('ATH-T02', smallVenue, { startsAt: '2028-07-23T19:00:00-07:00' }),
    draftSession('SWI-T01', smallVenue, { disciplines: ['SWI'], units: [otherUnit], kind: 'SPORT' }),
  ]);
  sessionId = ids.get('ATH-T01') as number;
});
afterAll(() => service.close());

const occupy = async (seatNo: number, state: 'SOLD' | 'HELD', seconds: number | null): Promise<void> => {
  const hold = newUuid();
  await service.database.run(sql`
    insert into seat_occupancy (session_id, seat_no, state, category_no, hold_id, expires_at)
    values (${sessionId}, ${seatNo}, ${state}, 1, ${hold},
      ${seconds === null ? null : new Date(Date.now() + seconds * 1_000)})`);
  if (state === 'SOLD') {
    await service.database.run(sql`
      insert into session_sold (session_id, category_no, set_aside, sold) values (${sessionId}, 1, false, 1)`);
  } else {
    await service.database.run(sql`
      insert into hold (id, fan_id, session_id, expires_at, seat_nos, categories, prices_minor, currency, quantity)
      values (${hold}, 'somebody', ${sessionId}, ${new Date(Date.now() + (seconds ?? 0) * 1_000)}, ${[seatNo]},
        '{1}', '{10000}', 'USD', 1)`);
  }
};

test('availability tells held from sold, and a hold whose time is over from one that lives', async () => {
  await occupy(1, 'SOLD', null);
  await occupy(2, 'HELD', 600);
  await occupy(3, 'HELD', -1);
  const { ticketedSession } = await service.ask(
    `query ($id: ID!) { ticketedSession(id: $id) {
      availability { total free held sold notForSale state }
      priceCategories { code price { amount currency } availability { total free held sold state } }
      takenSeats(block: "101") { seat state }
    } }`,
    { id: 'tse_ATH-T01' },
  );
  expect(ticketedSession.availability).toEqual({
    total: 120,
    free: 118,
    held: 1,
    sold: 1,
    notForSale: 0,
    state: 'AVAILABLE',
  });
  expect(ticketedSession.priceCategories).toEqual([
    {
      code: 'FIRST',
      price: { amount: '100.00', currency: 'USD' },
      availability: { total: 40, free: 38, held: 1, sold: 1, state: 'AVAILABLE' },
    },
    {
      code: 'A',
      price: { amount: '90.00', currency: 'USD' },
      availability: { total: 80, free: 80, held: 0, sold: 0, state: 'AVAILABLE' },
    },
  ]);
  expect(ticketedSession.takenSeats).toEqual([
    { seat: 'sea_STA.1', state: 'SOLD' },
    { seat: 'sea_STA.2', state: 'HELD' },
  ]);
});

test('a block that is set aside is not for sale, except for what it has sold', async () => {
  const database = service.database;
  const id = (
    await service.database.one<{ id: number }>(sql`
    select id from ticketed_session where code = 'ATH-T02'`)
  ).id;
  await database.run(sql`
    insert into allocation (code, name, kind, scope) values ('HOSP', 'Hospitality', 'HOSPITALITY', 'tickets:hospitality')`);
  await database.run(sql`
    insert into session_block select ${id}, 1, id from allocation where code = 'HOSP'`);
  await database.run(sql`
    insert into session_sold (session_id, category_no, set_aside, sold) values (${id}, 1, true, 15)`);
  const { ticketedSession } = await service.ask(
    '{ ticketedSession(id: "tse_ATH-T02") { priceCategories { availability { free sold notForSale state } } } }',
  );
  expect(ticketedSession.priceCategories[0].availability).toEqual({
    free: 0,
    sold: 15,
    notForSale: 25,
    state: 'SOLD_OUT',
  });
});

test('sessions are listed in the order of start, page by page, with times as the venue writes them', async () => {
  const query = `query ($after: String) { ticketedSessions(filter: { discipline: "ATH" }, first: 1, after: $after) {
    nodes { code startsAt units { code } disciplines { code } } pageInfo { hasNextPage endCursor } } }`;
  const { ticketedSessions: first } = await service.ask(query);
  expect(first.nodes).toEqual([
    {
      code: 'ATH-T01',
      startsAt: '2028-07-23T18:00:00-07:00',
      units: [{ code: 'ATHM100M--------------FNL-000100--' }],
      disciplines: [{ code: 'ATH' }],
    },
  ]);
  const { ticketedSessions: second } = await service.ask(query, { after: first.pageInfo.endCursor });
  expect(second.nodes.map(({ code }: { code: string }) => code)).toEqual(['ATH-T02']);
  expect(second.pageInfo.hasNextPage).toBe(false);
});

test('a cursor of another list is refused', async () => {
  const { ticketedSessions } = await service.ask('{ ticketedSessions(first: 1) { pageInfo { endCursor } } }');
  const query =
    'query ($after: String) { ticketedSessions(filter: { discipline: "SWI" }, after: $after) { nodes { id } } }';
  expect(await service.codeOf(query, { after: ticketedSessions.pageInfo.endCursor })).toBe('INVALID_CURSOR');
  expect(await service.codeOf('{ ticketedSessions(first: 1000000) { nodes { id } } }')).toBe('PAGE_TOO_LARGE');
});

test('units, events and venues find their sessions and plan by reference', async () => {
  const { _entities } = await service.ask(
    `query ($r: [_Any!]!) { _entities(representations: $r) {
      ... on Unit { ticketedSessions { code } }
      ... on Event { ticketedSessions { code } }
      ... on Venue { seatingPlan { id seatCount standingCount } }
      ... on PriceCategory { price { amount } session { code } }
      ... on TicketedSession { name } } }`,
    {
      r: [
        { __typename: 'Unit', code: otherUnit },
        { __typename: 'Event', code: 'ATHM100M--------------------------' },
        { __typename: 'Venue', code: 'STA' },
        { __typename: 'Venue', code: 'NONE' },
        { __typename: 'PriceCategory', id: 'prc_ATH-T02.A' },
        { __typename: 'TicketedSession', id: 'tse_NONE' },
        { __typename: 'TicketedSession', id: 'something else' },
      ],
    },
  );
  expect(_entities).toEqual([
    { ticketedSessions: [{ code: 'SWI-T01' }] },
    { ticketedSessions: [{ code: 'ATH-T01' }, { code: 'ATH-T02' }] },
    { seatingPlan: { id: 'pln_STA', seatCount: 80, standingCount: 40 } },
    { seatingPlan: null },
    { price: { amount: '90.00' }, session: { code: 'ATH-T02' } },
    null,
    null,
  ]);
});

test('names come in the language asked for, and in English where there is none', async () => {
  const answers = await Promise.all(
    ['fr-CH, en;q=0.5', 'ja'].map(async (language) => {
      const { data } = await postGraphql(service, '{ ticketedSession(id: "tse_ATH-T01") { name } }', {}, undefined, {
        'accept-language': language,
      });
      return data.ticketedSession.name;
    }),
  );
  expect(answers).toEqual(['Séance ATH-T01', 'Session ATH-T01']);
});

test('a plan shows blocks, rows and seats, with neighbours by place and companions by their wheelchair place', async () => {
  const { seatingPlan } = await service.ask(
    `{ seatingPlan(id: "pln_STA") { categories { code } block(code: "101") { kind capacity category { code }
      rows { label qualityRank seats { id label place kind companionOf } } } ga: block(code: "GA1") { kind capacity rows { label } } } }`,
  );
  expect(seatingPlan.categories.map(({ code }: { code: string }) => code)).toEqual(['FIRST', 'A']);
  expect(seatingPlan.block.rows).toHaveLength(4);
  expect(seatingPlan.block.rows[3].seats.slice(0, 2)).toEqual([
    { id: 'sea_STA.31', label: '1', place: 0, kind: 'WHEELCHAIR', companionOf: null },
    { id: 'sea_STA.32', label: '3', place: 1, kind: 'COMPANION', companionOf: 'sea_STA.31' },
  ]);
  expect(seatingPlan.ga).toEqual({ kind: 'GENERAL_ADMISSION', capacity: 40, rows: [] });
});

test('a fan is seen by the fan alone', async () => {
  const query =
    '{ me { id tickets { nodes { id } } ticketOrders { nodes { id } } ticketAllowance { cap taken left } } }';
  expect(await service.ask(query, {}, fan('amy'))).toEqual({
    me: {
      id: 'fan_amy',
      tickets: { nodes: [] },
      ticketOrders: { nodes: [] },
      ticketAllowance: { cap: 30, taken: 0, left: 30 },
    },
  });
  expect(await service.ask('{ me { id } }')).toEqual({ me: null });
  const { _entities } = await service.ask(
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Fan { id } } }',
    { r: [{ __typename: 'Fan', id: 'fan_amy' }] },
    fan('bob'),
  );
  expect(_entities).toEqual([null]);
});

test('a malformed id is refused, a hold of nobody is null', async () => {
  expect(await service.codeOf('{ ticketedSession(id: "pln_STA") { id } }')).toBe('INVALID_ID');
  expect(await service.ask('{ hold(id: "hld_1") { id } }', {}, fan('amy'))).toEqual({ hold: null });
  expect(await service.ask(`{ ticket(id: "tkt_${newUuid()}") { id } }`, {}, fan('amy'))).toEqual({ ticket: null });
});

test('the plan, one block, and a session are drawn; what is not there is not found', async () => {
  const plan = await service.get('/seatmap/STA.svg');
  expect(plan.status).toBe(200);
  expect(plan.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
  expect(((await plan.text()).match(/h0/g) ?? []).length).toBe(80);
  const again = await service.get('/seatmap/STA.svg', { 'if-none-match': plan.headers.get('etag') as string });
  expect(again.status).toBe(304);
  const block = await (await service.get('/seatmap/STA/101.svg?session=ATH-T01')).text();
  expect(block).toContain('id="sea_STA.1"');
  expect(block.match(/data-state="SOLD"/g)).toHaveLength(1);
  expect(block.match(/data-state="HELD"/g)).toHaveLength(1);
  for (const path of [
    '/seatmap/NONE.svg',
    '/seatmap/STA/9.svg',
    '/seatmap/STA.svg?session=x',
    '/seatmap/%E0%A4%A.svg',
  ]) {
    expect((await service.get(path)).status).toBe(404);
  }
});

test.each(['SessionAvailability', 'MyTickets'])('the named operation %s fits this subgraph alone', async (name) => {
  const file = new URL(`../../../schema/operations/${name}.graphql`, import.meta.url);
  const data = await service.ask(readFileSync(file, 'utf8'), { discipline: 'ATH' }, fan('amy'));
  expect(Object.keys(data)).toHaveLength(1);
});

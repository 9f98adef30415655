import { createHash } from 'node:crypto';
import { openDatabase, sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readRecord } from '../src/domain/draws/readRecord.ts';
import { verifyRecord } from '../src/domain/draws/verifyRecord.ts';
import { type DrawWithSeed, insertDrawEntry, lockDrawShared } from '../src/sql/draws/drawLifecycle.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { holdSeatsMutation, newKey } from './sale.ts';
import { fan, staff, startTestService, type TestService, testNow } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

const hourMs = 3_600_000;
/** A moment some hours from the tests' now. */
const inHours = (hours: number): Date => new Date(Date.parse(testNow) + hours * hourMs);

let service: TestService;
let phase: string;
let draw: string;
let session: string;
let tests = 0;
beforeAll(async () => {
  service = await startTestService();
  await storeVenue(service.database, smallVenue, []);
});
afterAll(() => service.close());
beforeEach(async () => {
  tests += 1;
  [phase, session] = [`DRAW-${tests}`, `ATH-D${tests}`];
  draw = `drw_${phase}`;
  await storePhase({});
});

/** Stores a phase with a draw: registration opens in an hour, slots of 48 hours for 2 accounts each. */
async function storePhase({ countries = null }: { countries?: readonly string[] | null }): Promise<void> {
  const ids = await insertSessions(service.database, [draftSession(session, smallVenue)]);
  await service.database.run(sql`
    with phase as (
      insert into sales_phase (code, names, kind, opens_at, closes_at, registration_opens_at, registration_closes_at,
        slot_hours, notice_hours, slot_size, countries)
      values (${phase}, '{"en": "Draw"}', 'DRAW', ${inHours(100)}, ${inHours(200)}, ${inHours(1)}, ${inHours(2)}, 48, 0, 2,
        ${countries})
      returning id)
    insert into sales_phase_session (phase_id, session_id) select id, ${[...ids.values()][0]} from phase`);
}

/** Moves the phase's registration, as if time had passed. */
async function moveRegistration(opensInHours: number, closesInHours: number): Promise<void> {
  await service.database.run(sql`
    update sales_phase set registration_opens_at = ${inHours(opensInHours)},
      registration_closes_at = ${inHours(closesInHours)}
    where code = ${phase}`);
}

/** Moves the slots that were drawn, as if time had passed; the guard that keeps them is off for it. */
async function moveSlots(hours: number): Promise<void> {
  await service.database.transaction(async (tx) => {
    await tx.run(sql`alter table draw_entry disable trigger refuse_draw_entry_change`);
    await tx.run(sql`
      update draw_entry set slot_opens_at = slot_opens_at + ${`${hours} hours`}::interval,
        slot_closes_at = slot_closes_at + ${`${hours} hours`}::interval
      where draw_id = (select id from draw where code = ${phase})`);
    await tx.run(sql`alter table draw_entry enable trigger refuse_draw_entry_change`);
  });
}

const drawFields = 'id state seedHash seed algorithm entryCount entriesHash publishedAt recordPath beaconSource';
const entryFields = 'entry position slotOpensAt slotClosesAt excluded';
const problem = '... on Problem { code message }';
const mutation = (name: string, outcome: string): string => {
  const input = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  return `mutation ($input: ${input}) { ${name}(input: $input) { __typename ${outcome} ${problem} } }`;
};
const openMutation = mutation(
  'openDraw',
  `... on DrawOpened { draw { ${drawFields} } } ... on DrawTooLate { registrationOpensAt }`,
);
const closeMutation = mutation('closeDraw', `... on DrawClosed { excluded draw { ${drawFields} } }`);
const runMutation = mutation(
  'runDraw',
  `... on DrawHeld { draw { ${drawFields} } } ... on DrawBeaconMismatch { beaconSource }`,
);
const publishMutation = mutation('publishDraw', `... on DrawPublished { draw { ${drawFields} } }`);
const registerMutation = mutation(
  'registerForDraw',
  `... on DrawRegistered { entry { ${entryFields} } } ... on DrawOtherCountry { countries }
   ... on DrawAccountCapReached { cap taken } ... on DrawRegistrationNotOpen { opensAt closesAt }`,
);
const withdrawMutation = mutation('withdrawFromDraw', '... on DrawWithdrawn { draw { id myEntry { entry } } }');

// biome-ignore-start lint/suspicious/noExplicitAny: a test reads data of any shape
async function call(query: string, input: object, viewer: Viewer): Promise<any> {
  const data = await service.ask(query, { input }, viewer);
  return Object.values(data)[0];
}
const open = (more: object = {}): Promise<any> => call(openMutation, { phase, ...more }, staff);
const close = (): Promise<any> => call(closeMutation, { draw }, staff);
const run = (more: object = {}): Promise<any> => call(runMutation, { draw, ...more }, staff);
const publish = (): Promise<any> => call(publishMutation, { draw }, staff);
const register = (viewer: Viewer): Promise<any> => call(registerMutation, { draw }, viewer);
const withdraw = (viewer: Viewer): Promise<any> => call(withdrawMutation, { draw }, viewer);
const entryOf = async (viewer: Viewer): Promise<any> =>
  (await service.ask(`query ($id: ID!) { draw(id: $id) { myEntry { ${entryFields} } } }`, { id: draw }, viewer)).draw
    .myEntry;
// biome-ignore-end lint/suspicious/noExplicitAny: a test reads data of any shape
const fans = (count: number): Viewer[] => Array.from({ length: count }, (_, index) => fan(`fan-${tests}-${index + 1}`));

/** A draw with these fans in it whose list is closed. */
async function closed(entrants: readonly Viewer[], more: object = {}): Promise<void> {
  await open(more);
  await moveRegistration(-1, 1);
  for (const entrant of entrants) expect(await register(entrant)).toMatchObject({ __typename: 'DrawRegistered' });
  await moveRegistration(-2, -1);
  expect(await close()).toMatchObject({ __typename: 'DrawClosed', excluded: 0 });
}

test('a draw goes from its promise to a record that anybody can hold again', async () => {
  const entrants = fans(7);
  const { draw: announced } = await open();
  expect(announced).toMatchObject({ state: 'ANNOUNCED', seed: null, recordPath: null, entriesHash: null });
  await moveRegistration(-1, 1);
  for (const entrant of entrants) await register(entrant);
  await moveRegistration(-2, -1);
  const { draw: listed } = await close();
  expect(listed).toMatchObject({ state: 'CLOSED', entryCount: 7, seed: null });
  expect((await run()).draw).toMatchObject({ state: 'DRAWN', seed: null, recordPath: null });
  expect((await service.get(`/draws/${phase}.json`)).status).toBe(404);
  const { draw: published } = await publish();
  expect(createHash('sha256').update(published.seed).digest('hex')).toBe(announced.seedHash);
  const record = readRecord(await (await service.get(published.recordPath)).json());
  const witnessed = { seedHash: announced.seedHash, entriesHash: listed.entriesHash };
  expect(verifyRecord(record, witnessed)).toEqual([]);
  expect(record.slots).toMatchObject({ hours: 48, size: 2 });
  for (const entrant of entrants) {
    const { entry, position, slotOpensAt } = await entryOf(entrant);
    expect(record.result[position - 1]).toMatchObject({ entry, slotOpensAt: new Date(slotOpensAt).toISOString() });
  }
  const entries = await service.database.many<{ action: string; detail: object }>(sql`
    select action, detail from audit_log where subject = ${draw} and actor_kind = 'STAFF' order by id`);
  expect(entries.map(({ action }) => action)).toEqual(['draw.opened', 'draw.closed', 'draw.held', 'draw.published']);
  expect(JSON.stringify(entries)).not.toContain(published.seed);
});

test('staff’s steps may be repeated and change nothing; none can be skipped', async () => {
  const first = await open();
  expect(await open()).toEqual(first);
  expect(await open({ beaconSource: 'another' })).toMatchObject({ code: 'DRAW_FINAL' });
  expect(await close()).toMatchObject({ code: 'DRAW_REGISTRATION_NOT_OVER' });
  expect(await run()).toMatchObject({ code: 'DRAW_NOT_CLOSED' });
  expect(await publish()).toMatchObject({ code: 'DRAW_NOT_HELD' });
  await closed(fans(3));
  expect(await close()).toEqual(await close());
  const held = await run();
  const places = await Promise.all(fans(3).map(entryOf));
  expect(await run()).toEqual(held);
  expect(await Promise.all(fans(3).map(entryOf))).toEqual(places);
  expect(await run({ beaconValue: 'late' })).toMatchObject({ code: 'DRAW_FINAL' });
  expect(await publish()).toEqual(await publish());
});

test('a draw that two members of staff run at once is held once', async () => {
  await closed(fans(5));
  const outcomes = await Promise.all([run(), run(), run()]);
  expect(outcomes.map(({ __typename }) => __typename)).toEqual(['DrawHeld', 'DrawHeld', 'DrawHeld']);
  const { held } = await service.database.one<{ held: number }>(sql`
    select count(*)::integer as held from audit_log where subject = ${draw} and action = 'draw.held'`);
  expect(held).toBe(1);
});

test('a registration that is under way when the list is closed is in it', async () => {
  const { database } = service;
  await open();
  await moveRegistration(-2, -1);
  let closing: ReturnType<typeof close> | undefined;
  // A pool of its own: inside its transaction the other one can be asked who waits.
  const outer = openDatabase({ url: database.url, poolSize: 1 });
  await outer.transaction(async (tx) => {
    const { id } = (await lockDrawShared(tx, phase)) as DrawWithSeed;
    closing = close();
    // Closing the list waits for the transaction of this registration.
    await until(async () => {
      const { waiting } = await database.one<{ waiting: boolean }>(sql`
        select exists (select from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like '%for update of d%') as waiting`);
      return waiting ? true : null;
    });
    await insertDrawEntry(tx, {
      drawId: id,
      fanId: 'late',
      entry: 'a'.repeat(32),
      country: null,
      registeredAt: new Date(),
    });
  });
  await outer.close();
  expect(await closing).toMatchObject({ draw: { entryCount: 1 } });
  expect(await run()).toMatchObject({ __typename: 'DrawHeld' });
});

test('a hash that comes after registration has opened is not taken', async () => {
  await moveRegistration(-1, 1);
  expect(await open()).toMatchObject({ code: 'DRAW_TOO_LATE', registrationOpensAt: expect.any(String) });
});

test('a public random value is mixed in when it was announced, and only then', async () => {
  // With twelve entries another value leaves the order as it is once in 479,001,600 times.
  await closed(fans(12), { beaconSource: 'drand quicknet, round 1' });
  expect(await run()).toMatchObject({ code: 'DRAW_BEACON_MISMATCH', beaconSource: 'drand quicknet, round 1' });
  expect(await run({ beaconValue: 'abc123' })).toMatchObject({ __typename: 'DrawHeld' });
  await publish();
  const record = readRecord(await (await service.get(`/draws/${phase}.json`)).json());
  expect(verifyRecord(record)).toEqual([]);
  expect(verifyRecord({ ...record, beaconValue: 'abc124' })).not.toEqual([]);
});

describe('registering', () => {
  test('is for the window only, gives an account one entry, and can be withdrawn from', async () => {
    const [amy] = fans(1) as [Viewer];
    await open();
    expect(await register(amy)).toMatchObject({ code: 'DRAW_REGISTRATION_NOT_OPEN', opensAt: expect.any(String) });
    await moveRegistration(-1, 1);
    const outcomes = await Promise.all([register(amy), register(amy), register(amy)]);
    expect(new Set(outcomes.map(({ entry }) => entry.entry)).size).toBe(1);
    const { me } = await service.ask(
      'query ($draw: ID!) { me { drawEntry(draw: $draw) { entry } drawEntries { entry } } }',
      { draw },
      amy,
    );
    expect(me).toEqual({ drawEntry: { entry: outcomes[0].entry.entry }, drawEntries: [me.drawEntry] });
    expect(await withdraw(amy)).toMatchObject({ __typename: 'DrawWithdrawn', draw: { id: draw, myEntry: null } });
    expect(await withdraw(amy)).toMatchObject({ __typename: 'DrawWithdrawn' });
    await moveRegistration(-2, -1);
    expect(await register(amy)).toMatchObject({ code: 'DRAW_REGISTRATION_NOT_OPEN' });
    expect(await withdraw(amy)).toMatchObject({ code: 'DRAW_REGISTRATION_NOT_OPEN' });
    expect(await close()).toMatchObject({ draw: { entryCount: 0 } });
  });

  test('is for accounts of the countries that the phase names', async () => {
    [phase, session] = [`DRAW-FR-${tests}`, `ATH-F${tests}`];
    draw = `drw_${phase}`;
    await storePhase({ countries: ['FR'] });
    await open();
    await moveRegistration(-1, 1);
    expect(await register(fan('luc', 'FR'))).toMatchObject({ __typename: 'DrawRegistered' });
    expect(await register(fan('amy', 'US'))).toMatchObject({ code: 'DRAW_OTHER_COUNTRY', countries: ['FR'] });
    expect(await register(fan('nil', null))).toMatchObject({ code: 'DRAW_OTHER_COUNTRY' });
  });

  test('ends for accounts at their limit: before by an outcome, after by leaving the draw', async () => {
    const [amy, bob, eve] = fans(3) as [Viewer, Viewer, Viewer];
    const fill = (viewer: Viewer) =>
      service.database.run(sql`
        insert into fan_allowance (fan_id, session_id, taken, cap) values (${viewer.subject}, 0, 30, 30)`);
    await open();
    await moveRegistration(-1, 1);
    await fill(amy);
    expect(await register(amy)).toMatchObject({ code: 'DRAW_ACCOUNT_CAP_REACHED', cap: 30, taken: 30 });
    await register(bob);
    await register(eve);
    await fill(bob);
    await moveRegistration(-2, -1);
    expect(await close()).toMatchObject({ excluded: 1, draw: { entryCount: 1 } });
    await run();
    expect(await entryOf(bob)).toMatchObject({ excluded: 'ACCOUNT_CAP_REACHED', position: null, slotOpensAt: null });
    expect(await entryOf(eve)).toMatchObject({ excluded: null, position: 1 });
  });

  test('is refused for a draw that does not exist, and for anybody but a fan', async () => {
    draw = 'drw_NONE';
    const [amy] = fans(1) as [Viewer];
    expect(await register(amy)).toMatchObject({ code: 'DRAW_NOT_FOUND' });
    expect(await withdraw(amy)).toMatchObject({ code: 'DRAW_NOT_FOUND' });
    expect(await service.codeOf(registerMutation, { input: { draw } })).toBe('UNAUTHENTICATED');
    expect(await service.codeOf(registerMutation, { input: { draw } }, staff)).toBe('FORBIDDEN');
    expect(await service.codeOf(registerMutation, { input: { draw: 'tkt_1' } }, amy)).toBe('INVALID_ID');
  });
});

test('only staff opens, closes, runs and publishes draws', async () => {
  const [amy] = fans(1) as [Viewer];
  expect(await service.codeOf(openMutation, { input: { phase } }, amy)).toBe('FORBIDDEN');
  for (const query of [closeMutation, runMutation, publishMutation]) {
    expect(await service.codeOf(query, { input: { draw } }, amy)).toBe('FORBIDDEN');
    expect(await service.codeOf(query, { input: { draw } })).toBe('UNAUTHENTICATED');
  }
  expect(await open({ phase: 'NONE' })).toMatchObject({ code: 'DRAW_PHASE_NOT_FOUND' });
  expect(await service.codeOf(openMutation, { input: { phase, beaconSource: ' ' } }, staff)).toBe('BAD_USER_INPUT');
  expect(await service.codeOf(runMutation, { input: { draw, beaconValue: 'a b' } }, staff)).toBe('BAD_USER_INPUT');
});

test('what was promised or drawn can not be changed in the tables, and a list that was added to is not drawn', async () => {
  const { database } = service;
  await closed(fans(3));
  const changes = [
    sql`update draw set seed = 'other' where code = ${phase}`,
    sql`update draw set entries_count = 2 where code = ${phase}`,
    sql`delete from draw_entry where draw_id = (select id from draw where code = ${phase})`,
    sql`delete from draw where code = ${phase}`,
  ];
  for (const change of changes) await expect(database.run(change)).rejects.toThrow();
  const added = 'f'.repeat(32);
  await database.run(sql`
    insert into draw_entry (draw_id, fan_id, entry) select id, 'friend', ${added} from draw where code = ${phase}`);
  expect(await service.codeOf(runMutation, { input: { draw } }, staff)).toBe('INTERNAL_SERVER_ERROR');
  expect(await entryOf(fans(1)[0] as Viewer)).toMatchObject({ position: null });
});

test('a slot opens the phase for holding to its owner, and to nobody else', async () => {
  const [amy, bob] = fans(2) as [Viewer, Viewer];
  const hold = (viewer: Viewer, seat: number) =>
    call(
      holdSeatsMutation,
      { session: `tse_${session}`, seats: [`sea_STA.${seat}`], idempotencyKey: newKey() },
      viewer,
    );
  await closed([amy, bob]);
  await service.database.run(sql`update sales_phase set opens_at = ${inHours(-0.5)} where code = ${phase}`);
  expect(await hold(amy, 1)).toMatchObject({ reason: 'NO_SLOT' });
  await run();
  const { slotOpensAt } = await entryOf(amy);
  expect(new Date(slotOpensAt).getTime()).toBeGreaterThan(Date.parse(testNow));
  expect(await hold(amy, 1)).toMatchObject({ reason: 'SLOT_NOT_OPEN', opensAt: slotOpensAt });
  await moveSlots(-1);
  expect(await hold(amy, 1)).toMatchObject({ __typename: 'HoldPlaced' });
  expect(await hold(fan('stranger'), 2)).toMatchObject({ reason: 'NO_SLOT' });
  await moveSlots(-48);
  expect(await hold(bob, 2)).toMatchObject({ reason: 'SLOT_NOT_OPEN', opensAt: null });
});

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Database, sql } from '@games/postgres';
import { createLog } from '@games/service';
import { signedViewerHeaders } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { PositionOutcome } from '../../src/domain/waitingRoom/positionView.ts';
import { createTokenSigner } from '../../src/domain/waitingRoom/signedTokens.ts';
import { createInProcessQueue } from '../../src/memory/waitingRoom/inProcessQueue.ts';
import { createRedisQueue } from '../../src/memory/waitingRoom/redisQueue.ts';
import { createWaitingRooms, type WaitingRooms } from '../../src/memory/waitingRoom/waitingRooms.ts';
import { holdSeatsMutation, newKey, openSaleOf } from '../sale.ts';
import { fan, staff, startTestService, type TestService, testNow } from '../service.ts';
import { draftSession, smallVenue, storeVenue } from '../venue.ts';

const testSecret = 'a secret of tests for the waiting room';
const nowMs = Date.parse(testNow);

let service: TestService;
let database: Database;
beforeAll(async () => {
  service = await startTestService();
  database = service.database;
});
afterAll(() => service.close());

/** Stores a phase of sale with a waiting room that opens `seconds` after the tests' now. */
async function storePhase(code: string, seconds: number, perMinute = 600): Promise<void> {
  await database.run(sql`
    with phase as (
      insert into sales_phase (code, names, kind, opens_at, closes_at, waiting_room)
      values (${code}, '{"en": "Phase"}', 'FIRST_COME', ${new Date(nowMs + seconds * 1_000)},
              ${new Date(nowMs + seconds * 1_000 + 86_400_000)}, true)
      returning id
    )
    insert into waiting_room (phase_id, admissions_per_minute) select id, ${perMinute} from phase`);
}

/** A clock that tests move. */
class Clock {
  atMs = nowMs;
  now = () => new Date(this.atMs);
}

function rooms(clock: Clock, store = createInProcessQueue(), tickMs = 10): WaitingRooms {
  const signer = createTokenSigner(testSecret);
  return createWaitingRooms({ database, clock, store, signer, log: createLog('test'), tickMs });
}

function place(outcome: PositionOutcome): PositionOutcome & { kind: 'Position' } {
  if (outcome.kind !== 'Position') throw new Error(outcome.kind);
  return outcome;
}

/** Waits for the place's turn. */
async function untilAdmitted(waiting: WaitingRooms, clock: Clock, fanId: string, position: string) {
  for (let tries = 0; tries < 500; tries += 1) {
    const outcome = await waiting.find(fanId, position);
    if (outcome.kind === 'Position' && outcome.state === 'ADMITTED') return outcome;
    clock.atMs += 100;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('never admitted');
}

describe('a waiting room', () => {
  test('takes people in before the sale, tells no places until it opens, and admits each account once', async () => {
    await storePhase('GATHER', 60);
    const clock = new Clock();
    const waiting = rooms(clock);
    const first = place(await waiting.join('ann', 'GATHER', null));
    expect(first).toMatchObject({ state: 'WAITING', ahead: null, estimatedSeconds: null, admission: null });
    expect(place(await waiting.join('ann', 'GATHER', null)).position).toBe(first.position);
    expect(place(await waiting.join('ann', 'GATHER', first.position)).position).toBe(first.position);
    // The drawn position is nobody's to read before the room opens.
    const drawn = Buffer.from(first.position, 'base64url').toString('latin1');
    expect(drawn).not.toContain('GATHER');
    expect(drawn).not.toMatch(/\d{6,}/);
    await waiting.join('bob', 'GATHER', null);
    clock.atMs += 61_000;
    const admitted = await untilAdmitted(waiting, clock, 'ann', first.position);
    expect(await waiting.admittedTo('ann', admitted.admission ?? '')).toEqual(['GATHER']);
    expect(await waiting.admittedTo('bob', admitted.admission ?? '')).toEqual([]);
    await waiting.close();
  });

  test('is closed before its time, after its time, and where there is none', async () => {
    await storePhase('LATER', 7_200);
    const clock = new Clock();
    const waiting = rooms(clock);
    const gathersFrom = new Date(nowMs + 7_200_000 - 30 * 60_000);
    expect(await waiting.join('ann', 'LATER', null)).toEqual({ kind: 'NotOpen', gathersFrom });
    expect(await waiting.join('ann', 'NOWHERE', null)).toEqual({ kind: 'NotOpen', gathersFrom: null });
    clock.atMs += 3 * 86_400_000;
    expect(await waiting.join('ann', 'LATER', null)).toEqual({ kind: 'NotOpen', gathersFrom: null });
    await waiting.close();
  });

  test('refuses positions that were changed, made up, or are another account’s', async () => {
    await storePhase('TAMPER', -10);
    const waiting = rooms(new Clock());
    const { position } = place(await waiting.join('ann', 'TAMPER', null));
    const flipped = (at: number): string => {
      const bytes = Buffer.from(position, 'base64url');
      bytes[at] = (bytes[at] as number) ^ 1;
      return bytes.toString('base64url');
    };
    const forged = [
      ...[0, 11, 12, 27, 28, 30].map(flipped),
      position.slice(0, -4),
      `${position}A`,
      '',
      'x'.repeat(5_000),
    ];
    for (const token of forged) {
      expect(await waiting.find('ann', token)).toEqual({ kind: 'PositionRefused' });
      expect(await waiting.join('ann', 'TAMPER', token)).toEqual({ kind: 'PositionRefused' });
    }
    expect(await waiting.find('eve', position)).toEqual({ kind: 'PositionRefused' });
    const admission = createTokenSigner('another secret').sign('admission', ['TAMPER', 'ann', nowMs * 2]);
    expect(await waiting.admittedTo('ann', admission)).toEqual([]);
    expect(await waiting.admittedTo('ann', position)).toEqual([]);
    await waiting.close();
  });

  test('ends an admission after its time, and joining again takes a place at the end', async () => {
    await storePhase('OVER', -10);
    const clock = new Clock();
    const waiting = rooms(clock);
    const { position } = place(await waiting.join('ann', 'OVER', null));
    const admitted = await untilAdmitted(waiting, clock, 'ann', position);
    clock.atMs += 11 * 60_000;
    expect(await waiting.admittedTo('ann', admitted.admission ?? '')).toEqual([]);
    expect(await waiting.find('ann', position)).toMatchObject({ state: 'OVER', admission: null });
    expect(await waiting.join('ann', 'OVER', position)).toMatchObject({ state: 'WAITING' });
    await waiting.close();
  });

  test('tells a watched place whenever it moves, and ends with the admission', async () => {
    await storePhase('WATCH', 1, 1_200);
    const clock = new Clock();
    const waiting = rooms(clock);
    const fans = Array.from({ length: 10 }, (_, index) => `fan-${index}`);
    const places = await Promise.all(fans.map(async (name) => place(await waiting.join(name, 'WATCH', null))));
    const advance = setInterval(() => {
      clock.atMs += 50;
    }, 5);
    const seen = await Promise.all(
      fans.map(async (name, index) => {
        const outcomes: PositionOutcome[] = [];
        const signal = AbortSignal.timeout(10_000);
        for await (const outcome of waiting.watch(name, places[index]?.position ?? '', signal)) outcomes.push(outcome);
        return outcomes.map(place);
      }),
    );
    clearInterval(advance);
    for (const views of seen) {
      expect(views.at(-1)?.state).toBe('ADMITTED');
      const ahead = views.flatMap((view) => (view.ahead === null ? [] : [view.ahead]));
      expect(ahead).toEqual(ahead.toSorted((a, b) => b - a));
    }
    await waiting.close();
  });
});

const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

(hasRedis ? describe : describe.skip)('when Redis is lost', () => {
  let port: number;
  let redis: ChildProcess;

  async function startRedis(): Promise<ChildProcess> {
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'ignore'] });
    for await (const chunk of child.stdout) if (String(chunk).includes('Ready to accept connections')) break;
    child.stdout.resume();
    return child;
  }
  async function kill(child: ChildProcess): Promise<void> {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  beforeAll(async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as { port: number }).port;
    server.close();
  });
  beforeEach(async () => {
    redis = await startRedis();
  });

  test('admission pauses, admissions that were given go on working, and places come back with their positions', async () => {
    await storePhase('LOST', -10, 60);
    const clock = new Clock();
    const waiting = rooms(clock, createRedisQueue(`redis://127.0.0.1:${port}`, 'lost'));
    const fans = Array.from({ length: 20 }, (_, index) => `fan-${index}`);
    const positions = new Map<string, string>();
    for (const name of fans) positions.set(name, place(await waiting.join(name, 'LOST', null)).position);
    const admitted = await untilAdmitted(waiting, clock, 'fan-0', positions.get('fan-0') ?? '');
    const before = await Promise.all(fans.slice(5).map((name) => waiting.find(name, positions.get(name) ?? '')));
    await kill(redis);

    expect(await waiting.find('fan-9', positions.get('fan-9') ?? '')).toEqual({ kind: 'Unavailable' });
    expect(await waiting.join('newcomer', 'LOST', null)).toEqual({ kind: 'Unavailable' });
    expect(await waiting.admittedTo('fan-0', admitted.admission ?? '')).toEqual(['LOST']);
    expect(await waiting.admittedTo('fan-9', admitted.admission ?? '')).toEqual([]);

    redis = await startRedis();
    let again: PositionOutcome[] = [];
    for (let tries = 0; tries < 100 && again.some(({ kind }) => kind !== 'Position') !== false; tries += 1) {
      again = await Promise.all(
        fans
          .slice(5)
          .toReversed()
          .map((name) => waiting.find(name, positions.get(name) ?? '')),
      );
      if (again.every(({ kind }) => kind === 'Position')) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const order = (outcomes: PositionOutcome[]) =>
      outcomes
        .map((outcome) => place(outcome).position)
        .map((token) => fans.find((name) => positions.get(name) === token));
    const sorted = (outcomes: PositionOutcome[]) =>
      order(outcomes.toSorted((a, b) => (place(a).ahead ?? -1) - (place(b).ahead ?? -1)));
    const settled = await Promise.all(fans.slice(5).map((name) => waiting.find(name, positions.get(name) ?? '')));
    expect(sorted(settled)).toEqual(sorted(before));
    await waiting.close();
    await kill(redis);
  });
});

describe('the waiting room in the graph', () => {
  const fieldsFragment = `__typename
    ... on WaitingRoomPlace { state ahead estimatedSeconds position admission admissionExpiresAt room { state phase { code } } }
    ... on Problem { code }`;
  const joinMutation = `mutation ($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) { ${fieldsFragment} } }`;
  const findQuery = `query ($position: String!) { waitingRoomPlace(position: $position) { ${fieldsFragment} } }`;
  const setMutation = `mutation ($input: SetWaitingRoomInput!) { setWaitingRoom(input: $input) {
    __typename ... on WaitingRoomSet { room { admissionsPerMinute admissionMinutes state } } ... on Problem { code } } }`;

  beforeAll(() => storePhase('GRAPH', -10, 6_000));

  test('gives a place to a fan, and the admission when it is due', async () => {
    const { joinWaitingRoom } = await service.ask(joinMutation, { input: { phase: 'GRAPH' } }, fan('ann'));
    expect(joinWaitingRoom).toMatchObject({
      __typename: 'WaitingRoomPlace',
      room: { state: 'OPEN', phase: { code: 'GRAPH' } },
    });
    const { position } = joinWaitingRoom;
    let found = joinWaitingRoom;
    while (found.state === 'WAITING') {
      await new Promise((resolve) => setTimeout(resolve, 100));
      found = (await service.ask(findQuery, { position }, fan('ann'))).waitingRoomPlace;
    }
    expect(found).toMatchObject({ state: 'ADMITTED', ahead: null });
    expect(found.admission).toMatch(/^[A-Za-z0-9_-]{60,}$/);
    expect((await service.ask(findQuery, { position }, fan('eve'))).waitingRoomPlace).toMatchObject({
      code: 'WAITING_ROOM_POSITION_REFUSED',
    });
    expect(await service.codeOf(joinMutation, { input: { phase: 'GRAPH' } })).toBe('UNAUTHENTICATED');
  });

  test('streams the place until the admission', async () => {
    const { position } = (await service.ask(joinMutation, { input: { phase: 'GRAPH' } }, fan('bob'))).joinWaitingRoom;
    const query = `subscription ($position: String!) { waitingRoomPlace(position: $position) { ${fieldsFragment} } }`;
    const response = await fetch(service.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...signedViewerHeaders(fan('bob'), 'ticketing'),
      },
      body: JSON.stringify({ query, variables: { position } }),
    });
    const text = await response.text();
    const events = [...text.matchAll(/^data: (\{.*\})$/gm)].map(
      ([, data]) => JSON.parse(data ?? '{}').data.waitingRoomPlace,
    );
    expect(events.at(-1)).toMatchObject({ state: 'ADMITTED' });
    expect(text).toContain('event: complete');
  });

  test('is what lets a fan hold seats, and nobody else’s admission does', async () => {
    const sessions = await storeVenue(database, smallVenue, [draftSession('QUE-1', smallVenue)]);
    await openSaleOf(database, [...sessions.values()], { code: 'QUEUE', waitingRoom: true });
    let seatNo = 0;
    const hold = async (name: string, admission: string | null) => {
      seatNo += 1;
      const input = { session: 'tse_QUE-1', seats: [`sea_STA.${seatNo}`], admission, idempotencyKey: newKey() };
      return (await service.ask(holdSeatsMutation, { input }, fan(name))).holdSeats;
    };
    let place = (await service.ask(joinMutation, { input: { phase: 'QUEUE' } }, fan('cat'))).joinWaitingRoom;
    while (place.state === 'WAITING') {
      await new Promise((resolve) => setTimeout(resolve, 100));
      place = (await service.ask(findQuery, { position: place.position }, fan('cat'))).waitingRoomPlace;
    }
    expect(await hold('cat', null)).toMatchObject({ __typename: 'NotOnSale', reason: 'ADMISSION_REQUIRED' });
    expect(await hold('dog', place.admission)).toMatchObject({ __typename: 'NotOnSale', reason: 'ADMISSION_REQUIRED' });
    expect(await hold('cat', place.position)).toMatchObject({ __typename: 'NotOnSale', reason: 'ADMISSION_REQUIRED' });
    expect(await hold('cat', place.admission)).toMatchObject({ __typename: 'HoldPlaced' });
  });

  test('is set by staff, within bounds', async () => {
    const set = async (input: object) =>
      (await service.ask(setMutation, { input: { phase: 'GRAPH', ...input } }, staff)).setWaitingRoom;
    expect(await set({ admissionsPerMinute: 90, paused: true })).toMatchObject({
      room: { admissionsPerMinute: 90, state: 'PAUSED' },
    });
    expect(await set({ paused: false })).toMatchObject({ room: { admissionsPerMinute: 90, state: 'OPEN' } });
    expect(await set({ phase: 'NOWHERE' })).toMatchObject({ code: 'WAITING_ROOM_NOT_FOUND' });
    expect(await service.codeOf(setMutation, { input: { phase: 'GRAPH', admissionsPerMinute: 0 } }, staff)).toBe(
      'BAD_USER_INPUT',
    );
    expect(await service.codeOf(setMutation, { input: { phase: 'GRAPH' } }, fan('ann'))).toBe('FORBIDDEN');
  });
});

import { randomUUID } from 'node:crypto';
import { redisModes } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createInProcessQueue } from '../../src/memory/waitingRoom/inProcessQueue.ts';
import { type Joining, lateFrom, type QueueStore } from '../../src/memory/waitingRoom/queueStore.ts';
import { createRedisQueue } from '../../src/memory/waitingRoom/redisQueue.ts';

const opensAtMs = Date.parse('2028-05-01T10:00:00Z');
const forgetAtMs = Date.now() + 3_600_000;
const beforeMs = opensAtMs - 60_000;

/** Chance from a seed (mulberry32), so that a test that fails fails again. */
function seededChance(seed: number): (below: number) => number {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return (below) => Math.floor(((next() * 4_294_967_296 + next()) / 4_294_967_296) * below);
}

const joining = (nowMs: number, chance: number, proven: number | null = null): Joining => ({
  nowMs,
  opensAtMs: opensAtMs,
  chance,
  proven,
  forgetAtMs: forgetAtMs,
});
const pace = (nowMs: number, perMinute = 60, paused = false) => ({
  nowMs,
  opensAtMs: opensAtMs,
  perMinute,
  paused,
  forgetAtMs: forgetAtMs,
});

/** Spearman's rank correlation of arrival (0, 1, 2, …) and position: 1 is first come first served, 0 is chance. */
function rankCorrelation(positions: readonly number[]): number {
  const n = positions.length;
  const squares = positions.reduce((sum, position, arrival) => sum + (position - arrival) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

/** Chi-square of how the tenths of arrival share the best tenth of the positions: 9 degrees of freedom. */
function chiSquareOfTenths(positions: readonly number[]): number {
  const tenth = positions.length / 10;
  const counts = new Array<number>(10).fill(0);
  for (const [arrival, position] of positions.entries()) {
    if (position < tenth) counts[Math.floor(arrival / tenth)] = (counts[Math.floor(arrival / tenth)] ?? 0) + 1;
  }
  return counts.reduce((sum, count) => sum + (count - tenth / 10) ** 2 / (tenth / 10), 0);
}

const fansCount = 5_000;
/** Four standard deviations of Spearman's coefficient under independence. */
const correlationMax = 4 / Math.sqrt(fansCount - 1);
/** The value of chi-square with 9 degrees of freedom that chance exceeds once in a thousand. */
const chiSquareMax = 27.88;

describe.each(redisModes())('a queue $mode', ({ redisUrl }) => {
  let store: QueueStore;
  const open = () => (redisUrl ? createRedisQueue(redisUrl, 'test') : createInProcessQueue());
  beforeAll(() => {
    store = open();
  });
  afterAll(() => store.close());

  /** Lets fans come one after the other before the opening; returns the position of each in the order of coming. */
  async function positionsOf(room: string, chance: (below: number, arrival: number) => number): Promise<number[]> {
    const ahead: number[] = [];
    for (let arrival = 0; arrival < fansCount; arrival += 500) {
      const group = Array.from({ length: 500 }, (_, index) => arrival + index);
      await Promise.all(group.map((fan) => store.join(room, `fan-${fan}`, joining(beforeMs, chance(lateFrom, fan)))));
    }
    for (let arrival = 0; arrival < fansCount; arrival += 500) {
      const group = Array.from({ length: 500 }, (_, index) => arrival + index);
      const statuses = await Promise.all(group.map((fan) => store.find(room, `fan-${fan}`, opensAtMs)));
      ahead.push(...statuses.map((status) => (status?.kind === 'waiting' ? status.ahead : Number.NaN)));
    }
    return ahead;
  }

  test('gives positions at random to all who are there at the opening, whenever they came', async () => {
    const positions = await positionsOf(randomUUID(), seededChance(20280714));
    expect(positions.toSorted((a, b) => a - b)).toEqual(Array.from({ length: fansCount }, (_, position) => position));
    expect(Math.abs(rankCorrelation(positions))).toBeLessThan(correlationMax);
    expect(chiSquareOfTenths(positions)).toBeLessThan(chiSquareMax);
  });

  test('would be seen to be unfair if it went by arrival', async () => {
    const positions = await positionsOf(randomUUID(), (_below, arrival) => arrival);
    expect(rankCorrelation(positions)).toBeGreaterThan(correlationMax);
    expect(chiSquareOfTenths(positions)).toBeGreaterThan(chiSquareMax);
  });

  test('puts latecomers behind, in the order of coming', async () => {
    const room = randomUUID();
    const chance = seededChance(1);
    for (const fan of ['a', 'b', 'c']) await store.join(room, fan, joining(beforeMs, chance(lateFrom)));
    for (const fan of ['late-1', 'late-2', 'late-3']) await store.join(room, fan, joining(opensAtMs, 0));
    const ahead = async (fan: string) => {
      const status = await store.find(room, fan, opensAtMs);
      return status?.kind === 'waiting' ? status.ahead : null;
    };
    expect([await ahead('late-1'), await ahead('late-2'), await ahead('late-3')]).toEqual([3, 4, 5]);
  });

  test('gives an account one position, whatever it tries', async () => {
    const room = randomUUID();
    const first = await store.join(room, 'ann', joining(beforeMs, 500));
    for (const chance of [0, 1, 499]) expect(await store.join(room, 'ann', joining(beforeMs, chance))).toEqual(first);
    expect(await store.join(room, 'ann', joining(opensAtMs + 1, 0))).toEqual(first);
    expect(await store.join(room, 'ann', joining(opensAtMs + 1, 0, 0))).toEqual(first);
  });

  test('calls at its pace, not before the opening, and not while it is paused', async () => {
    const room = randomUUID();
    for (let fan = 0; fan < 30; fan += 1) await store.join(room, `fan-${fan}`, joining(beforeMs, fan));
    const called = async (secondsAfter: number, paused = false) =>
      (await store.call(room, pace(opensAtMs + secondsAfter * 1_000, 120, paused))).called;
    expect([await called(-5), await called(0), await called(1), await called(2)]).toEqual([0, 0, 2, 4]);
    expect([await called(3, true), await called(4, true), await called(5)]).toEqual([4, 4, 6]);
    expect(await store.find(room, 'fan-0', opensAtMs + 3_000)).toEqual({
      kind: 'called',
      heardAtMs: opensAtMs + 3_000,
    });
    expect(await store.find(room, 'fan-0', opensAtMs + 9_000)).toEqual({
      kind: 'called',
      heardAtMs: opensAtMs + 3_000,
    });
    expect(await store.find(room, 'fan-6', opensAtMs + 9_000)).toMatchObject({ kind: 'waiting', ahead: 0 });
  });

  test('lets nobody through in a flood after a silence, and saves up no turns that nobody took', async () => {
    const room = randomUUID();
    await store.call(room, pace(opensAtMs, 60));
    await store.call(room, pace(opensAtMs + 4_000, 60));
    for (let fan = 0; fan < 100; fan += 1) await store.join(room, `fan-${fan}`, joining(opensAtMs + 4_000, 0));
    expect((await store.call(room, pace(opensAtMs + 5_000, 60))).called).toBeLessThanOrEqual(2);
    const after = (await store.call(room, pace(opensAtMs + 3_600_000, 60))).called;
    expect(after).toBeLessThanOrEqual(7);
  });

  test('goes on calling at its pace when the clock was set back, as when a demonstration is started again', async () => {
    const room = randomUUID();
    const later = opensAtMs + 3_600_000;
    await store.call(room, pace(later));
    for (let fan = 0; fan < 10; fan += 1) await store.join(room, `fan-${fan}`, joining(later, 0));
    expect((await store.call(room, pace(opensAtMs + 1_000))).called).toBe(0);
    expect((await store.call(room, pace(opensAtMs + 4_000))).called).toBe(3);
  });

  test('takes a position again that it has lost, from what the fan can prove, and others behind', async () => {
    const [before, after] = [randomUUID(), randomUUID()];
    const fans = ['a', 'b', 'c', 'd'];
    const chance = seededChance(7);
    const positions = new Map<string, number>();
    for (const fan of fans) {
      const status = await store.join(before, fan, joining(beforeMs, chance(lateFrom)));
      if (status.kind === 'waiting') positions.set(fan, status.position);
    }
    // The store has lost everything: another room stands for it. They come back in any order.
    await store.join(after, 'stranger', joining(opensAtMs, 0));
    for (const fan of fans.toReversed()) await store.join(after, fan, joining(opensAtMs, 0, positions.get(fan)));
    const order = async (room: string, members: string[]) => {
      const ahead = await Promise.all(members.map((fan) => store.find(room, fan, opensAtMs)));
      return ahead.map((status) => (status?.kind === 'waiting' ? status.ahead : null));
    };
    expect(await order(after, fans)).toEqual(await order(before, fans));
    expect(await order(after, ['stranger'])).toEqual([4]);
  });

  test('shared by two processes calls as many as one would', async () => {
    const room = randomUUID();
    const other = redisUrl ? open() : store;
    for (let fan = 0; fan < 200; fan += 1) await store.join(room, `fan-${fan}`, joining(beforeMs, fan));
    let called = 0;
    for (let second = 0; second <= 10; second += 1) {
      const now = pace(opensAtMs + second * 1_000, 600);
      const counts = await Promise.all([store.call(room, now), other.call(room, now)]);
      called = Math.max(called, ...counts.map((count) => count.called));
    }
    if (other !== store) await other.close();
    expect(called).toBe(100);
  });
});

import { readNamedOperations } from '@games/schema';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, type Credentials } from '../src/ask.ts';
import { runGames } from '../src/games.ts';
import { readMetric } from '../src/metrics.ts';
import { copySeededFolder } from '../src/seededFolder.ts';
import { freePorts, metricsPortOffset, type RunningStack, runStart, type Stack, smallScale } from '../src/stack.ts';
import {
  overEvents,
  overEventsThatBreak,
  overMultipart,
  overSocket,
  overSocketThatBreaks,
  type Received,
  type Subscribe,
} from '../src/subscribe.ts';

/** Four hundred seconds of the Games in one: the evening's 75 minutes take some eleven. */
const speed = '400';

/** The high jump final, in the middle of which the evening begins, and a swimming final that is under protest then. */
const highJump = 'ATHMHJ----------------FNL-000100--';
const butterfly = 'SWIW100MFL------------FNL-000100--';

/** How far results are: while the jumpers jump, both names of "not finished" come and go. */
const statusOrder = [['LIVE', 'INTERMEDIATE'], ['UNOFFICIAL'], ['OFFICIAL']];
const progressOf = (status: string): number => statusOrder.findIndex((names) => names.includes(status));

let stack: Stack;
let running: RunningStack;
let partner: Credentials;
let metricsUrl: string;

const document = (name: string): string =>
  readNamedOperations().find((operation) => operation.name === name)?.document ?? '';
const follow = (subscribe: Subscribe, name: string, variables: Record<string, unknown>): Received =>
  subscribe({ url: running.gatewayUrl, query: document(name), variables, credentials: partner });
const followUnit = (subscribe: Subscribe, code: string): Received => follow(subscribe, 'UnitUpdates', { code });
const gauge = (name: string): Promise<number> => readMetric(metricsUrl, `games_gateway_${name}`);
const play = async (from: string, to: string) => {
  const end = await runGames(stack.folder, ['simulate', '--from', from, '--until', to, '--speed', speed, '--json']);
  if (end.code !== 0) throw new Error(end.stderr + end.stdout);
  return JSON.parse(end.stdout);
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
const units = ({ events }: Received): readonly any[] => events.map(({ data }) => data.unitUpdated);
// biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
const tables = ({ events }: Received): readonly any[] => events.map(({ data }) => data.medalTableUpdated);

/** Those who follow the whole evening, and those whose connection breaks in the middle of it. */
interface Followers {
  readonly events: Received;
  readonly socket: Received;
  readonly protest: Received;
  readonly medals: Received;
  readonly breaking: readonly Received[];
}

let followers: Followers;
let openBeforeTheBreak: readonly number[];
let openAfterTheBreak: readonly number[];
let sent: number;

const counts = async (): Promise<readonly number[]> =>
  Promise.all(['subscriptions_open', 'subscription_topics', 'websockets_open'].map(gauge));

beforeAll(async () => {
  const port = await freePorts();
  const { folder } = await copySeededFolder();
  const metricsPort = port + metricsPortOffset;
  stack = runStart([...smallScale, '--port', String(port)], { folder, env: { METRICS_PORT: String(metricsPort) } });
  metricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  running = await stack.ready;
  partner = { key: running.partnerKey };

  followers = {
    events: followUnit(overEvents, highJump),
    socket: followUnit(overSocket, highJump),
    protest: followUnit(overEvents, butterfly),
    medals: follow(overMultipart, 'MedalTableUpdates', {}),
    breaking: [followUnit(overEventsThatBreak, highJump), followUnit(overSocketThatBreaks, highJump)],
  };
  const all = [followers.events, followers.socket, followers.protest, followers.medals, ...followers.breaking];
  await until('everybody sees how things stand', () => all.every(({ events }) => events.length > 0));
  const first = await play('19:30', '19:50');
  await until('those who will break off have seen the jumpers', () =>
    followers.breaking.every((received) => units(received).at(-1)?.result.version >= 5),
  );
  openBeforeTheBreak = await counts();
  for (const { stop } of followers.breaking) stop();
  await until('the gateway has noticed who broke off', async () => (await gauge('subscriptions_open')) === 4);
  openAfterTheBreak = await counts();
  const second = await play('19:50', '20:45');
  sent = first.sent + second.sent - second.known;
  await until('all that was sent is applied', async () => {
    const query = '{ feedStatus { waitingCount failedCount } }';
    const { data } = await ask(running.gatewayUrl, query, {}, { token: running.staffToken });
    return data.feedStatus.waitingCount === 0;
  });
});
afterAll(() => stack.remove());

describe('an evening of the Games that is played live', () => {
  test('was sent to the end', () => {
    expect(sent).toBeGreaterThan(80);
  });

  test('shows a final version by version, in their order, until its result is official', async () => {
    await until('the official result', () => units(followers.events).at(-1).resultStatus === 'OFFICIAL');
    const seen = units(followers.events);
    const versions: number[] = seen.map(({ result }) => result.version);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    // The jumpers have seven versions more that evening; the service may have taken some of them together.
    expect(new Set(versions).size).toBeGreaterThanOrEqual(4);
    expect(seen[0]).toMatchObject({ status: 'RUNNING', live: true });
    const course = seen.map(({ resultStatus }) => progressOf(resultStatus));
    expect(course).toEqual(course.toSorted((a, b) => a - b));
    expect(course).not.toContain(-1);
    expect(seen.at(-1)).toMatchObject({ status: 'FINISHED', resultStatus: 'OFFICIAL', live: false, current: null });
    expect(seen.at(-1).result.provenance.missingVersions).toEqual([]);
    expect(followers.events.faults).toEqual([]);
  });

  test('is the same over Server-Sent Events and over a WebSocket', async () => {
    const { events, socket } = followers;
    await until('as many events', () => socket.events.length === events.events.length);
    expect(followers.socket.events).toEqual(followers.events.events);
    expect(followers.socket.faults).toEqual([]);
  });

  test('ends with what a query answers then', async () => {
    const query = document('UnitUpdates').replace('subscription ', 'query ').replace('unitUpdated(', 'unit(');
    const { data, errors } = await ask(running.gatewayUrl, query, { code: highJump }, partner);
    expect(errors).toBeUndefined();
    expect(data.unit).toEqual(units(followers.events).at(-1));
  });

  test('turns a protest into a corrected result that says what changed and why', async () => {
    const seen = units(followers.protest);
    expect(seen[0]).toMatchObject({ resultStatus: 'PROTESTED' });
    expect(seen.at(-1)).toMatchObject({ resultStatus: 'OFFICIAL' });
    const [before, after] = [seen[0].result, seen.at(-1).result];
    expect(after.version).toBeGreaterThan(before.version);
    const query = `query ($code: String!) { unit(code: $code) { corrections {
      fromVersion toVersion notes { text } changes { competitorName field before after } } } }`;
    const { data } = await ask(running.gatewayUrl, query, { code: butterfly }, partner);
    const correction = data.unit.corrections.find(
      ({ toVersion }: { toVersion: number }) => toVersion === after.version,
    );
    expect(correction.notes.length).toBeGreaterThan(0);
    expect(correction.changes.length).toBeGreaterThan(0);
    // What the correction names is what differs between what the subscriber saw first and last.
    for (const { competitorName, field, after: now } of correction.changes) {
      const row = after.results.nodes.find(
        (result: { competitor: { name: string } }) => result.competitor.name === competitorName,
      );
      if (field === 'RANK') expect(String(row.rank ?? '')).toBe(now ?? '');
      if (field === 'INVALID_RESULT_MARK') expect(row.invalidResultMark).toBe(now);
    }
  });

  test('fills the medal table event by event, and it agrees with the organiser in the end', async () => {
    const query = '{ medalTable { decidedEventCount standings(first: 100) { nodes { id rank total } } } }';
    const last = await until('the subscriber and a query say the same', async () => {
      const { data } = await ask(running.gatewayUrl, query, {}, partner);
      const table = tables(followers.medals).at(-1);
      return table.decidedEventCount === data.medalTable.decidedEventCount ? [table, data.medalTable] : null;
    });
    expect(last[0].standings.nodes).toMatchObject(last[1].standings.nodes);
    await until(
      'the organiser has reported the same',
      () => tables(followers.medals).at(-1).reconciliation.outcome === 'AGREES',
    );
    const decided: number[] = tables(followers.medals).map(({ decidedEventCount }) => decidedEventCount);
    expect(decided).toEqual(decided.toSorted((a, b) => a - b));
    // Four events are decided that evening; the service may have taken some of them together.
    expect((decided.at(-1) ?? 0) - (decided[0] ?? 0)).toBe(4);
    expect(new Set(decided).size).toBeGreaterThanOrEqual(3);
  });
});

describe('a subscriber', () => {
  test('who comes later gets how things stand at once, as the first one did', async () => {
    for (const subscribe of [overEvents, overSocket, overMultipart]) {
      const late = followUnit(subscribe, highJump);
      await until('the late one has an event', () => late.events.length > 0);
      expect(late.events[0]).toEqual(followers.events.events.at(-1));
      late.stop();
    }
  });

  test('of a unit that is not there is told so', async () => {
    const lost = followUnit(overEvents, `${highJump.slice(0, -4)}99--`);
    await until('an answer', () => lost.faults.length + lost.events.length > 0);
    expect(JSON.stringify([lost.events, lost.faults])).toContain('NOT_FOUND');
    lost.stop();
  });

  test('shares the work with all who ask the same, and leaves nothing behind when the connection breaks', () => {
    expect(openBeforeTheBreak).toEqual([6, 3, 2]);
    expect(openAfterTheBreak).toEqual([4, 3, 1]);
  });

  test('is forgotten when it has stopped, on every transport', async () => {
    const { events, socket, protest, medals } = followers;
    for (const { stop } of [events, socket, protest, medals]) stop();
    await until('nothing is left', async () => (await counts()).every((count) => count === 0));
    expect(await counts()).toEqual([0, 0, 0]);
  });
});

import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { createWorld, odfStream } from '@games/demonstration';
import { createDevelopmentIssuer } from '@games/gateway';
import { openDatabase, sql, withDatabaseName } from '@games/postgres';
import { subgraphNames } from '@games/schema';
import { createRedisServer, hasRedisServer, type RedisServer, until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, type Credentials } from '../src/ask.ts';
import { startGames } from '../src/games.ts';
import { type Load, type LoadedOperation, type Sample, startLoad } from '../src/load.ts';
import { readMetric } from '../src/metrics.ts';
import { namedLoad } from '../src/namedLoad.ts';
import { seatsOnSale } from '../src/onSale.ts';
import { type GamesInParts, startParts } from '../src/parts.ts';
import { freePorts } from '../src/stack.ts';

const perSecond = 10;

const isPossible = hasRedisServer();
if (!isPossible)
  process.stderr.write('Skipped: two processes of each service need Redis, and there is no redis-server.\n');

let redis: RedisServer;
let games: GamesInParts;
let operations: readonly LoadedOperation[];
let load: Load;

const faultsOf = (samples: readonly Sample[]): readonly string[] =>
  samples
    .filter(({ answer }) => answer === null || answer.status !== 200 || answer.errors !== undefined)
    .map(({ operation, answer, failure }) => `${operation}: ${failure ?? JSON.stringify(answer?.errors?.slice(0, 2))}`);

(isPossible ? describe : describe.skip)('with two processes of each service behind a balancer', () => {
  beforeAll(async () => {
    redis = createRedisServer((await freePorts()) + 7);
    await redis.start();
    games = await startParts({
      processesOfEach: 2,
      redisUrl: redis.url,
      // Rate limits are counted in Redis, so that every request meets its loss.
      gatewayEnv: { RESPONSE_CACHE_BYTES: '0', RATE_LIMIT: '1000000' },
    });
    operations = await namedLoad(games.gatewayUrl, games.access);
    load = startLoad(games.gatewayUrl, operations, perSecond);
  });
  afterAll(async () => {
    await load?.stop();
    await games?.close();
    await redis?.kill();
  });
  beforeEach(async () => {
    await until('every operation is answered in full', async () => faultsOf(await load.next(14)).length === 0);
  });

  test('one of the two can be killed, whichever service it is of, and nobody notices', async () => {
    for (const name of subgraphNames) {
      const meanwhile = load.next(20);
      await games.services[name].stop('SIGKILL', 0);
      expect([name, faultsOf(await meanwhile)]).toEqual([name, []]);
      await games.services[name].start();
    }
  });

  test('each can be told to end and be started again, one after the other, and nobody notices', async () => {
    for (const name of subgraphNames) {
      for (const process of [0, 1]) {
        const meanwhile = load.next(12);
        expect([name, await games.services[name].stop('SIGTERM', process)]).toEqual([name, [0]]);
        await games.services[name].start();
        expect([name, faultsOf(await meanwhile)]).toEqual([name, []]);
      }
    }
  });

  test('losing Redis stops the queue alone, and a place in it outlives the loss', async () => {
    const fan = await fanOf('queuing-fan');
    const { joinWaitingRoom: joined } = (await mutate(fan, joinMutation, { phase: 'LATE-RELEASE' })).data;
    expect(joined).toMatchObject({ __typename: 'WaitingRoomPlace', state: 'WAITING' });
    const place = async () =>
      (await ask(games.gatewayUrl, placeQuery, { position: joined.position }, fan)).data.waitingRoomPlace;

    const meanwhile = load.next(30);
    await redis.kill();
    expect(faultsOf(await meanwhile)).toEqual([]);
    const away = await place();
    expect(away).toMatchObject({ __typename: 'WaitingRoomUnavailable', code: 'WAITING_ROOM_UNAVAILABLE' });
    expect(away.retryAfterSeconds).toBeGreaterThan(0);
    expect(await holdSomething(fan)).toBe('HoldPlaced');

    await redis.start();
    const back = await until('the queue answers again', async () => {
      const found = await place();
      return found.__typename === 'WaitingRoomPlace' ? found : null;
    });
    expect(back).toMatchObject({ state: 'WAITING', position: joined.position });
  });

  test('results sent while processes of their service are ended and killed are all there afterwards, once and in order', async () => {
    const evening = ['--from', '19:30', '--until', '20:45', '--scale', 'small', '--json'];
    const endpoint = new URL('/odf', games.services.competition.url).href;
    const key = ['--endpoint', endpoint, '--key', games.access.odfApiKey];
    const sending = startGames(games.folder, ['simulate', '--speed', '600', ...evening, ...key]);
    for (const [process, signal] of [
      [0, 'SIGTERM'],
      [1, 'SIGKILL'],
      [0, 'SIGKILL'],
      [1, 'SIGTERM'],
    ] as const) {
      await games.services.competition.stop(signal, process);
      await games.services.competition.start();
    }
    const end = await sending.ended;
    expect([end.code, end.stderr.replace(/ *messages: done\n/, '')]).toEqual([0, '']);
    const sent = JSON.parse(end.stdout);
    expect(sent).toMatchObject({ complete: true, refused: [] });

    expect(await settledFeed()).toMatchObject({ failedCount: 0, gaps: [] });
    const again = startGames(games.folder, ['simulate', '--speed', 'max', ...evening, ...key]);
    expect(JSON.parse((await again.ended).stdout)).toMatchObject({ sent: sent.total, known: sent.total });
  });

  test('an ingest endpoint that is told to end finishes the messages that it has taken', async () => {
    const { competition } = games.services;
    const messages = laterMessages(6);
    const lock = await lockMessages();
    let answers: Promise<readonly number[]>;
    let ends: Promise<readonly (number | null)[]>;
    try {
      const taken = messages.map((xml) => send(competition.url, xml));
      answers = Promise.all(taken.map(({ status }) => status));
      await Promise.all(taken.map(({ isTaken }) => isTaken));
      ends = competition.stop('SIGTERM');
      await until('the endpoint is closed', () =>
        send(competition.url, messages[0] as string).isTaken.then(
          () => false,
          () => true,
        ),
      );
    } finally {
      await lock.release();
    }
    expect(await answers).toEqual(messages.map(() => 200));
    expect(await ends).toEqual([0, 0]);
    await competition.start();
    expect(await settledFeed()).toMatchObject({ failedCount: 0 });
    expect(await lock.stored()).toBe(messages.length);
  });

  test('a gateway that is told to end finishes every operation under way, and takes no more', async () => {
    await load.stop();
    const front = operations.filter(({ name }) => ['StoreFront', 'ProductPage', 'PickupAtVenue'].includes(name));
    const inFlight = (): Promise<number> => readMetric(games.metricsUrl, 'games_gateway_requests_in_flight');
    games.services.store.signal('SIGSTOP');
    const answers = front.flatMap(({ document, variables, credentials }) =>
      variables.slice(0, 4).map((one) => ask(games.gatewayUrl, document, one as Record<string, unknown>, credentials)),
    );
    await until('all of them are under way', async () => (await inFlight()) >= answers.length);
    const ended = games.gateway.stop('SIGTERM');
    await until('the gateway takes no more', () =>
      fetch(new URL('/health/live', games.gatewayUrl)).then(
        () => false,
        () => true,
      ),
    );
    games.services.store.signal('SIGCONT');
    for (const { status, data, errors } of await Promise.all(answers)) {
      expect([status, errors]).toEqual([200, undefined]);
      expect(Object.values(data).every((root) => root !== null)).toBe(true);
    }
    expect(await ended).toBe(0);
  });
});

const joinMutation = `mutation ($input: JoinWaitingRoomInput!) { joinWaitingRoom(input: $input) {
  __typename ... on WaitingRoomPlace { state position } ... on Problem { code } } }`;
const placeQuery = `query ($position: String!) { waitingRoomPlace(position: $position) {
  __typename ... on WaitingRoomPlace { state position } ... on WaitingRoomUnavailable { code retryAfterSeconds } } }`;

const mutate = (credentials: Credentials, document: string, input: object) =>
  ask(games.gatewayUrl, document, { input }, credentials);

async function fanOf(subject: string): Promise<Credentials> {
  const issuer = await createDevelopmentIssuer(join(games.folder, 'issuer'));
  return { token: await issuer.issue({ kind: 'fan', subject, country: 'FR' }) };
}

/** Holds two places of some session that is on open sale; returns the outcome. */
async function holdSomething(fan: Credentials): Promise<string> {
  const hold = 'mutation ($input: HoldBestSeatsInput!) { holdBestSeats(input: $input) { __typename } }';
  const input = { ...(await seatsOnSale(games.gatewayUrl, fan)), idempotencyKey: 'held-without-the-queue' };
  const answer = await mutate(fan, hold, input);
  return answer.data?.holdBestSeats.__typename ?? JSON.stringify(answer.errors);
}

/** How the feed stands when everything that was stored is applied. It is asked again while competition is just starting. */
function settledFeed() {
  const query = '{ feedStatus { waitingCount failedCount gaps { __typename } } }';
  return until('everything that was stored is applied', async () => {
    const { data } = await ask(games.gatewayUrl, query, {}, { token: games.access.staffToken });
    return data?.feedStatus?.waitingCount === 0 ? data.feedStatus : null;
  });
}

/** Results messages of the next day, which nobody has sent yet. */
function laterMessages(count: number): readonly string[] {
  const reportedUntil = new Date('2028-07-22T19:30:00-07:00');
  const [from, until] = [new Date('2028-07-23T09:00:00-07:00'), new Date('2028-07-23T12:00:00-07:00')];
  const messages = [...odfStream(createWorld({ scale: 'small' }), { reportedUntil, from, until })];
  return messages
    .filter(({ header }) => header.documentType === 'DT_RESULT')
    .slice(0, count)
    .map(({ xml }) => xml);
}

/** Sends a message to the ingest endpoint: when it has begun to take it, and the status of its answer. Both reject without one. */
function send(service: string, xml: string): { readonly isTaken: Promise<void>; readonly status: Promise<number> } {
  const headers = { 'x-api-key': games.access.odfApiKey, expect: '100-continue', connection: 'close' };
  const request = httpRequest(new URL('/odf', service), { method: 'POST', headers });
  const isTaken = new Promise<void>((resolve, reject) => {
    request.once('continue', () => {
      request.end(xml);
      resolve();
    });
    request.once('error', reject);
  });
  const status = new Promise<number>((resolve, reject) => {
    request.once('response', (response) => response.resume().once('end', () => resolve(response.statusCode ?? 0)));
    request.once('error', reject);
  });
  status.catch(() => {});
  request.flushHeaders();
  return { isTaken, status };
}

/** Keeps everybody else from storing messages until it is released. */
async function lockMessages() {
  const url = withDatabaseName(games.postgresUrl(), 'games_competition');
  const database = openDatabase({ url, poolSize: 3, statementTimeoutMs: 180_000 });
  const released = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const { before } = await database.one<{ before: bigint }>(sql`select count(*) as before from message`);
  const held = database.transaction(async (tx) => {
    await tx.run(sql`lock table message in exclusive mode`);
    locked.resolve();
    await released.promise;
  });
  await Promise.race([locked.promise, held]);
  return {
    release: async (): Promise<void> => {
      released.resolve();
      await held;
    },
    /** Messages that were stored since the lock was taken. Ends everything. */
    stored: async (): Promise<number> => {
      const { after } = await database.one<{ after: bigint }>(sql`select count(*) as after from message`);
      await database.close();
      return Number(after - before);
    },
  };
}

import { type AddressInfo, createServer } from 'node:net';
import { competition as definition, migrations } from '@games/competition';

import { seed } from '@games/competition/seed';

import { createWorld } from '@games/demonstration';
import { sql } from '@games/postgres';
import { readConfig } from '@games/service';
import { type Subgraph, startSubgraph } from '@games/subgraph';
import { createTestDatabase, type TestDatabase, testViewerSecret } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type SimulateOptions, type SimulationProgress, simulate } from '../src/simulate/simulate.ts';

const key = 'a key of tests only';
const evening = { scale: 'small', day: '2028-07-22', from: '19:30', speed: Number.POSITIVE_INFINITY, key } as const;

let store: TestDatabase;
let competition: Subgraph;
let endpoints: SimulateOptions['endpoints'];

const start = (port: number) =>
  startSubgraph(
    definition,
    readConfig(definition.config, {}, { databaseUrl: store.url, viewerSecret: testViewerSecret, odfApiKey: key, port }),
  );

beforeAll(async () => {
  store = await createTestDatabase(...migrations);
  await seed(store.database, createWorld({ scale: 'small' }), () => {});
  competition = await start(0);
  endpoints = { competition: new URL('/odf', competition.url).href };
});

afterAll(async () => {
  await competition?.close();
  await store?.drop();
});

describe('games simulate', () => {
  test('a run that is stopped goes on where it stopped, and a third one has nothing new to say', async () => {
    const stop = new AbortController();
    const stopped = await simulate({
      ...evening,
      endpoints,
      signal: stop.signal,
      onProgress: ({ done }) => done === 25 && stop.abort(),
    });
    expect(stopped).toMatchObject({ sent: 25, known: 0, complete: false, refused: [] });

    const seen: SimulationProgress[] = [];
    const resumed = await simulate({ ...evening, endpoints, onProgress: (progress) => seen.push(progress) });
    expect(resumed).toMatchObject({ sent: stopped.total, known: 25, complete: true, refused: [] });
    expect(seen.at(-1)).toMatchObject({ done: stopped.total, total: stopped.total });

    const again = await simulate({ ...evening, endpoints });
    expect(again).toMatchObject({ sent: stopped.total, known: stopped.total, complete: true });
  });

  test('what was sent has been applied: the evening is over, no version is missing, no change was unexpected', async () => {
    await applied();
    const unit = 'SWIW100MFL------------FNL-000100--';
    const rows = await store.database.many<{ machine: string; status: string }>(sql`
      select machine, to_status as status from status_change where unit_code = ${unit} order by id`);
    expect(rows.filter(({ machine }) => machine === 'SCHEDULE').at(-1)?.status).toBe('FINISHED');
    expect(rows.filter(({ machine }) => machine === 'RESULT').at(-1)?.status).toBe('OFFICIAL');
    const issues = await store.database.many(sql`select code, detail from message_issue`);
    expect(issues).toEqual([]);
    const gaps = await store.database.many(sql`
      select document_id from message group by document_id having max(version) <> count(distinct version)`);
    expect(gaps).toEqual([]);
  });

  test('a later day is played after what lies between has been caught up with', async () => {
    const summary = await simulate({ ...evening, day: '2028-07-23', from: '09:00', until: '10:00', endpoints });
    expect(summary).toMatchObject({ complete: true, refused: [] });
    expect(summary.known).toBeLessThan(summary.sent);
  });

  test('a service that is away for a moment gets its messages when it is back', async () => {
    const port = await freePort();
    await competition.close();
    const away = { competition: `http://127.0.0.1:${port}/odf` };
    const run = simulate({ ...evening, day: '2028-07-23', from: '10:00', until: '11:00', endpoints: away });
    competition = await start(port);
    expect(await run).toMatchObject({ complete: true, refused: [] });
    endpoints = away;
  });

  test('the clock of the Games runs as fast as it is told to', async () => {
    const speed = 3600;
    const stretch = { ...evening, day: '2028-07-23', from: '14:00', until: '16:00', speed, endpoints };
    const times: { readonly at: number; readonly real: number }[] = [];
    await simulate({
      ...stretch,
      onProgress: ({ at }) => {
        if (at >= new Date('2028-07-23T14:00:00-07:00')) times.push({ at: at.getTime(), real: performance.now() });
      },
    });
    const [first, last] = [times[0], times.at(-1)];
    if (!first || !last) throw new Error('nothing was sent');
    expect(last.real - first.real).toBeGreaterThanOrEqual((last.at - first.at) / speed - 5);
  });

  test('a wrong key is reported with each message that was refused for it', async () => {
    const summary = await simulate({
      ...evening,
      day: '2028-07-25',
      from: '09:00',
      until: '09:20',
      key: 'wrong',
      endpoints,
    });
    expect(summary.refused[0]?.reason).toMatch(/UNAUTHENTICATED/);
  });

  test('a database that was seeded up to another moment is recognised before anything is spoilt', async () => {
    const reportedUntil = new Date('2028-07-22T12:00:00-07:00');
    await expect(simulate({ ...evening, from: '12:00', until: '19:00', reportedUntil, endpoints })).rejects.toThrow(
      /seeded/,
    );
  });

  test.each([
    [{ day: '2028-08-01' }, /not a day of the Games/],
    [{ from: '25:00' }, /not a clock time/],
    [{ from: '20:00', until: '19:00' }, /Nothing lies between/],
    [{ speed: 0 }, /speed/],
  ])('%j is answered with a sentence', async (wrong, sentence) => {
    await expect(simulate({ ...evening, endpoints, ...wrong })).rejects.toThrow(sentence);
  });
});

/** Until the service has applied everything that it stored. */
async function applied(): Promise<void> {
  for (;;) {
    const { waiting } = await store.database.one<{ waiting: bigint }>(
      sql`select count(*) as waiting from message where state = 'STORED'`,
    );
    if (waiting === 0n) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

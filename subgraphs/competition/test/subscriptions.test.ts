import { openStore } from '@games/redis';
import { redisModes, signedViewerHeaders, testViewer } from '@games/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { relayChanges } from '../src/live/relayChanges.ts';
import { type CompetitionService, type Json, startCompetition, units } from './competitionService.ts';

/** Reads a subscription's events one by one. */
async function subscribe(service: CompetitionService, query: string) {
  const controller = new AbortController();
  const response = await fetch(service.subgraph.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...signedViewerHeaders(testViewer(), 'competition'),
    },
    body: JSON.stringify({ query }),
    signal: controller.signal,
  });
  const reader = (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const next = async (): Promise<Json> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        const data = event.split('\n').find((line) => line.startsWith('data: '));
        if (event.startsWith('event: next') && data) return JSON.parse(data.slice('data: '.length));
        continue;
      }
      const { value, done } = await reader.read();
      if (done) return null;
      text += value;
    }
  };
  /** The first event that satisfies: changes that come close together may be told once, or twice. */
  const until = async (satisfied: (event: Json) => boolean): Promise<Json> => {
    for (;;) {
      const event = await next();
      if (event === null || satisfied(event)) return event;
    }
  };
  return { next, until, stop: () => controller.abort() };
}

describe.each(redisModes())('subscriptions $mode', ({ redisUrl }) => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition({ redisUrl });
    await service.ingest('schedule/v1-whole', 'race/v1-start-list');
  });
  afterEach(() => service.close());

  test('a follower of a unit gets its state at once, and again after each change', async () => {
    const follower = await subscribe(
      service,
      `subscription { unitUpdated(code: "${units.final}") { status resultStatus result { version results(first: 1) { nodes { mark } } } } }`,
    );
    try {
      expect((await follower.next()).data.unitUpdated).toMatchObject({
        status: 'SCHEDULED',
        resultStatus: 'START_LIST',
      });
      await service.ingest('race/v2-live');
      const live = await follower.until(({ data }) => data.unitUpdated.resultStatus === 'LIVE');
      expect(live.data.unitUpdated.result).toEqual({ version: 2, results: { nodes: [{ mark: '9.81' }] } });
      // Another unit's change is none of this one's.
      await service.ingest('heat/official', 'schedule/u2-final-running');
      const running = await follower.until(({ data }) => data.unitUpdated.status === 'RUNNING');
      expect(running.data.unitUpdated.resultStatus).toBe('LIVE');
    } finally {
      follower.stop();
    }
  });

  test('a follower of the medal table gets it at once, and again when a medal is awarded or reported', async () => {
    const follower = await subscribe(
      service,
      `subscription { medalTableUpdated { standings { nodes { gold organisation { code } } } reconciliation { outcome } } }`,
    );
    try {
      expect((await follower.next()).data.medalTableUpdated.standings.nodes).toEqual([]);
      await service.ingest('medals/100m-v1');
      const awarded = await follower.until(({ data }) => data.medalTableUpdated.standings.nodes.length > 0);
      expect(awarded.data.medalTableUpdated.standings.nodes[0]).toEqual({ gold: 1, organisation: { code: 'NGA' } });
      await service.ingest('medals/table-v2-differs');
      const reported = ({ data }: Json) => data.medalTableUpdated.reconciliation.outcome !== 'NOTHING_REPORTED';
      expect((await follower.until(reported)).data.medalTableUpdated.reconciliation.outcome).toBe('DIFFERS');
    } finally {
      follower.stop();
    }
  });

  test('a unit that is not there is a coded error, and so is one that goes away', async () => {
    const nobody = await subscribe(service, `subscription { unitUpdated(code: "RUNM1") { code } }`);
    expect((await nobody.next()).errors[0].extensions.code).toBe('NOT_FOUND');
    nobody.stop();
    const follower = await subscribe(service, `subscription { unitUpdated(code: "${units.heat2}") { status } }`);
    try {
      expect((await follower.next()).data.unitUpdated.status).toBe('SCHEDULED');
      await service.ingest('schedule/v2-whole-without-heat-2');
      const gone = await follower.until(({ errors }) => errors !== undefined);
      expect(gone.errors[0].extensions.code).toBe('NOT_FOUND');
    } finally {
      follower.stop();
    }
  });

  test('changes are passed on to Redis once, where there is one, also with two processes of the service', async () => {
    if (!redisUrl) return;
    const store = openStore(redisUrl, { prefix: 'games' });
    const second = await relayChanges(service.test.database, store);
    const heard: string[] = [];
    const stopUnits = await store.subscribe('competition.unit_updated', (payload) => heard.push(payload));
    const stopMedals = await store.subscribe('competition.medals_updated', () => heard.push('medals'));
    try {
      await service.ingest('race/v2-live', 'medals/100m-v1');
      const deadline = Date.now() + 60_000;
      while (heard.length < 2 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
      await service.ingest('race/v4-official');
      while (heard.length < 3 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
      expect(heard.toSorted()).toEqual([units.final, units.final, 'medals'].toSorted());
    } finally {
      await stopUnits();
      await stopMedals();
      await second.close();
      await store.close();
    }
  });
});

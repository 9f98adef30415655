import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CompetitionService, events, type Json, startCompetition, units } from './competitionService.ts';

describe('bad input', () => {
  let service: CompetitionService;
  beforeAll(async () => {
    service = await startCompetition();
    await service.ingest('codes/discipline-v1', 'schedule/v1-whole', 'race/v4-official', 'medals/100m-v1');
  });
  afterAll(() => service.close());

  const codeOf = async (query: string) => (await service.post(query)).errors?.[0]?.extensions.code;

  test('pages that are too large, empty, or asked for from both ends', async () => {
    for (const args of ['first: 1000000', 'first: 101', 'first: 0', 'first: -1', 'last: 101']) {
      expect(await codeOf(`{ schedule(${args}) { nodes { code } } }`)).toBe('PAGE_TOO_LARGE');
      expect(await codeOf(`{ unit(code: "${units.final}") { result { results(${args}) { nodes { id } } } } }`)).toBe(
        'PAGE_TOO_LARGE',
      );
    }
    expect(await codeOf(`{ schedule(first: 1, last: 1) { nodes { code } } }`)).toBe('BAD_USER_INPUT');
  });

  test('cursors of another list, made up, or with values that no place in the list has', async () => {
    const { venues, schedule } = await service.ask(
      `{ venues(first: 1) { pageInfo { endCursor } } schedule(first: 1) { pageInfo { endCursor } } }`,
    );
    const forged = [
      ['schedule', 'soon', 1, 'x'],
      ['schedule', '2028-07-22 21:45:00-07', 1],
      ['schedule', 'infinity', "1'; drop table unit", 'x'],
      ['schedule', 'infinity', 99999999999, 'x'],
      ['schedule', null, null, null],
    ].map((content) => Buffer.from(JSON.stringify(content)).toString('base64url'));
    for (const cursor of [venues.pageInfo.endCursor, 'nonsense', '', '{}', ...forged]) {
      expect(await codeOf(`{ schedule(after: "${cursor}") { nodes { code } } }`)).toBe('INVALID_CURSOR');
    }
    const other = schedule.pageInfo.endCursor;
    for (const query of [
      `{ corrections(after: "${other}") { nodes { code } } }`,
      `{ records(after: "${other}") { nodes { mark } } }`,
      `{ medalTable { standings(after: "${other}") { nodes { rank } } } }`,
      `{ unit(code: "${units.final}") { result { results(after: "${other}") { nodes { rank } } } } }`,
      `{ discipline(code: "RUN") { events(after: "${other}") { nodes { code } } } }`,
    ]) {
      expect(await codeOf(query)).toBe('INVALID_CURSOR');
    }
  });

  test('a cursor of the results’ order is none of the start order’s, nor one table’s of another’s', async () => {
    const { unit, medalTable } = await service.ask(
      `{ unit(code: "${units.final}") { result { results(first: 1) { pageInfo { endCursor } } } } medalTable { standings(first: 1) { pageInfo { endCursor } } } }`,
    );
    const [ofResults, ofTable] = [unit.result.results.pageInfo.endCursor, medalTable.standings.pageInfo.endCursor];
    expect(
      await codeOf(
        `{ unit(code: "${units.final}") { result { results(order: START, after: "${ofResults}") { nodes { rank } } } } }`,
      ),
    ).toBe('INVALID_CURSOR');
    expect(
      await codeOf(`{ medalTable(discipline: "RUN") { standings(after: "${ofTable}") { nodes { rank } } } }`),
    ).toBe('INVALID_CURSOR');
  });

  test('codes that no code can be', async () => {
    for (const code of ['\\u0000', 'x'.repeat(65), 'é']) {
      for (const field of ['unit', 'event', 'phase', 'discipline', 'venue', 'competitionSession']) {
        expect(await codeOf(`{ ${field}(code: "${code}") { code } }`)).toBe('BAD_USER_INPUT');
      }
      expect(await codeOf(`{ schedule(filter: { venue: "${code}" }) { nodes { code } } }`)).toBe('BAD_USER_INPUT');
    }
  });

  test('things that are not there are null, by code and by id', async () => {
    const data = await service.ask(
      `{ unit(code: "RUNM100M") { code } event(code: "XXX") { code } phase(code: "") { code } discipline(code: "xxx") { code }
        venue(code: "NOWHERE") { code } competitionSession(code: "RUN99") { code }
        nodes(ids: ["unt_nothing", "res_x", "rec_1@x", "mst_QQQ", "gam_OTHER", "nonsense", "_", "ath_1", "toString_x", "ses_RUN01"]) { __typename id } }`,
    );
    expect(data).toEqual({
      unit: null,
      event: null,
      phase: null,
      discipline: null,
      venue: null,
      competitionSession: null,
      nodes: [
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        { __typename: 'CompetitionSession', id: 'ses_RUN01' },
      ],
    });
  });

  test('nodes of other services are pointed at by what their owners know them by', async () => {
    const { nodes } = await service.ask(
      `{ nodes(ids: ["prd_1", "mkt_FR", "var_SKU-1", "tse_ATH-T05", "org_SWE", "evt_${events.men100}"]) {
        __typename id ... on Market { code } ... on Variant { sku } ... on Event { code } } }`,
    );
    expect(nodes).toEqual([
      { __typename: 'Product', id: 'prd_1' },
      { __typename: 'Market', id: 'mkt_FR', code: 'FR' },
      { __typename: 'Variant', id: 'var_SKU-1', sku: 'SKU-1' },
      { __typename: 'TicketedSession', id: 'tse_ATH-T05' },
      { __typename: 'Organisation', id: 'org_SWE' },
      { __typename: 'Event', id: `evt_${events.men100}`, code: events.men100 },
    ]);
  });

  test('more than a hundred ids at once', async () => {
    const ids = JSON.stringify(Array.from({ length: 101 }, (_, index) => `unt_${index}`));
    expect(await codeOf(`{ nodes(ids: ${ids}) { id } }`)).toBe('BAD_USER_INPUT');
  });

  test('a caller who is not the gateway', async () => {
    const response = await fetch(service.subgraph.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ games { code } }' }),
    });
    expect(response.status).toBe(401);
    const answer = (await response.json()) as Json;
    expect(answer.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    expect(answer.data).toBeUndefined();
  });
});

test('before the first message the graph is empty, and says so', async () => {
  const service = await startCompetition();
  try {
    const data = await service.ask(
      `{ schedule { nodes { code } } medalTable { standings { nodes { rank } } reconciliation { outcome } } disciplines { nodes { code } } corrections { nodes { code } } }`,
    );
    expect(data).toEqual({
      schedule: { nodes: [] },
      medalTable: { standings: { nodes: [] }, reconciliation: { outcome: 'NOTHING_REPORTED' } },
      disciplines: { nodes: [] },
      corrections: { nodes: [] },
    });
    expect((await service.post('{ games { code } }')).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  } finally {
    await service.close();
  }
});

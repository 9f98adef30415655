import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { rankOrganisations, reconcile } from '../src/domain/medals/medalTable.ts';
import { type CompetitionService, events, type Json, staff, startCompetition, units } from './competitionService.ts';

describe('medals', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
    await service.ingest('codes/event-v1', 'schedule/v1-whole', 'schedule/competitors-before-the-start-list');
  });
  afterEach(() => service.close());

  const table = async (args = ''): Promise<Json> =>
    (
      await service.ask(
        `{ medalTable${args} { decidedEventCount eventCount
          standings(first: 100) { nodes { id rank rankEqual sortRank gold silver bronze total agrees organisation { code } reported { gold silver bronze total rank } } }
          reconciliation { outcome reportedBy { version } differences { organisation { code } gender count derived reported } doubts { code event { code } medal { type competitor { code } } } } } }`,
      )
    ).medalTable;
  const lines = async (args = '') =>
    (await table(args)).standings.nodes.map((row: Json) =>
      [row.rank, row.rankEqual ? '=' : '', row.organisation.code, row.gold, row.silver, row.bronze, row.total].join(
        ' ',
      ),
    );

  test('a shared silver counts twice, the bronze that is not awarded does not, and is stated', async () => {
    await service.ingest('race/v4-official', 'medals/100m-v1');
    expect(await lines()).toEqual(['1  NGA 1 0 0 1', '2 = CUB 0 1 0 1', '2 = SWE 0 1 0 1']);
    const { event } = await service.ask(
      `{ event(code: "${events.men100}") { medals { type awarded unit { code } competitor { code athlete { id } } } } }`,
    );
    expect(event.medals).toEqual([
      {
        type: 'GOLD',
        awarded: true,
        unit: { code: units.final },
        competitor: { code: '9000001', athlete: { id: 'ath_9000001' } },
      },
      {
        type: 'SILVER',
        awarded: true,
        unit: { code: units.final },
        competitor: { code: '9000002', athlete: { id: 'ath_9000002' } },
      },
      {
        type: 'SILVER',
        awarded: true,
        unit: { code: units.final },
        competitor: { code: '9000003', athlete: { id: 'ath_9000003' } },
      },
      { type: 'BRONZE', awarded: false, unit: { code: units.final }, competitor: null },
    ]);
  });

  test('each table has an id of its own, by which it is found again', async () => {
    const { whole, runs, women, runsOfMen } = await service.ask(
      `{ whole: medalTable { id } runs: medalTable(discipline: "run") { id }
        women: medalTable(gender: WOMEN) { id } runsOfMen: medalTable(discipline: "RUN", gender: MEN) { id } }`,
    );
    const ids = [whole, runs, women, runsOfMen].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
    const { nodes } = await service.ask(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on MedalTable { eventCount } } }',
      { ids: [...ids, 'mtb_XXX.', 'mtb_', 'mtb_RUN', 'mtb_.Q'] },
    );
    expect(nodes.slice(0, 4).map(({ id }: Json) => id)).toEqual(ids);
    expect(nodes[0]).toMatchObject({ __typename: 'MedalTable', eventCount: expect.any(Number) });
    expect(nodes.slice(4)).toEqual([null, null, null, null]);
  });

  test('two bronzes are two medals, each from its own unit and not from the one for gold', async () => {
    await service.ingest('duel/final', 'duel/bronze-1', 'duel/bronze-2', 'duel/medallists');
    expect(await lines()).toEqual(['1  SWE 1 0 0 1', '2  NGA 0 1 0 1', '3 = CUB 0 0 1 1', '3 = NOR 0 0 1 1']);
    const { bronze, gold } = await service.ask(
      `query { bronze: unit(code: "GRPW60KG--------------FNL-000100--") { medalType result { results { nodes { outcome medal } } } }
        gold: unit(code: "${units.goldContest}") { medalType result { results { nodes { outcome medal } } } } }`,
    );
    expect(bronze).toEqual({
      medalType: 'BRONZE',
      result: {
        results: {
          nodes: [
            { outcome: 'WON', medal: 'BRONZE' },
            { outcome: 'LOST', medal: null },
          ],
        },
      },
    });
    expect(gold).toEqual({
      medalType: 'GOLD',
      result: {
        results: {
          nodes: [
            { outcome: 'WON', medal: 'GOLD' },
            { outcome: 'LOST', medal: 'SILVER' },
          ],
        },
      },
    });
  });

  test('a medallist who is stripped disappears, from the table, from the athlete and from the organisation', async () => {
    await service.ingest('participants/v1-misspelt', 'medals/100m-v1', 'medals/100m-v2-stripped');
    expect(await lines()).toEqual(['1 = CUB 1 0 0 1', '1 = SWE 1 0 0 1']);
    const data = await service.ask(
      `{ stripped: node(id: "ath_9000001") { ... on Athlete { medals { type } } }
        raised: node(id: "ath_9000002") { ... on Athlete { medals { type event { code } } } }
        _entities(representations: [{ __typename: "Organisation", code: "SWE" }, { __typename: "Organisation", code: "NGA" }]) {
          ... on Organisation { code medals { nodes { type } } medalStanding { rank gold } } } }`,
    );
    expect(data.stripped.medals).toEqual([]);
    expect(data.raised.medals).toEqual([{ type: 'GOLD', event: { code: events.men100 } }]);
    expect(data._entities).toEqual([
      { code: 'SWE', medals: { nodes: [{ type: 'GOLD' }] }, medalStanding: { rank: 1, gold: 1 } },
      { code: 'NGA', medals: { nodes: [] }, medalStanding: null },
    ]);
  });

  test('a team’s medal is one medal of its organisation, and a medal of each of its members', async () => {
    await service.ingest('medals/relay');
    expect(await lines()).toEqual(['1  SWE 1 0 0 1', '2  MIX 0 1 0 1']);
    const { a, b } = await service.ask(
      `{ a: node(id: "ath_9000002") { ... on Athlete { medals { type competitor { kind } } } } b: node(id: "tea_RUNX4X400M--SWE01") { ... on Team { medals { type } } } }`,
    );
    expect(a.medals).toEqual([{ type: 'GOLD', competitor: { kind: 'TEAM' } }]);
    expect(b.medals).toEqual([{ type: 'GOLD' }]);
  });

  test('the same medals in another language are not counted again', async () => {
    await service.ingest('medals/100m-v1', 'medals/100m-french');
    expect(await lines()).toEqual(['1  NGA 1 0 0 1', '2 = CUB 0 1 0 1', '2 = SWE 0 1 0 1']);
    const { messages } = await service.ask(
      `{ messages(filter: { withIssues: true }) { nodes { issues { code } } } }`,
      {},
      staff,
    );
    expect(messages.nodes).toEqual([{ issues: [{ code: 'VARIANT_NOT_COUNTED' }] }]);
  });

  test('the table narrows to a discipline and to a gender', async () => {
    await service.ingest('medals/100m-v1', 'duel/medallists');
    expect(await lines()).toEqual(['1 = NGA 1 1 0 2', '1 = SWE 1 1 0 2', '3  CUB 0 1 1 2', '4  NOR 0 0 1 1']);
    expect(await lines('(discipline: "GRP")')).toEqual([
      '1  SWE 1 0 0 1',
      '2  NGA 0 1 0 1',
      '3 = CUB 0 0 1 1',
      '3 = NOR 0 0 1 1',
    ]);
    expect(await lines('(gender: MEN)')).toEqual(['1  NGA 1 0 0 1', '2 = CUB 0 1 0 1', '2 = SWE 0 1 0 1']);
    const { standings, decidedEventCount } = await table('(gender: MEN)');
    expect(decidedEventCount).toBe(1);
    const { node } = await service.ask(
      `query ($id: ID!) { node(id: $id) { ... on MedalStanding { rank gold organisation { code } } } }`,
      { id: standings.nodes[0].id },
    );
    expect(node).toEqual({ rank: 1, gold: 1, organisation: { code: 'NGA' } });
  });

  test('agrees with the organiser’s table, for all events and by gender', async () => {
    await service.ingest('medals/100m-v1', 'duel/medallists');
    expect((await table()).reconciliation.outcome).toBe('NOTHING_REPORTED');
    await service.ingest('medals/table-v1-agrees');
    const { reconciliation, standings } = await table();
    expect(reconciliation).toEqual({ outcome: 'AGREES', reportedBy: { version: 1 }, differences: [], doubts: [] });
    expect(standings.nodes.every((row: Json) => row.agrees)).toBe(true);
  });

  test('reports every difference from the organiser’s table, and patches none', async () => {
    await service.ingest('medals/100m-v1', 'duel/medallists', 'medals/table-v2-differs');
    const { reconciliation, standings } = await table();
    expect(reconciliation.outcome).toBe('DIFFERS');
    expect(reconciliation.differences).toEqual([
      { organisation: { code: 'CUB' }, gender: null, count: 'BRONZE', derived: 1, reported: 0 },
      { organisation: { code: 'CUB' }, gender: null, count: 'TOTAL', derived: 2, reported: 1 },
      { organisation: { code: 'KOR' }, gender: null, count: 'BRONZE', derived: 0, reported: 1 },
      { organisation: { code: 'KOR' }, gender: null, count: 'TOTAL', derived: 0, reported: 1 },
    ]);
    expect(standings.nodes.map((row: Json) => [row.organisation.code, row.bronze, row.agrees])).toEqual([
      ['NGA', 0, true],
      ['SWE', 0, true],
      ['CUB', 1, false],
      ['NOR', 1, true],
    ]);
    expect(standings.nodes[2].reported).toEqual({ gold: 0, silver: 1, bronze: 0, total: 1, rank: 3 });
  });

  test('doubts medals that the official results do not bear out', async () => {
    await service.ingest('race/v4-official');
    expect((await table()).reconciliation.doubts).toEqual([
      { code: 'MEDALLISTS_MISSING', event: { code: events.men100 }, medal: null },
    ]);
    await service.ingest('medals/100m-v1');
    expect((await table()).reconciliation.doubts).toEqual([]);
    // The result is corrected first, the medallists follow: in between the gold medal stands in doubt.
    await service.ingest('race/v6-corrected');
    expect((await table()).reconciliation.doubts).toEqual([
      {
        code: 'MEDALLIST_WITHOUT_RESULT',
        event: { code: events.men100 },
        medal: { type: 'GOLD', competitor: { code: '9000001' } },
      },
    ]);
    await service.ingest('medals/100m-v2-stripped');
    expect((await table()).reconciliation.doubts).toEqual([]);
  });

  test('doubts an official list with fewer than three medals, until it states which one is not awarded', async () => {
    await service.ingest('medals/relay');
    expect((await table()).reconciliation.doubts).toEqual([
      { code: 'MEDAL_MISSING', event: { code: 'RUNX4X400M------------------------' }, medal: null },
    ]);
    await service.ingest('medals/relay-with-all');
    expect((await table()).reconciliation.doubts).toEqual([]);
  });
});

test('organisations with the same medals share a rank, and the next one counts them all', () => {
  const row = (organisationCode: string, gold: number, silver = 0, bronze = 0) => ({
    organisationCode,
    gold,
    silver,
    bronze,
    total: gold + silver + bronze,
  });
  const ranked = rankOrganisations([
    row('CCC', 1),
    row('AAA', 1),
    row('DDD', 0, 1),
    row('BBB', 0, 0, 9),
    row('EEE', 2),
  ]);
  expect(
    ranked.map(({ organisationCode, rank, rankEqual, sortRank }) => [organisationCode, rank, rankEqual, sortRank]),
  ).toEqual([
    ['EEE', 1, false, 1],
    ['AAA', 2, true, 2],
    ['CCC', 2, true, 3],
    ['DDD', 4, false, 4],
    ['BBB', 5, false, 5],
  ]);
});

test('genders are compared only where the organiser’s table tells them apart', () => {
  const row = (type: string, gold: number) => ({
    organisationCode: 'AAA',
    type,
    gold,
    silver: 0,
    bronze: 0,
    total: gold,
  });
  expect(reconcile([row('TOT', 2), row('M', 2)], [row('TOT', 2)])).toEqual([]);
  expect(reconcile([row('TOT', 2), row('M', 2)], [row('TOT', 2), row('W', 1)])).toEqual([
    { organisationCode: 'AAA', type: 'W', count: 'GOLD', derived: 0, reported: 1 },
    { organisationCode: 'AAA', type: 'W', count: 'TOTAL', derived: 0, reported: 1 },
  ]);
});

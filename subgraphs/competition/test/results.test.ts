import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CompetitionService, events, type Json, startCompetition, units } from './competitionService.ts';

describe('results', () => {
  let service: CompetitionService;
  beforeAll(async () => {
    service = await startCompetition();
    await service.ingest(
      'codes/event-v1',
      'schedule/v1-whole',
      'participants/v1-misspelt',
      'participants/teams-v1',
      'participants/entries-v1',
      'heat/official',
      'race/v4-official',
      'relay/official',
      'ball/pool-standing',
      'ball/match-live',
      'ball/current',
      'ball/play-by-play',
      'ball/phase-result',
      'ball/cumulative-day-1',
      'ball/cumulative-day-2',
      'ball/ranking',
    );
  });
  afterAll(() => service.close());

  test('ties keep their order, their equal rank and the gap behind them; who did not finish has no rank', async () => {
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { result { results(first: 100) { nodes {
        rank rankEqual sortOrder mark markType difference invalidResultMark competitor { code } } } } } }`,
      { code: units.final },
    );
    expect(
      unit.result.results.nodes.map((node: Json) => [node.rank, node.rankEqual, node.sortOrder, node.mark]),
    ).toEqual([
      [1, false, 1, '9.79'],
      [2, true, 2, '9.90'],
      [2, true, 3, '9.90'],
      [null, false, 4, null],
    ]);
    expect(unit.result.results.nodes[3]).toMatchObject({ invalidResultMark: 'DNF', markType: 'IRM' });
  });

  test('upper and lower case of the qualification mark are two different things', async () => {
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { result { results { nodes { qualificationMark invalidResultMark } } } } }`,
      { code: units.heat1 },
    );
    expect(unit.result.results.nodes).toEqual([
      { qualificationMark: 'Q', invalidResultMark: null },
      { qualificationMark: 'q', invalidResultMark: null },
      { qualificationMark: null, invalidResultMark: null },
      { qualificationMark: null, invalidResultMark: 'DNS' },
    ]);
  });

  test('the start order is another order of the same list', async () => {
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { result { results(order: START) { nodes { startOrder startSortOrder bib } } } } }`,
      { code: units.final },
    );
    expect(unit.result.results.nodes).toEqual([
      { startOrder: '3', startSortOrder: 1, bib: '103' },
      { startOrder: '4', startSortOrder: 2, bib: '101' },
      { startOrder: '5', startSortOrder: 3, bib: '102' },
      { startOrder: '6', startSortOrder: 4, bib: '104' },
    ]);
  });

  test('finer results, splits and records come along, and siblings of a competitor are not competitors', async () => {
    const { unit, records } = await service.ask(
      /* GraphQL */ `
        query ($code: String!) {
          unit(code: $code) {
            result {
              infos { type code value }
              results(first: 1) {
                nodes {
                  extendedResults { type code value }
                  splits { position mark rank difference }
                  records { id recordType recordCode equalled }
                }
              }
            }
          }
          records { nodes { id recordType mark setOn unit { code } event { code } competitor { name } result { mark } } }
        }
      `,
      { code: units.final },
    );
    expect(unit.result.infos).toEqual([{ type: 'UI', code: 'WIND_SPEED', value: '+1.5' }]);
    const [winner] = unit.result.results.nodes;
    expect(winner).toMatchObject({
      extendedResults: [{ type: 'ER', code: 'REACT_TIME', value: '0.131' }],
      splits: [{ position: '50m', mark: '5.61', rank: 2, difference: '+0.02' }],
      records: [{ recordType: 'WR', recordCode: events.men100, equalled: true }],
    });
    expect(records.nodes).toEqual([
      {
        id: winner.records[0].id,
        recordType: 'WR',
        mark: '9.79',
        setOn: '2028-07-22',
        unit: { code: units.final },
        event: { code: events.men100 },
        competitor: { name: 'ADEYEMY Tunde' },
        result: { mark: '9.79' },
      },
    ]);
  });

  test('a team has its members, a group of several organisations has none of its own athletes lost', async () => {
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { result { results { nodes { splits { position mark rank } competitor {
        kind name team { id } athlete { id } organisation { code } members { code name order athlete { id } } } } } } } }`,
      { code: units.relay },
    );
    const [first, second] = unit.result.results.nodes;
    expect(first.competitor).toEqual({
      kind: 'TEAM',
      name: 'Sweden',
      team: { id: 'tea_RUNX4X400M--SWE01' },
      athlete: null,
      organisation: { code: 'SWE' },
      members: [
        { code: '9000002', name: 'BERGSTROM Nils', order: 1, athlete: { id: 'ath_9000002' } },
        { code: '9000011', name: 'EKLUND Maja', order: 2, athlete: { id: 'ath_9000011' } },
      ],
    });
    expect(first.splits).toEqual([
      { position: '1', mark: '45.10', rank: null },
      { position: '2', mark: '1:34.80', rank: 1 },
    ]);
    expect(second.competitor).toMatchObject({
      kind: 'GROUP',
      name: 'Mixed 4',
      team: null,
      organisation: { code: 'MIX' },
    });
    expect(second.competitor.members).toHaveLength(2);
  });

  test('pools, phases, totals and rankings are lists beside the result of a unit', async () => {
    const data = await service.ask(
      /* GraphQL */ `
        query ($pool: String!, $heats: String!, $tenThousand: String!, $ball: String!) {
          pool: phase(code: $pool) { poolStanding { status results { nodes { rank rankEqual qualificationMark mark competitor { name } poolRecord { played won tied lost scoreFor scoreAgainst scoreDifference } } } } }
          heats: phase(code: $heats) { result { kind results { nodes { id rank qualificationMark unit { code } } } } poolStanding { code } }
          total: event(code: $tenThousand) { cumulativeResults { subcode results { nodes { mark } } } }
          ball: event(code: $ball) { ranking { kind results { nodes { rank competitor { name } } } } }
        }
      `,
      {
        pool: 'BLLWTEAM6-------------GPA-',
        heats: 'RUNM100M--------------HEAT',
        tenThousand: 'RUNM10KM',
        ball: events.ball,
      },
    );
    expect(data.pool.poolStanding.results.nodes[0]).toEqual({
      rank: 1,
      rankEqual: false,
      qualificationMark: 'Q',
      mark: '6',
      competitor: { name: 'Korea' },
      poolRecord: { played: 2, won: 2, tied: 0, lost: 0, scoreFor: '5', scoreAgainst: '1', scoreDifference: '+4' },
    });
    expect(data.pool.poolStanding.results.nodes.map((node: Json) => node.rank)).toEqual([1, 2, 2]);
    expect(data.heats.poolStanding).toBeNull();
    expect(data.heats.result.results.nodes.map((node: Json) => [node.rank, node.qualificationMark, node.unit])).toEqual(
      [
        [1, 'Q', null],
        [2, 'q', null],
      ],
    );
    expect(data.total.cumulativeResults).toEqual([
      { subcode: 'AFTER-DAY-1', results: { nodes: [{ mark: '2101' }] } },
      { subcode: 'AFTER-DAY-2', results: { nodes: [{ mark: '4250' }] } },
    ]);
    expect(data.ball.ranking.results.nodes).toEqual([
      { rank: 1, competitor: { name: 'Korea' } },
      { rank: 2, competitor: { name: 'Mexico' } },
    ]);
  });

  test('what happens at this moment, and what happened, action by action', async () => {
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { resultStatus live current { infos { code value } results { nodes { mark } } }
        actions { nodes { key period time action outcome scoreHome scoreAway comment competitors { name } } } } }`,
      { code: units.match },
    );
    expect(unit).toMatchObject({ resultStatus: 'LIVE', live: true });
    expect(unit.current.infos).toEqual([
      { code: 'PERIOD', value: 'H1' },
      { code: 'CLOCK', value: '12:05' },
    ]);
    expect(unit.actions.nodes.map((action: Json) => action.key)).toEqual(['A1', 'A2']);
    expect(unit.actions.nodes[1]).toEqual({
      key: 'A2',
      period: 'H1',
      time: '12:01',
      action: 'GOAL',
      outcome: 'SUCCESS',
      scoreHome: '1',
      scoreAway: '0',
      comment: 'Long shot',
      competitors: [{ name: 'Korea' }],
    });
  });

  test('a result is found again by its id, whatever list it stands in', async () => {
    const { unit, phase } = await service.ask(
      `query ($code: String!, $heats: String!) { unit(code: $code) { result { results(first: 1) { nodes { id } } } } phase(code: $heats) { result { results(first: 1) { nodes { id } } } } }`,
      { code: units.final, heats: 'RUNM100M--------------HEAT' },
    );
    const ids = [unit.result.results.nodes[0].id, phase.result.results.nodes[0].id];
    const { nodes } = await service.ask(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Result { kind mark competitor { code } } } }`,
      { ids },
    );
    expect(nodes).toEqual([
      { __typename: 'Result', id: ids[0], kind: 'UNIT', mark: '9.79', competitor: { code: '9000001' } },
      { __typename: 'Result', id: ids[1], kind: 'PHASE', mark: '10.01', competitor: { code: '9000001' } },
    ]);
  });
});

test('values of a result that cannot be read are left out and noted, and the list counts', async () => {
  const service = await startCompetition();
  try {
    await service.ingest('faulty/odd-result');
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { resultStatus result { results { nodes { id rank outcome mark } } } } }`,
      { code: units.heat2 },
    );
    expect(unit.resultStatus).toBeNull();
    expect(unit.result.results.nodes).toEqual([
      { id: `res_${units.heat2}.9000001`, rank: null, outcome: null, mark: '10.01' },
      { id: `res_${units.heat2}.9000001~2`, rank: 2, outcome: null, mark: '10.05' },
    ]);
  } finally {
    await service.close();
  }
});

test('a ranking that is withdrawn is gone', async () => {
  const service = await startCompetition();
  try {
    await service.ingest('codes/event-v1', 'ball/ranking', 'ball/ranking-withdrawn');
    const { event } = await service.ask(
      `{ event(code: "${events.ball}") { ranking { version } corrections { withdrawn documentType } } }`,
    );
    expect(event).toEqual({ ranking: null, corrections: [{ withdrawn: true, documentType: 'DT_RANKING' }] });
  } finally {
    await service.close();
  }
});

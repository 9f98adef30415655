import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CompetitionService, events, type Json, startCompetition, units } from './competitionService.ts';

describe('who competes', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
  });
  afterEach(() => service.close());

  const athlete = async (code: string, fields: string) => {
    const { node } = await service.ask(`query ($id: ID!) { node(id: $id) { ... on Athlete { ${fields} } } }`, {
      id: `ath_${code}`,
    });
    return node;
  };

  test('a name that is put right shows everywhere; what the old result printed is kept', async () => {
    await service.ingest('participants/v1-misspelt', 'race/v4-official');
    const name = async () => {
      const { unit } = await service.ask(
        `{ unit(code: "${units.final}") { result { results(first: 1) { nodes { competitor { name printedName } } } } } }`,
      );
      return unit.result.results.nodes[0].competitor;
    };
    expect(await name()).toEqual({ name: 'ADEYEMY Tunde', printedName: 'ADEYEMI Tunde' });
    await service.ingest('participants/u1-spelt-right');
    expect(await name()).toEqual({ name: 'ADEYEMI Tunde', printedName: 'ADEYEMI Tunde' });
    // A whole list that was written before the update and comes late does not undo it.
    await service.ingest('participants/v2-without-9000004');
    expect((await name()).name).toBe('ADEYEMI Tunde');
  });

  test('a whole list of participants resets its discipline: persons and entries that it leaves out are gone', async () => {
    await service.ingest('participants/v1-misspelt');
    const entries = async () =>
      (
        await service.ask(
          `{ event(code: "${events.men100}") { entries(first: 100) { nodes { competitor { code } } } } }`,
        )
      ).event.entries.nodes.map((entry: Json) => entry.competitor.code);
    expect(await entries()).toEqual(['9000001', '9000002', '9000003', '9000004']);
    expect((await athlete('9000004', 'entries { nodes { event { code } } }')).entries.nodes).toHaveLength(2);
    await service.ingest('participants/v2-without-9000004');
    expect(await entries()).toEqual(['9000001', '9000002', '9000003']);
    expect(await athlete('9000004', 'id')).toBeNull();
  });

  test('entries come in the order of the event’s own message, with what others add; a new version replaces them', async () => {
    await service.ingest('participants/v1-misspelt', 'participants/entries-v1');
    const entries = async () =>
      (
        await service.ask(
          `{ event(code: "${events.men100}") { entries { nodes { seed bib status details { code value } competitor { code } provenance { documentType } } } } }`,
        )
      ).event.entries.nodes;
    expect((await entries()).map((entry: Json) => [entry.competitor.code, entry.seed])).toEqual([
      ['9000003', '1'],
      ['9000001', '2'],
      ['9000002', '3'],
      ['9000004', null],
    ]);
    expect((await entries())[0]).toMatchObject({
      bib: '103',
      status: 'ACTIVE',
      details: [{ code: 'QUAL_BEST', value: '9.91' }],
      provenance: { documentType: 'DT_ENTRIES' },
    });
    await service.ingest('participants/entries-v2-without-9000002');
    // 9000002 is still registered by the list of participants; only the seed is gone.
    expect((await entries()).map((entry: Json) => [entry.competitor.code, entry.seed])).toEqual([
      ['9000003', '1'],
      ['9000001', '2'],
      ['9000002', null],
      ['9000004', null],
    ]);
  });

  test('a member of a team is entered with it, until the team changes', async () => {
    await service.ingest('codes/event-v1', 'participants/v1-misspelt', 'participants/teams-v1');
    const relays = async (code: string) =>
      (
        (await athlete(code, 'entries { nodes { event { name } competitor { kind name } } }')) as Json
      ).entries.nodes.filter((entry: Json) => entry.competitor.kind === 'TEAM');
    expect(await relays('9000002')).toEqual([
      { event: { name: 'Mixed 4 x 400 m' }, competitor: { kind: 'TEAM', name: 'Sweden' } },
    ]);
    expect(await relays('9000003')).toEqual([]);
    await service.ingest('participants/teams-u1-member-replaced');
    expect(await relays('9000002')).toEqual([]);
    expect(await relays('9000003')).toHaveLength(1);
  });

  test('an athlete’s results are those of her units, alone or in a team, the latest first; a start list is none', async () => {
    await service.ingest(
      'schedule/v1-whole',
      'participants/v1-misspelt',
      'heat/official',
      'race/v1-start-list',
      'relay/official',
    );
    const results = async (code: string) =>
      (await athlete(code, 'results { nodes { mark unit { code } competitor { kind } } }')).results.nodes;
    expect(await results('9000002')).toEqual([
      { mark: '3:09.00', unit: { code: units.relay }, competitor: { kind: 'TEAM' } },
      { mark: '10.05', unit: { code: units.heat1 }, competitor: { kind: 'ATHLETE' } },
    ]);
    await service.ingest('race/v4-official');
    expect((await results('9000002')).map((result: Json) => result.mark)).toEqual(['3:09.00', '9.90', '10.05']);
    const first = await athlete('9000002', 'results(first: 2) { nodes { mark } pageInfo { endCursor } }');
    const { node } = await service.ask(
      `query ($after: String!) { node(id: "ath_9000002") { ... on Athlete { results(first: 2, after: $after) { nodes { mark } } } } }`,
      { after: first.results.pageInfo.endCursor },
    );
    expect(node.results.nodes).toEqual([{ mark: '10.05' }]);
    const team = await service.ask(
      `{ node(id: "tea_RUNX4X400M--SWE01") { ... on Team { results { nodes { mark rank } } } } }`,
    );
    expect(team.node.results.nodes).toEqual([{ mark: '3:09.00', rank: 1 }]);
  });

  test('the next unit is that of the start list; before there is one, the first of an entered event', async () => {
    await service.ingest('schedule/v1-whole', 'participants/v1-misspelt');
    const next = (code: string) => athlete(code, 'nextUnit { code } nextUnitConfirmed');
    expect(await next('9000004')).toEqual({ nextUnit: { code: units.heat1 }, nextUnitConfirmed: false });
    await service.ingest('heat/official', 'schedule/u9-jump-to-finished');
    // Has run the heat, and was not on a start list of the final yet; is still entered in the 10,000 m.
    expect(await next('9000001')).toEqual({ nextUnit: null, nextUnitConfirmed: null });
    expect(await next('9000004')).toEqual({ nextUnit: { code: units.tenThousand }, nextUnitConfirmed: false });
    await service.ingest('race/v1-start-list');
    expect(await next('9000001')).toEqual({ nextUnit: { code: units.final }, nextUnitConfirmed: true });
    await service.ingest('schedule/u3-final-finished', 'race/v4-official');
    expect(await next('9000001')).toEqual({ nextUnit: null, nextUnitConfirmed: null });
  });

  test('the next unit is known from the schedule and from the bracket too', async () => {
    await service.ingest('schedule/competitors-before-the-start-list');
    const next = (code: string) => athlete(code, 'nextUnit { code } nextUnitConfirmed');
    // Named by the schedule's pairing alone, and not yet known as a participant: the graph finds her through the unit.
    const { unit } = await service.ask(
      `{ unit(code: "${units.quarterFinal}") { competitors { competitor { athlete { id nextUnit { code } nextUnitConfirmed } } } } }`,
    );
    expect(unit.competitors[0].competitor.athlete).toEqual({
      id: 'ath_9000011',
      nextUnit: { code: units.quarterFinal },
      nextUnitConfirmed: true,
    });
    await service.ingest('duel/final');
    expect(await next('9000011')).toMatchObject({ nextUnit: { code: units.quarterFinal } });
  });

  test('nobody invents an athlete, a team or an organisation that no message names', async () => {
    await service.ingest('participants/v1-misspelt');
    const { _entities } = await service.ask(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ... on Athlete { entries { nodes { bib } } } } }`,
      {
        representations: [
          { __typename: 'Athlete', id: 'ath_9000001' },
          { __typename: 'Athlete', id: 'ath_1' },
          { __typename: 'Athlete', id: 'nonsense' },
          { __typename: 'Team', id: 'tea_NOBODY' },
          { __typename: 'Organisation', code: 'QQQ' },
          { __typename: 'Unit', code: 'RUNM100M--------------FNL-000900--' },
          { __typename: 'Result', id: 'res_nothing' },
          { __typename: 'MedalStanding', id: 'mst_SWE' },
        ],
      },
    );
    expect(_entities[0]).toMatchObject({ __typename: 'Athlete', entries: { nodes: [{ bib: '101' }] } });
    expect(_entities.slice(1)).toEqual([null, null, null, null, null, null, null]);
  });
});

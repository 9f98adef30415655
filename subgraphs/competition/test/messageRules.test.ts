import { element, type OdfElement, type OdfHeader, padRsc, writeMessage } from '@games/odf';
import { type ImportSummary, importMessages } from '@games/odf-feed';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { competitionFeed } from '../src/feed.ts';
import { type CompetitionService, type Json, staff, startCompetition, units } from './competitionService.ts';

const header: OdfHeader = {
  competitionCode: 'XT2028',
  documentCode: padRsc('RUN'),
  documentSubcode: null,
  documentType: 'DT_SCHEDULE',
  documentSubtype: null,
  version: 1,
  resultStatus: null,
  language: null,
  feedFlag: 'P',
  date: '2028-07-22',
  time: '120000000',
  logicalDate: '2028-07-22',
  source: 'TEST',
};

const message = (changed: Partial<OdfHeader>, children: readonly OdfElement[] | null) => ({
  xml: writeMessage({ ...header, ...changed }, children && element('Competition', {}, children)),
});
const competitor = (code: string) => element('Competitor', { Code: code, Type: 'A', Organisation: 'AAA' });
const result = (code: string, attributes: Record<string, string | number>) =>
  element('Result', attributes, [competitor(code)]);

let service: CompetitionService;
beforeEach(async () => {
  service = await startCompetition();
});
afterEach(() => service.close());

const give = (...messages: { xml: string }[]): Promise<ImportSummary> =>
  importMessages(competitionFeed, service.test.database, messages);
const shown = async () => {
  const { disciplines, events } = await service.ask(`{
    disciplines { nodes { code } }
    events: disciplines { nodes { events { nodes { code } } } }
  }`);
  return {
    disciplines: disciplines.nodes.map(({ code }: Json) => code),
    events: events.nodes.flatMap((discipline: Json) => discipline.events.nodes.map(({ code }: Json) => code)),
  };
};

describe('a message about another level than its type’s', () => {
  test.each([
    ['DT_SCHEDULE', padRsc('')],
    ['DT_SCHEDULE_UPDATE', padRsc('RUNM100M')],
    ['DT_PARTIC', padRsc('')],
    ['DT_PARTIC_TEAMS', padRsc('RUNM')],
    ['DT_RESULT', padRsc('RUNM100M')],
    ['DT_CURRENT', padRsc('')],
    ['DT_PLAY_BY_PLAY', padRsc('RUNM100M--------------FNL-')],
    ['DT_PHASE_RESULT', padRsc('RUNM100M')],
    ['DT_RANKING', padRsc('')],
    ['DT_ENTRIES', padRsc('RUN')],
    ['DT_BRACKETS', padRsc('')],
    ['DT_MEDALLISTS', padRsc('')],
    ['DT_CUMULATIVE_RESULT', padRsc('RUN')],
  ])('is kept and not applied: %s of %s names nothing', async (documentType, documentCode) => {
    const summary = await give(
      message({ documentType, documentCode }, [
        element('Session', { SessionCode: 'X01' }),
        result('1', { SortOrder: 1 }),
        element('Medal', { Code: 'ME_GOLD' }, [competitor('1')]),
      ]),
    );
    expect(summary.outcomes).toEqual({ FAILED: 1 });
    expect(summary.issues).toMatchObject([{ code: 'ODF_CODE_INVALID' }]);
    expect(await shown()).toEqual({ disciplines: [], events: [] });
  });

  test('a code of another level inside a message is reported and names nothing', async () => {
    const summary = await give(
      message({}, [element('Unit', { Code: padRsc('RUNM100M') }), element('Unit', { Code: padRsc('') })]),
      message({ documentType: 'DT_PARTIC' }, [
        element('Participant', { Code: '1' }, [
          element('Discipline', { Code: padRsc('RUN') }, [element('RegisteredEvent', { Event: padRsc('RUN') })]),
        ]),
      ]),
      message({ documentType: 'DT_CODES', documentCode: padRsc(''), documentSubtype: 'EVENT' }, [
        element('CodeSet', { Code: padRsc('RUN') }),
      ]),
      message({ documentType: 'DT_CODES', documentCode: padRsc(''), documentSubtype: 'DISCIPLINE' }, [
        element('CodeSet', { Code: padRsc('') }),
      ]),
    );
    expect(summary.outcomes).toEqual({ APPLIED: 4 });
    expect(summary.issues.map(({ index, code }) => [index, code])).toEqual([
      [0, 'CODE_EXPECTED'],
      [0, 'CODE_EXPECTED'],
      [1, 'CODE_EXPECTED'],
      [2, 'CODE_EXPECTED'],
      [3, 'CODE_EXPECTED'],
    ]);
    expect(await shown()).toEqual({ disciplines: [], events: [] });
  });
});

test('what only a withdrawn message named is not shown', async () => {
  const official = { documentType: 'DT_RESULT', documentCode: units.final, resultStatus: 'OFFICIAL' };
  await give(message(official, [result('1', { SortOrder: 1, Rank: 1, Result: '9.79' })]));
  expect((await shown()).disciplines).toEqual(['RUN']);
  await give(message({ ...official, version: 2 }, null));
  expect(await shown()).toEqual({ disciplines: [], events: [] });
  expect(
    await service.ask(`{ corrections { nodes { event { code } } } unit(code: "${units.final}") { code } }`),
  ).toEqual({ corrections: { nodes: [] }, unit: null });
});

test('results without a sort order go by rank, those without a rank last, and an issue says so', async () => {
  const summary = await give(
    message({ documentType: 'DT_RESULT', documentCode: units.final, resultStatus: 'OFFICIAL' }, [
      result('9', { IRM: 'DNF' }),
      result('2', { Rank: 2 }),
      result('3', { Rank: 3 }),
      result('1', { Rank: 1 }),
    ]),
  );
  const { unit } = await service.ask(
    `{ unit(code: "${units.final}") { result { results { nodes { competitor { code } } } } } }`,
  );
  expect(unit.result.results.nodes.map((node: Json) => node.competitor.code)).toEqual(['1', '2', '3', '9']);
  expect(summary.issues).toMatchObject([{ code: 'ORDER_EXPECTED' }]);
});

test('items that a message names twice are reported, and count once', async () => {
  const unit = (status: string) => element('Unit', { Code: units.heat1, ScheduleStatus: status });
  const event = padRsc('RUNM100M');
  const gold = element('Medal', { Code: 'ME_GOLD', Unit: units.final }, [competitor('1')]);
  const summary = await give(
    message({}, [unit('SCHEDULED'), unit('RUNNING')]),
    message({ documentType: 'DT_PARTIC' }, [
      element('Participant', { Code: '1', FamilyName: 'A' }),
      element('Participant', { Code: '1', FamilyName: 'B' }),
    ]),
    message({ documentType: 'DT_MEDALLISTS', documentCode: event }, [gold, gold]),
    message({ documentType: 'DT_ENTRIES', documentCode: event }, [
      element('Entry', {}, [competitor('1')]),
      element('Entry', {}, [competitor('1')]),
    ]),
    message({ documentType: 'DT_CODES', documentCode: padRsc(''), documentSubtype: 'VENUE' }, [
      element('CodeSet', { Code: 'STA' }),
      element('CodeSet', { Code: 'STA' }),
    ]),
    message({ documentType: 'DT_PLAY_BY_PLAY', documentCode: units.heat1 }, [
      element('Actions', {}, [element('Action', { Id: '7' }), element('Action', { Id: '7' })]),
    ]),
  );
  expect(summary.outcomes).toEqual({ APPLIED: 6 });
  expect(summary.issues.map(({ index, code }) => [index, code])).toEqual([
    [0, 'DUPLICATE_ITEM'],
    [1, 'DUPLICATE_ITEM'],
    [2, 'DUPLICATE_ITEM'],
    [3, 'DUPLICATE_COMPETITOR'],
    [4, 'DUPLICATE_ITEM'],
    [5, 'DUPLICATE_ITEM'],
  ]);
  const { medalTable } = await service.ask(`{ medalTable { standings { nodes { gold } } } }`);
  expect(medalTable.standings.nodes).toEqual([{ gold: 1 }]);
});

test('issues beyond those that are listed are counted', async () => {
  const wrong = Array.from({ length: 70 }, () => element('Unit', { Code: 'wrong' }));
  await give(message({}, wrong));
  const { messages } = await service.ask(`{ messages { nodes { issues { code detail } } } }`, {}, staff);
  const { issues } = messages.nodes[0];
  expect(issues).toHaveLength(51);
  expect(issues.at(-1)).toEqual({ code: 'MORE_ISSUES', detail: '20 more issues of this message are not listed.' });
});

test.each(['2028-02-30T10:00:00Z', '2028-07-22T24:00:00-07:00', '2028-07-22T10:60:00Z', '2028-07-22T10:00:00+14:30'])(
  'the time %s is an issue and is not passed on',
  async (time) => {
    const summary = await give(message({}, [element('Unit', { Code: units.heat1, StartDate: time })]));
    expect(summary.issues).toMatchObject([{ code: 'TIME_EXPECTED' }]);
    const { unit } = await service.ask(`{ unit(code: "${units.heat1}") { startTime schedule { startTime } } }`);
    expect(unit).toEqual({ startTime: null, schedule: { startTime: null } });
  },
);

describe('an id has one content', () => {
  const fields = `__typename id rank mark invalidResultMark records { __typename id recordType equalled } competitor { printedName }`;
  const objectsOf = (value: Json): Json[] =>
    value === null || typeof value !== 'object'
      ? []
      : [...('id' in value ? [value] : []), ...Object.values(value).flatMap(objectsOf)];

  test('whatever versions of a result are asked for together, and each id leads back to its content', async () => {
    await service.ingest(
      'race/v1-start-list',
      'race/v2-live',
      'race/v4-official',
      'race/v5-protested',
      'race/v6-corrected',
    );
    const versions = [1, 2, 4, 5, 6].map((version) => `v${version}: resultAt(version: ${version}) { ...List }`);
    const { unit } = await service.ask(`
      { unit(code: "${units.final}") { result { ...List } ${versions.join(' ')} } }
      fragment List on ResultList { results(first: 100) { nodes { ${fields} } } }`);
    const objects = objectsOf(unit);
    const contents = new Map<string, string>();
    for (const { __typename, id, ...content } of objects) {
      const key = `${__typename}:${id}`;
      expect(`${key} ${contents.get(key) ?? JSON.stringify(content)}`).toBe(`${key} ${JSON.stringify(content)}`);
      contents.set(key, JSON.stringify(content));
    }
    expect(objects.length).toBeGreaterThan(20);
    expect(contents.size).toBe(objects.length);
    const ids = objects.filter(({ __typename }) => __typename === 'Result').map(({ id }) => id);
    const { nodes } = await service.ask(`query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Result { ${fields} } } }`, {
      ids,
    });
    expect(nodes).toEqual(objects.filter(({ __typename }) => __typename === 'Result'));
  });
});

test('a list that is asked by an unknown code says so, and case does not matter', async () => {
  await service.ingest('schedule/v1-whole');
  for (const [query, name] of [
    ['schedule(filter: { discipline: "XXX" }) { nodes { code } }', 'discipline'],
    ['schedule(filter: { event: "XXXM100M" }) { nodes { code } }', 'event'],
    ['schedule(filter: { venue: "NOWHERE" }) { nodes { code } }', 'venue'],
    ['competitionSessions(discipline: "XXX") { nodes { code } }', 'discipline'],
    ['records(discipline: "XXX") { nodes { id } }', 'discipline'],
    ['corrections(discipline: "XXX") { nodes { id } }', 'discipline'],
    ['medalTable(discipline: "XXX") { decidedEventCount }', 'discipline'],
  ]) {
    const { errors } = await service.post(`{ ${query} }`);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.message).toContain(`\`${name}\`: nothing has the code`);
  }
  const { upper, lower } = await service.ask(`{
    upper: schedule(filter: { discipline: "RUN" }) { nodes { code } }
    lower: schedule(filter: { discipline: "run" }) { nodes { code } }
  }`);
  expect(lower).toEqual(upper);
  expect(lower.nodes.length).toBeGreaterThan(0);
});

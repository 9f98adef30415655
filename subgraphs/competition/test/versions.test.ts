import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CompetitionService, type Json, staff, startCompetition, units } from './competitionService.ts';

const finalQuery = /* GraphQL */ `
  query ($code: String!) {
    unit(code: $code) {
      resultStatus
      result {
        status
        version
        notes { code text }
        results(first: 100) {
          nodes { rank rankEqual mark invalidResultMark bib competitor { code name } }
        }
        provenance { version documentType source generatedAt missingVersions }
      }
    }
  }
`;

describe('versions of a result', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
  });
  afterEach(() => service.close());

  const final = async () => (await service.ask(finalQuery, { code: units.final })).unit;

  test('a higher version replaces the whole list, and what it leaves out is gone', async () => {
    await service.ingest('race/v2-live', 'race/v4-official', 'race/v6-corrected');
    const { result, resultStatus } = await final();
    expect(resultStatus).toBe('OFFICIAL');
    expect(result.version).toBe(6);
    expect(result.results.nodes.map(({ competitor, rank, mark }: Json) => [competitor.code, rank, mark])).toEqual([
      ['9000002', 1, '9.90'],
      ['9000003', 1, '9.90'],
      ['9000004', null, null],
      ['9000001', null, null],
    ]);
    // Version 4 had a wind reading and a record; version 6 does not repeat them, so they are deleted.
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { result { infos { code } results { nodes { records { id } difference splits { position } } } } } }`,
      { code: units.final },
    );
    expect(unit.result.infos).toEqual([]);
    for (const entry of unit.result.results.nodes) expect(entry).toEqual({ records: [], difference: null, splits: [] });
  });

  test('an older version that comes late is kept and changes nothing', async () => {
    expect(await service.ingest('race/v1-start-list', 'race/v4-official', 'race/v3-unofficial')).toEqual([
      'APPLIED',
      'APPLIED',
      'SUPERSEDED',
    ]);
    const { result } = await final();
    expect(result.version).toBe(4);
    expect(result.status).toBe('OFFICIAL');
  });

  test('a message that is sent again is one message, counted twice', async () => {
    expect(await service.ingest('race/v4-official', 'race/v4-official')).toEqual(['APPLIED', 'DUPLICATE']);
    const { messages } = await service.ask(`{ messages { nodes { receivedCount state version } } }`, {}, staff);
    expect(messages.nodes).toEqual([{ receivedCount: 2, state: 'APPLIED', version: 4 }]);
  });

  test('a different message under the same identity is kept as conflicting, and the first one counts', async () => {
    expect(await service.ingest('race/v4-official', 'race/v4-conflicting')).toEqual(['APPLIED', 'CONFLICTING']);
    expect((await final()).result.results.nodes[0].mark).toBe('9.79');
  });

  test('versions that never came are named by every fact of the document', async () => {
    await service.ingest('race/v1-start-list', 'race/v4-official');
    expect((await final()).result.provenance).toEqual({
      version: 4,
      documentType: 'DT_RESULT',
      source: 'STARUN1',
      generatedAt: '2028-07-22T22:00:00+00:00',
      missingVersions: [2, 3],
    });
    await service.ingest('race/v3-unofficial', 'race/v2-live');
    expect((await final()).result.provenance.missingVersions).toEqual([]);
  });

  test('the staff sees the gaps of the whole feed', async () => {
    await service.ingest('race/v1-start-list', 'race/v4-official', 'schedule/v1-whole');
    const { feedStatus } = await service.ask(
      `{ feedStatus { waitingCount failedCount gaps { documentType documentCode missingVersions highestVersion } } }`,
      {},
      staff,
    );
    expect(feedStatus).toEqual({
      waitingCount: 0,
      failedCount: 0,
      gaps: [{ documentType: 'DT_RESULT', documentCode: units.final, missingVersions: [2, 3], highestVersion: 4 }],
    });
  });

  test('the header alone withdraws the result, and a later version brings a new one', async () => {
    await service.ingest('schedule/v1-whole', 'race/v6-corrected', 'race/v7-invalidation');
    const { unit } = await service.ask(
      `query ($code: String!) { unit(code: $code) { status resultStatus result { version } resultHistory { versions { version withdrawn effective status } } } }`,
      { code: units.final },
    );
    expect(unit).toEqual({
      status: 'SCHEDULED',
      resultStatus: null,
      result: null,
      resultHistory: {
        versions: [
          { version: 7, withdrawn: true, effective: true, status: null },
          { version: 6, withdrawn: false, effective: false, status: 'OFFICIAL' },
        ],
      },
    });
  });

  test('a unit that only a withdrawn result named is not there any more', async () => {
    await service.ingest('race/v6-corrected', 'race/v7-invalidation');
    expect(await final()).toBeNull();
  });

  test('a test message is kept, is told apart from production, and never shows', async () => {
    expect(await service.ingest('race/v4-official', 'race/v9-test-feed')).toEqual(['APPLIED', 'OTHER_FEED']);
    const { result } = await final();
    expect(result.version).toBe(4);
    // The test message's version 9 makes no gap in the production feed either.
    expect(result.provenance.missingVersions).toEqual([1, 2, 3]);
    const past = await service.ask(
      `query ($code: String!) { unit(code: $code) { resultAt(version: 9) { version } resultHistory { versions { version } } } }`,
      { code: units.final },
    );
    expect(past.unit).toEqual({ resultAt: null, resultHistory: { versions: [{ version: 4 }] } });
    const { messages } = await service.ask(`{ messages { nodes { feed state version } } }`, {}, staff);
    expect(messages.nodes).toEqual([
      { feed: 'TEST', state: 'OTHER_FEED', version: 9 },
      { feed: 'PRODUCTION', state: 'APPLIED', version: 4 },
    ]);
  });

  test('a message of other Games is refused', async () => {
    await service.ingest('schedule/v1-whole');
    await expect(service.ingest('control/other-games')).rejects.toMatchObject({ code: 'ODF_OTHER_COMPETITION' });
  });

  test('a result of the past is answered from the archive, by version or by time', async () => {
    await service.ingestAt('2028-07-22T22:00:00-07:00', 'race/v1-start-list', 'race/v2-live', 'race/v4-official');
    await service.ingestAt('2028-07-23T01:15:00-07:00', 'race/v6-corrected');
    const { unit } = await service.ask(
      /* GraphQL */ `
        query ($code: String!) {
          unit(code: $code) {
            v1: resultAt(version: 1) { ...Past }
            v2: resultAt(version: 2) { ...Past }
            v4: resultAt(version: 4) { ...Past }
            v5: resultAt(version: 5) { ...Past }
            between: resultAt(time: "2028-07-23T00:00:00-07:00") { version }
            before: resultAt(time: "2020-01-01T00:00:00Z") { version }
          }
        }
        fragment Past on ResultList {
          version
          status
          results(first: 2) {
            nodes { id rank mark records { recordType equalled } competitor { name } }
            pageInfo { hasNextPage endCursor }
          }
          provenance { version }
        }
      `,
      { code: units.final },
    );
    expect(unit.v1.status).toBe('START_LIST');
    expect(unit.v1.results.nodes[0].competitor.name).toBe('CASTILLO Rafael');
    expect(unit.v2.results.nodes[0]).toMatchObject({ rank: 1, mark: '9.81', records: [] });
    expect(unit.v4.results.nodes[0]).toMatchObject({
      mark: '9.79',
      records: [{ recordType: 'WR', equalled: true }],
    });
    expect(unit.v4.results.pageInfo.hasNextPage).toBe(true);
    expect(unit.v4.provenance).toEqual({ version: 4 });
    expect(unit.v5).toBeNull();
    expect(unit.between).toEqual({ version: 4 });
    expect(unit.before).toBeNull();
    expect(unit.v2.results.nodes[0].id).not.toBe(unit.v4.results.nodes[0].id);
    const next = await service.ask(
      `query ($code: String!, $after: String!) { unit(code: $code) { resultAt(version: 4) { results(first: 9, after: $after) { nodes { competitor { code } } } } } }`,
      { code: units.final, after: unit.v4.results.pageInfo.endCursor },
    );
    expect(next.unit.resultAt.results.nodes.map((node: Json) => node.competitor.code)).toEqual(['9000003', '9000004']);
  });

  test('the past is asked for by a version or by a time, not by both and not by neither', async () => {
    await service.ingest('race/v1-start-list');
    for (const args of ['', '(version: 1, time: "2028-07-22T00:00:00Z")']) {
      const answer = await service.post(`{ unit(code: "${units.final}") { resultAt${args} { version } } }`);
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    }
  });
});

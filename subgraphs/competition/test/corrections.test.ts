import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type CompetitionService,
  events,
  type Json,
  messageFile,
  staff,
  startCompetition,
  units,
} from './competitionService.ts';

describe('corrections of official results', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
  });
  afterEach(() => service.close());

  const fields = `documentType code fromVersion toVersion withdrawn notes { code text } unit { code } event { code }
    changes { competitorCode competitorName organisationCode field before after } provenance { version }`;
  const ofFinal = async (): Promise<Json> =>
    (await service.ask(`{ unit(code: "${units.final}") { corrections { ${fields} } } }`)).unit.corrections;

  test('show rank, mark, record and outcome before and after, with the reasons that the message gives', async () => {
    await service.ingest('race/v4-official', 'race/v5-protested', 'race/v6-corrected');
    expect(await ofFinal()).toEqual([
      {
        documentType: 'DT_RESULT',
        code: units.final,
        fromVersion: 4,
        toVersion: 6,
        withdrawn: false,
        notes: [{ code: 'DQ', text: 'Bib 101 disqualified for a lane infringement.' }],
        unit: { code: units.final },
        event: { code: events.men100 },
        changes: [
          change('9000001', 'ADEYEMI Tunde', 'NGA', 'RANK', '1', null),
          change('9000001', 'ADEYEMI Tunde', 'NGA', 'MARK', '9.79', null),
          change('9000001', 'ADEYEMI Tunde', 'NGA', 'INVALID_RESULT_MARK', null, 'DSQ'),
          change('9000001', 'ADEYEMI Tunde', 'NGA', 'RECORDS', '=WR:RUNM100M--------------------------', null),
          change('9000002', 'BERGSTROM Nils', 'SWE', 'RANK', '2', '1'),
          change('9000003', 'CASTILLO Rafael', 'CUB', 'RANK', '2', '1'),
        ],
        provenance: { version: 6 },
      },
    ]);
  });

  const change = (
    competitorCode: string,
    competitorName: string,
    organisationCode: string,
    field: string,
    before: string | null,
    after: string | null,
  ) => ({ competitorCode, competitorName, organisationCode, field, before, after });

  test('are none while nothing official is changed: from unofficial to official, or by an official repetition', async () => {
    await service.ingest('race/v1-start-list', 'race/v3-unofficial', 'race/v4-official', 'race/v5-protested');
    expect(await ofFinal()).toEqual([]);
  });

  test('come to the same in whatever order the versions arrive', async () => {
    await service.ingest('race/v6-corrected', 'race/v5-protested', 'race/v4-official', 'race/v1-start-list');
    expect(await ofFinal()).toMatchObject([{ fromVersion: 4, toVersion: 6 }]);
    expect((await ofFinal())[0].changes).toHaveLength(6);
  });

  test('report a result that is withdrawn altogether', async () => {
    await service.ingest('schedule/v1-whole', 'race/v4-official', 'race/v6-corrected', 'race/v7-invalidation');
    const [withdrawal, first] = await ofFinal();
    expect(withdrawal).toMatchObject({ fromVersion: 6, toVersion: 7, withdrawn: true });
    expect(withdrawal.changes.filter((entry: Json) => entry.field === 'LISTED')).toHaveLength(4);
    expect(first).toMatchObject({ fromVersion: 4, toVersion: 6 });
  });

  test('of medals show who lost and who won one', async () => {
    await service.ingest('medals/100m-v1', 'medals/100m-v2-stripped');
    const { event, corrections } = await service.ask(
      `{ event(code: "${events.men100}") { corrections { ${fields} } } corrections(discipline: "RUN") { nodes { documentType } } }`,
    );
    expect(event.corrections).toMatchObject([
      {
        documentType: 'DT_MEDALLISTS',
        fromVersion: 1,
        toVersion: 2,
        notes: [{ code: 'DQ', text: 'Bib 101 disqualified for a lane infringement.' }],
        unit: null,
        changes: [
          change('9000001', 'ADEYEMI Tunde', 'NGA', 'MEDAL', 'GOLD', null),
          change('9000002', 'BERGSTROM Nils', 'SWE', 'MEDAL', 'SILVER', 'GOLD'),
          change('9000003', 'CASTILLO Rafael', 'CUB', 'MEDAL', 'SILVER', 'GOLD'),
        ],
      },
    ]);
    expect(corrections.nodes).toEqual([{ documentType: 'DT_MEDALLISTS' }]);
  });

  test('are listed for the whole Games, the latest first, page by page', async () => {
    await service.ingestAt('2028-07-22T23:00:00Z', 'race/v4-official', 'medals/100m-v1');
    await service.ingestAt('2028-07-23T08:15:00Z', 'race/v6-corrected');
    await service.ingestAt('2028-07-23T08:30:00Z', 'medals/100m-v2-stripped');
    const page = `nodes { documentType correctedAt } pageInfo { endCursor hasNextPage }`;
    const { corrections } = await service.ask(`{ corrections(first: 1) { ${page} } }`);
    expect(corrections).toMatchObject({
      nodes: [{ documentType: 'DT_MEDALLISTS', correctedAt: '2028-07-23T08:30:00.000Z' }],
      pageInfo: { hasNextPage: true },
    });
    const next = await service.ask(`query ($after: String) { corrections(after: $after) { ${page} } }`, {
      after: corrections.pageInfo.endCursor,
    });
    expect(next.corrections.nodes).toEqual([{ documentType: 'DT_RESULT', correctedAt: '2028-07-23T08:15:00.000Z' }]);
    await expect(service.ask(`{ corrections(discipline: "GRP") { nodes { code } } }`)).rejects.toThrow(
      'BAD_USER_INPUT',
    );
  });
});

test('every fact names the message that said it, and staff reads that message as it was received', async () => {
  const service = await startCompetition();
  try {
    await service.ingest(
      'codes/event-v1',
      'schedule/v1-whole',
      'participants/v1-misspelt',
      'race/v4-official',
      'medals/100m-v1',
    );
    const { unit, event } = await service.ask(
      `{ unit(code: "${units.final}") { schedule { provenance { messageId documentType source generatedAt } } result { provenance { messageId documentType generatedAt } results(first: 1) { nodes { provenance { messageId } records { provenance { messageId } } } } } session { provenance { documentType } } }
        event(code: "${events.men100}") { medals { provenance { documentType version } } entries(first: 1) { nodes { provenance { documentType source } } } } }`,
    );
    expect(unit.schedule.provenance).toMatchObject({
      documentType: 'DT_SCHEDULE',
      source: 'CENTRAL1',
      generatedAt: '2028-07-01T09:00:00-07:00',
    });
    const [result] = unit.result.results.nodes;
    expect(result.provenance).toEqual({ messageId: unit.result.provenance.messageId });
    expect(result.records[0].provenance).toEqual(result.provenance);
    expect(unit.session.provenance).toEqual({ documentType: 'DT_SCHEDULE' });
    expect(event.medals[0].provenance).toEqual({ documentType: 'DT_MEDALLISTS', version: 1 });
    expect(event.entries.nodes[0].provenance).toEqual({ documentType: 'DT_PARTIC', source: 'CENTRAL1' });

    const { message } = await service.ask(
      `query ($id: ID!) { message(id: $id) { competitionCode documentCode version feed state resultStatus logicalDate generatedAt sizeBytes sha256 body issues { code } } }`,
      { id: unit.result.provenance.messageId },
      staff,
    );
    const bytes = messageFile('race/v4-official');
    expect(message).toMatchObject({
      competitionCode: 'XG2028',
      documentCode: units.final,
      version: 4,
      feed: 'PRODUCTION',
      state: 'APPLIED',
      resultStatus: 'OFFICIAL',
      logicalDate: '2028-07-22',
      generatedAt: '2028-07-22T22:00:00-07:00',
      sizeBytes: bytes.length,
    });
    expect(message.body).toBe(bytes.toString('utf8'));
  } finally {
    await service.close();
  }
});

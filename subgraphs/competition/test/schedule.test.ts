import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CompetitionService, events, type Json, staff, startCompetition, units } from './competitionService.ts';

describe('the schedule', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
  });
  afterEach(() => service.close());

  const codes = async (filter: object = {}) => {
    const { schedule } = await service.ask(
      `query ($filter: ScheduleFilter) { schedule(filter: $filter, first: 100) { nodes { code } } }`,
      { filter },
    );
    return schedule.nodes.map((unit: Json) => unit.code);
  };
  const unit = async (code: string, fields: string) =>
    (await service.ask(`query ($code: String!) { unit(code: $code) { ${fields} } }`, { code })).unit;

  test('lists units by start; what is unscheduled stays hidden unless it is asked for', async () => {
    await service.ingest('schedule/v1-whole');
    expect(await codes()).toEqual([
      units.heat1,
      units.heat2,
      units.final,
      units.womenFinal,
      units.tenThousand,
      units.womenHeat1,
    ]);
    expect(await codes({ statuses: ['UNSCHEDULED'] })).toEqual(['RUNW100M--------------HEAT000200--']);
    expect(await codes({ discipline: 'RUN', medals: true })).toEqual([
      units.final,
      units.womenFinal,
      units.tenThousand,
    ]);
    expect(await codes({ session: 'RUN02' })).toEqual([units.womenHeat1]);
    await expect(codes({ venue: 'HAL' })).rejects.toThrow('nothing has the code');
    expect(await codes({ event: 'RUNW100M' })).toEqual([units.womenFinal, units.womenHeat1]);
  });

  test('a unit after midnight belongs to the competition day on which its session began', async () => {
    await service.ingest('schedule/v1-whole');
    expect(await unit(units.tenThousand, 'logicalDate startTime')).toEqual({
      logicalDate: '2028-07-22',
      startTime: '2028-07-23T00:20:00-07:00',
    });
    expect(await codes({ date: '2028-07-22' })).toEqual([
      units.heat1,
      units.heat2,
      units.final,
      units.womenFinal,
      units.tenThousand,
    ]);
    expect(await codes({ date: '2028-07-23' })).toEqual([units.womenHeat1]);
  });

  test('a session that runs past three in the morning is still one day, and takes its units along when it moves', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u6-session-moved');
    expect(await unit(units.womenHeat1, 'logicalDate startTime session { logicalDate }')).toEqual({
      logicalDate: '2028-07-23',
      startTime: '2028-07-24T03:30:00-07:00',
      session: { logicalDate: '2028-07-23' },
    });
  });

  test('a day that the message gives itself is never derived from the offset', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u11-given-day');
    expect(await unit(units.tenThousand, 'logicalDate startTime')).toEqual({
      logicalDate: '2028-07-22',
      startTime: '2028-07-23T00:20:00+02:00',
    });
  });

  test('a hidden start keeps the order and is not shown as a time', async () => {
    await service.ingest('schedule/v1-whole');
    expect(await unit(units.womenFinal, 'startTime schedule { startTime startTimeHidden startText endTime }')).toEqual({
      startTime: null,
      schedule: { startTime: null, startTimeHidden: true, startText: 'Follows the men’s final', endTime: null },
    });
  });

  test('a postponed unit has no time; a rescheduled one has its new time', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u4-heat-2-postponed');
    expect(await unit(units.heat2, 'status startTime')).toEqual({ status: 'POSTPONED', startTime: null });
    await service.ingest('schedule/u5-heat-2-rescheduled');
    expect(await unit(units.heat2, 'status startTime')).toEqual({
      status: 'RESCHEDULED',
      startTime: '2028-07-22T20:30:00-07:00',
    });
  });

  test('an update replaces only the units that it names, and of those all that it leaves out', async () => {
    await service.ingest('schedule/v1-whole');
    expect((await unit(units.final, 'schedule { startText locationCode }')).schedule).toEqual({
      startText: 'Not before 21:45',
      locationCode: 'OVLT1',
    });
    await service.ingest('schedule/u1-final-getting-ready');
    expect(await unit(units.final, 'status schedule { startText provenance { documentType version } }')).toEqual({
      status: 'GETTING_READY',
      schedule: { startText: null, provenance: { documentType: 'DT_SCHEDULE_UPDATE', version: 1 } },
    });
    expect((await unit(units.heat1, 'status')).status).toBe('SCHEDULED');
  });

  test('a whole schedule resets its discipline: what it leaves out is gone, of units and of attributes', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/competitors-before-the-start-list');
    await service.ingest('schedule/v2-whole-without-heat-2');
    expect(await unit(units.heat2, 'code')).toBeNull();
    expect((await unit(units.final, 'schedule { locationCode }')).schedule.locationCode).toBeNull();
    expect((await unit(units.quarterFinal, 'status')).status).toBe('SCHEDULED');
  });

  test('a whole schedule that comes late does not undo an update that was written after it', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u5-heat-2-rescheduled', 'schedule/v2-whole-without-heat-2');
    expect((await unit(units.heat2, 'status')).status).toBe('RESCHEDULED');
    expect((await unit(units.final, 'schedule { locationCode }')).schedule.locationCode).toBeNull();
  });

  test('an update that comes late says nothing about what a later whole schedule left out or changed', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/v2-whole-without-heat-2', 'schedule/u7-old-heat-2');
    expect(await unit(units.heat2, 'code')).toBeNull();
  });

  test('updates do not supersede each other: an older one that comes late still counts for what only it names', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u9-jump-to-finished', 'schedule/u4-heat-2-postponed');
    expect((await unit(units.heat1, 'status')).status).toBe('FINISHED');
    expect((await unit(units.heat2, 'status')).status).toBe('POSTPONED');
    await service.ingest('schedule/u3-final-finished', 'schedule/u1-final-getting-ready');
    expect((await unit(units.final, 'status')).status).toBe('FINISHED');
  });

  test('the same messages in another order come to the same schedule', async () => {
    const files = [
      'schedule/v1-whole',
      'schedule/v2-whole-without-heat-2',
      'schedule/u1-final-getting-ready',
      'schedule/u2-final-running',
      'schedule/u3-final-finished',
      'schedule/u5-heat-2-rescheduled',
      'schedule/u7-old-heat-2',
    ];
    const state = async (of: CompetitionService) =>
      (
        await of.ask(
          `{ schedule(first: 100) { nodes { code status startTime schedule { actualEndTime provenance { documentType version } } } } }`,
        )
      ).schedule.nodes;
    await service.ingest(...files);
    const other = await startCompetition();
    try {
      await other.ingest(...files.toReversed());
      expect(await state(other)).toEqual(await state(service));
    } finally {
      await other.close();
    }
  });

  test('the header alone of a whole schedule withdraws the discipline; of an update it changes nothing and is noted', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u8-header-alone');
    expect(await codes()).toHaveLength(6);
    const { messages } = await service.ask(
      `{ messages(filter: { withIssues: true }) { nodes { documentType issues { code } } } }`,
      {},
      staff,
    );
    expect(messages.nodes).toEqual([
      { documentType: 'DT_SCHEDULE_UPDATE', issues: [{ code: 'INVALIDATION_WITHOUT_EFFECT' }] },
    ]);
    await service.ingest('schedule/v3-withdrawn');
    expect(await codes()).toEqual([]);
  });

  test('values that cannot be read are left out and noted; the rest of the message counts', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u10-odd-values');
    expect(await unit(units.heat1, 'status startTime medalType name')).toEqual({
      status: null,
      startTime: null,
      medalType: null,
      name: "Men's 100 m Heat 1",
    });
    const { messages } = await service.ask(
      `{ messages(filter: { withIssues: true }) { nodes { state issues { code detail } } } }`,
      {},
      staff,
    );
    expect(messages.nodes[0].state).toBe('APPLIED');
    expect(messages.nodes[0].issues.map((issue: Json) => issue.code).sort()).toEqual([
      'CODE_EXPECTED',
      'TIME_EXPECTED',
      'UNEXPECTED_STATUS_CHANGE',
      'UNKNOWN_STATUS',
      'UNKNOWN_VALUE',
    ]);
  });

  test('pages go on where they ended, forward and backward, over equal starts too', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/competitors-before-the-start-list');
    const all = await codes();
    const forward: string[] = [];
    let after: string | null = null;
    do {
      const { schedule }: Json = await service.ask(
        `query ($after: String) { schedule(first: 4, after: $after) { nodes { code } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      forward.push(...schedule.nodes.map((node: Json) => node.code));
      after = schedule.pageInfo.hasNextPage ? schedule.pageInfo.endCursor : null;
    } while (after !== null);
    expect(forward).toEqual(all);
    const { schedule: last } = await service.ask(
      `{ schedule(last: 3) { nodes { code } pageInfo { hasPreviousPage startCursor } } }`,
    );
    expect(last.nodes.map((node: Json) => node.code)).toEqual(all.slice(-3));
    const { schedule: before } = await service.ask(
      `query ($before: String!) { schedule(last: 3, before: $before) { nodes { code } } }`,
      { before: last.pageInfo.startCursor },
    );
    expect(before.nodes.map((node: Json) => node.code)).toEqual(all.slice(-6, -3));
  });

  test('venues, sessions, disciplines, events and days lead to their units', async () => {
    await service.ingest(
      'codes/competition-v1',
      'codes/discipline-v1',
      'codes/event-v1',
      'codes/phase-v1',
      'codes/venue-v1',
      'codes/location-v1',
      'schedule/v1-whole',
      'schedule/competitors-before-the-start-list',
    );
    const data = await service.ask(
      /* GraphQL */ `
        query ($event: String!) {
          games { id code name startDate endDate today utcOffset eventCount decidedEventCount
            days { date unitCount medalUnitCount disciplines { code } } }
          venue(code: "OVL") { name city latitude disciplines { code } sessions(date: "2028-07-22") { nodes { code name medals sessionType } }
            units(first: 2) { nodes { code } } }
          discipline(code: "GRP") { name venues { code } units(date: "2028-07-23", first: 1) { nodes { name competitors { basis competitor { name } } } } }
          event(code: $event) { name gender status phases { code name status units(first: 5) { nodes { code } } } units(first: 9) { nodes { code } } }
          competitionSession(code: "RUN01") { logicalDate startTime endTime units(first: 100) { nodes { code schedule { location } } } }
        }
      `,
      { event: 'RUNM100M' },
    );
    expect(data.games).toMatchObject({
      id: 'gam_XG2028',
      name: 'Example Games 2028',
      startDate: '2028-07-22',
      endDate: '2028-07-23',
      today: '2028-07-22',
      utcOffset: '-07:00',
      eventCount: 6,
      decidedEventCount: 0,
    });
    expect(data.games.days).toEqual([
      { date: '2028-07-22', unitCount: 5, medalUnitCount: 3, disciplines: [{ code: 'RUN' }] },
      { date: '2028-07-23', unitCount: 7, medalUnitCount: 3, disciplines: [{ code: 'GRP' }, { code: 'RUN' }] },
    ]);
    expect(data.venue).toEqual({
      name: 'Oval Stadium',
      city: 'Examplia',
      latitude: 34.0141,
      disciplines: [{ code: 'RUN' }],
      sessions: {
        nodes: [{ code: 'RUN01', name: 'Running, evening of day 9', medals: true, sessionType: 'EVE' }],
      },
      units: { nodes: [{ code: units.heat1 }, { code: units.heat2 }] },
    });
    expect(data.discipline).toEqual({
      name: 'Grappling',
      venues: [{ code: 'HAL' }],
      units: {
        nodes: [
          {
            name: "Women's 60 kg Quarter-final 1",
            competitors: [
              { basis: 'SCHEDULE', competitor: { name: 'EKLUND Maja' } },
              { basis: 'SCHEDULE', competitor: { name: 'FUENTES Ana' } },
            ],
          },
        ],
      },
    });
    expect(data.event).toMatchObject({ name: "Men's 100 m", gender: 'MEN', status: 'SCHEDULED' });
    expect(data.event.phases).toEqual([
      {
        code: `RUNM100M--------------HEAT${'-'.repeat(8)}`,
        name: 'Heats',
        status: 'SCHEDULED',
        units: { nodes: [{ code: units.heat1 }, { code: units.heat2 }] },
      },
      {
        code: `RUNM100M--------------FNL-${'-'.repeat(8)}`,
        name: 'Final',
        status: 'SCHEDULED',
        units: { nodes: [{ code: units.final }] },
      },
    ]);
    expect(data.competitionSession.logicalDate).toBe('2028-07-22');
    expect(data.competitionSession.units.nodes).toHaveLength(5);
    expect(data.competitionSession.units.nodes[0].schedule.location).toBe('Track');
  });

  test('names follow the reader’s languages, and fall back to English', async () => {
    await service.ingest('codes/event-v1', 'codes/discipline-v1', 'codes/venue-v1', 'schedule/v1-whole');
    const query = `{ event(code: "${events.men100}") { name discipline { name } } unit(code: "${units.heat1}") { name venue { name } } }`;
    const french = await service.ask(query, {}, undefined, { 'accept-language': 'fr-CA, en;q=0.5' });
    expect(french).toEqual({
      event: { name: '100 m hommes', discipline: { name: 'Course' } },
      unit: { name: '100 m hommes, série 1', venue: { name: 'Stade Ovale' } },
    });
    const thai = await service.ask(query, {}, undefined, { 'accept-language': 'th' });
    expect(thai.event.name).toBe("Men's 100 m");
    // The next version of the code table has no French name and no second venue: both are gone.
    await service.ingest('codes/venue-v2');
    const again = await service.ask(query, {}, undefined, { 'accept-language': 'fr' });
    expect(again.unit.venue.name).toBe('Oval Stadium');
    expect((await service.ask(`{ venues { nodes { code } } }`)).venues.nodes).toEqual([{ code: 'OVL' }]);
  });
});

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { isExpectedResultChange, resultStatuses, resultTransitions } from '../src/domain/results/resultStatus.ts';
import {
  isExpectedScheduleChange,
  scheduleStatuses,
  scheduleTransitions,
} from '../src/domain/schedule/scheduleStatus.ts';
import { stageStatus } from '../src/domain/structure/stageStatus.ts';
import { type CompetitionService, events, staff, startCompetition, units } from './competitionService.ts';

describe('the two states of a unit', () => {
  let service: CompetitionService;
  beforeEach(async () => {
    service = await startCompetition();
  });
  afterEach(() => service.close());

  const unit = async (fields: string, code: string = units.final) =>
    (await service.ask(`query ($code: String!) { unit(code: $code) { ${fields} } }`, { code })).unit;

  test('move independently: a unit may be finished and its result not yet official', async () => {
    await service.ingest('schedule/v1-whole', 'race/v1-start-list');
    expect(await unit('status resultStatus live')).toEqual({
      status: 'SCHEDULED',
      resultStatus: 'START_LIST',
      live: false,
    });
    await service.ingest('schedule/u1-final-getting-ready', 'schedule/u2-final-running', 'race/v2-live');
    expect(await unit('status resultStatus live')).toEqual({ status: 'RUNNING', resultStatus: 'LIVE', live: true });
    await service.ingest('schedule/u3-final-finished', 'race/v3-unofficial');
    expect(await unit('status resultStatus live')).toEqual({
      status: 'FINISHED',
      resultStatus: 'UNOFFICIAL',
      live: false,
    });
    await service.ingest('race/v4-official', 'race/v5-protested');
    expect(await unit('status resultStatus')).toEqual({ status: 'FINISHED', resultStatus: 'PROTESTED' });
  });

  test('keep every change with its message; one that the rules do not foresee is recorded, never refused', async () => {
    await service.ingest('schedule/v1-whole', 'schedule/u9-jump-to-finished', 'heat/official');
    expect(await unit('statusChanges { machine from to expected provenance { version } }', units.heat1)).toEqual({
      statusChanges: [
        { machine: 'RESULT', from: null, to: 'OFFICIAL', expected: true, provenance: { version: 1 } },
        { machine: 'SCHEDULE', from: 'SCHEDULED', to: 'FINISHED', expected: false, provenance: { version: 9 } },
        { machine: 'SCHEDULE', from: null, to: 'SCHEDULED', expected: true, provenance: { version: 1 } },
      ],
    });
    const { messages } = await service.ask(
      `{ messages(filter: { withIssues: true }) { nodes { state issues { code } } } }`,
      {},
      staff,
    );
    expect(messages.nodes).toEqual([{ state: 'APPLIED', issues: [{ code: 'UNEXPECTED_STATUS_CHANGE' }] }]);
  });

  test('are recorded step by step also when a batch brings all steps at once', async () => {
    await service.ingestAt(
      '2028-07-22T22:00:00-07:00',
      'schedule/v1-whole',
      'schedule/u1-final-getting-ready',
      'schedule/u2-final-running',
      'schedule/u3-final-finished',
      'race/v1-start-list',
      'race/v2-live',
      'race/v3-unofficial',
      'race/v4-official',
    );
    const { statusChanges } = await unit('statusChanges { machine to expected at }');
    expect(statusChanges.map(({ machine, to }: { machine: string; to: string }) => `${machine} ${to}`)).toEqual([
      'RESULT OFFICIAL',
      'RESULT UNOFFICIAL',
      'RESULT LIVE',
      'RESULT START_LIST',
      'SCHEDULE FINISHED',
      'SCHEDULE RUNNING',
      'SCHEDULE GETTING_READY',
      'SCHEDULE SCHEDULED',
    ]);
    expect(statusChanges.every((change: { expected: boolean }) => change.expected)).toBe(true);
    expect(statusChanges[0].at).toBe('2028-07-23T05:00:00.000Z');
  });

  test('make the state of phases and events, which no message says', async () => {
    const stages = async () => {
      const { event } = await service.ask(`{ event(code: "${events.men100}") { status phases { status } } }`);
      return [event.status, ...event.phases.map((phase: { status: string }) => phase.status)];
    };
    await service.ingest('schedule/v1-whole');
    expect(await stages()).toEqual(['SCHEDULED', 'SCHEDULED', 'SCHEDULED']);
    await service.ingest('schedule/u9-jump-to-finished', 'schedule/u4-heat-2-postponed');
    expect(await stages()).toEqual(['INTERRUPTED', 'INTERRUPTED', 'SCHEDULED']);
    await service.ingest('schedule/u5-heat-2-rescheduled');
    expect(await stages()).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'SCHEDULED']);
    await service.ingest('schedule/u2-final-running');
    expect(await stages()).toEqual(['RUNNING', 'IN_PROGRESS', 'RUNNING']);
    await service.ingest('schedule/u3-final-finished');
    expect(await stages()).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'FINISHED']);
    await service.ingest('race/v4-official');
    expect(await stages()).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'OFFICIAL']);
  });
});

test('every state of the schedule has its row in the table, and leads only to states that there are', () => {
  expect(Object.keys(scheduleTransitions).sort()).toEqual([...scheduleStatuses].sort());
  for (const to of Object.values(scheduleTransitions).flat()) expect(scheduleStatuses).toContain(to);
  expect(isExpectedScheduleChange(null, 'SCHEDULED')).toBe(true);
  expect(isExpectedScheduleChange(null, 'FINISHED')).toBe(true);
  expect(isExpectedScheduleChange(null, 'STARTED_SOMEHOW')).toBe(false);
  expect(isExpectedScheduleChange('FINISHED', 'SCHEDULED')).toBe(false);
  expect(isExpectedScheduleChange('RUNNING', null)).toBe(false);
});

test('every state of the result has its row in the table, and leads only to states that there are', () => {
  expect(Object.keys(resultTransitions).sort()).toEqual([...resultStatuses].sort());
  for (const to of Object.values(resultTransitions).flat()) expect(resultStatuses).toContain(to);
  expect(isExpectedResultChange('OFFICIAL', 'LIVE')).toBe(false);
  expect(isExpectedResultChange('OFFICIAL', null)).toBe(true);
});

test('a stage is cancelled only when all of it is, and a cancelled unit does not keep it open', () => {
  const unit = (scheduleStatus: string | null, resultStatus: string | null = null) => ({
    scheduleStatus,
    resultStatus,
  });
  expect(stageStatus([])).toBe('UNSCHEDULED');
  expect(stageStatus([unit('UNSCHEDULED')])).toBe('UNSCHEDULED');
  expect(stageStatus([unit('CANCELLED'), unit('CANCELLED')])).toBe('CANCELLED');
  expect(stageStatus([unit('CANCELLED'), unit('FINISHED', 'OFFICIAL')])).toBe('OFFICIAL');
  expect(stageStatus([unit('FINISHED', 'PROTESTED'), unit('FINISHED', 'OFFICIAL')])).toBe('FINISHED');
  expect(stageStatus([unit(null, 'OFFICIAL'), unit(null, 'LIVE')])).toBe('RUNNING');
});

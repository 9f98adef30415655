import type { ScheduleStatus } from '../schedule/scheduleStatus.ts';

/** How far a phase or an event is. No message says so: it follows from its units. */
export type StageStatus =
  | 'UNSCHEDULED'
  | 'SCHEDULED'
  | 'RUNNING'
  | 'IN_PROGRESS'
  | 'INTERRUPTED'
  | 'FINISHED'
  | 'OFFICIAL'
  | 'CANCELLED';

export interface UnitStates {
  readonly scheduleStatus: string | null;
  readonly resultStatus: string | null;
}

const running: readonly string[] = ['RUNNING', 'SCHEDULED_BREAK'] satisfies ScheduleStatus[];
const halted: readonly string[] = ['INTERRUPTED', 'DELAYED', 'POSTPONED'] satisfies ScheduleStatus[];

/** The state of a phase or an event from the states of its units. Unscheduled units count only when there are no others. */
export function stageStatus(units: readonly UnitStates[]): StageStatus {
  const planned = units.filter((unit) => unit.scheduleStatus !== 'UNSCHEDULED' && !isUnknown(unit));
  if (planned.length === 0) return 'UNSCHEDULED';
  const contested = planned.filter((unit) => unit.scheduleStatus !== 'CANCELLED');
  if (contested.length === 0) return 'CANCELLED';
  if (contested.some(isRunning)) return 'RUNNING';
  if (contested.every(isOver)) {
    return contested.every((unit) => unit.resultStatus === 'OFFICIAL') ? 'OFFICIAL' : 'FINISHED';
  }
  if (contested.some((unit) => halted.includes(unit.scheduleStatus ?? ''))) return 'INTERRUPTED';
  return contested.some(isOver) ? 'IN_PROGRESS' : 'SCHEDULED';
}

const isUnknown = (unit: UnitStates): boolean => unit.scheduleStatus === null && unit.resultStatus === null;

/** The schedule says whether a unit runs; where it says nothing, the result does. */
const isRunning = ({ scheduleStatus, resultStatus }: UnitStates): boolean =>
  scheduleStatus === null
    ? resultStatus === 'LIVE' || resultStatus === 'INTERMEDIATE'
    : running.includes(scheduleStatus);

const isOver = ({ scheduleStatus, resultStatus }: UnitStates): boolean =>
  scheduleStatus === null
    ? ['UNCONFIRMED', 'UNOFFICIAL', 'OFFICIAL', 'PROTESTED', 'PROVISIONAL'].includes(resultStatus ?? '')
    : scheduleStatus === 'FINISHED';

import { isScheduleStatus, liveScheduleStatuses } from './scheduleStatus.ts';

interface PlannedTime {
  readonly status: string | null;
  readonly startAt: Date | null;
  readonly startHidden: boolean | null;
}

/** The start that may be shown: none while the time is unknown, or is a placeholder that only keeps the order. */
export function shownStart({ status, startAt, startHidden }: PlannedTime): Date | null {
  return startHidden === true || status === 'POSTPONED' ? null : startAt;
}

/** Whether a unit is under way: the schedule says so; where it says nothing, the result does. */
export function isLive({
  status,
  resultStatus,
}: {
  readonly status: string | null;
  readonly resultStatus: string | null;
}): boolean {
  if (isScheduleStatus(status)) return liveScheduleStatuses.includes(status);
  return resultStatus === 'LIVE' || resultStatus === 'INTERMEDIATE';
}

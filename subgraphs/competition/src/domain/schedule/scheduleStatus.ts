/** The states of a unit in the schedule: whether it takes place. Which state may follow which, as the feed's rules say. */
export const scheduleStatuses = [
  'UNSCHEDULED',
  'SCHEDULED',
  'GETTING_READY',
  'RUNNING',
  'SCHEDULED_BREAK',
  'INTERRUPTED',
  'DELAYED',
  'POSTPONED',
  'RESCHEDULED',
  'CANCELLED',
  'FINISHED',
] as const;
export type ScheduleStatus = (typeof scheduleStatuses)[number];

export const scheduleTransitions: Readonly<Record<ScheduleStatus, readonly ScheduleStatus[]>> = Object.freeze({
  UNSCHEDULED: ['SCHEDULED', 'CANCELLED'],
  SCHEDULED: ['UNSCHEDULED', 'GETTING_READY', 'RUNNING', 'DELAYED', 'POSTPONED', 'RESCHEDULED', 'CANCELLED'],
  GETTING_READY: ['RUNNING', 'DELAYED', 'POSTPONED', 'RESCHEDULED', 'INTERRUPTED', 'CANCELLED'],
  RUNNING: ['SCHEDULED_BREAK', 'INTERRUPTED', 'FINISHED'],
  SCHEDULED_BREAK: ['RUNNING', 'GETTING_READY', 'INTERRUPTED', 'FINISHED'],
  INTERRUPTED: ['RUNNING', 'GETTING_READY', 'POSTPONED', 'RESCHEDULED', 'CANCELLED', 'FINISHED'],
  DELAYED: ['SCHEDULED', 'GETTING_READY', 'RUNNING', 'POSTPONED', 'RESCHEDULED', 'CANCELLED'],
  POSTPONED: ['RESCHEDULED', 'SCHEDULED', 'CANCELLED'],
  RESCHEDULED: ['GETTING_READY', 'RUNNING', 'DELAYED', 'POSTPONED', 'CANCELLED'],
  CANCELLED: ['SCHEDULED', 'RESCHEDULED'],
  FINISHED: ['RUNNING'],
});

/** States in which a unit is under way. */
export const liveScheduleStatuses: readonly ScheduleStatus[] = ['RUNNING', 'SCHEDULED_BREAK', 'INTERRUPTED'];

export function isScheduleStatus(text: string | null): text is ScheduleStatus {
  return (scheduleStatuses as readonly (string | null)[]).includes(text);
}

/**
 * Whether the feed's rules foresee the change. Null stands for "nothing said": a reader who hears of a unit for the first
 * time may find it in any state, and it may leave the schedule before it has begun. A change that is not foreseen is
 * recorded, never refused.
 */
export function isExpectedScheduleChange(from: string | null, to: string | null): boolean {
  if (from === null) return isScheduleStatus(to);
  if (to === null) return from === 'UNSCHEDULED' || from === 'SCHEDULED' || from === 'CANCELLED';
  return isScheduleStatus(from) && isScheduleStatus(to) && scheduleTransitions[from].includes(to);
}

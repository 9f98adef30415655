/** The states of a result: how far it can be relied on. Independent of the unit's state in the schedule. */
export const resultStatuses = [
  'START_LIST',
  'LIVE',
  'INTERMEDIATE',
  'UNCONFIRMED',
  'UNOFFICIAL',
  'OFFICIAL',
  'PARTIAL',
  'PROTESTED',
  'PROVISIONAL',
] as const;
export type ResultStatus = (typeof resultStatuses)[number];

export const resultTransitions: Readonly<Record<ResultStatus, readonly ResultStatus[]>> = Object.freeze({
  START_LIST: ['LIVE', 'INTERMEDIATE', 'PARTIAL', 'UNCONFIRMED', 'UNOFFICIAL', 'OFFICIAL'],
  LIVE: ['START_LIST', 'INTERMEDIATE', 'PARTIAL', 'UNCONFIRMED', 'UNOFFICIAL', 'OFFICIAL', 'PROVISIONAL', 'PROTESTED'],
  INTERMEDIATE: ['LIVE', 'PARTIAL', 'UNCONFIRMED', 'UNOFFICIAL', 'OFFICIAL', 'PROVISIONAL', 'PROTESTED'],
  PARTIAL: ['LIVE', 'UNCONFIRMED', 'UNOFFICIAL', 'OFFICIAL', 'PROTESTED', 'PROVISIONAL'],
  UNCONFIRMED: ['LIVE', 'UNOFFICIAL', 'OFFICIAL', 'PROTESTED', 'PROVISIONAL'],
  UNOFFICIAL: ['OFFICIAL', 'PROTESTED', 'PROVISIONAL', 'UNCONFIRMED'],
  PROTESTED: ['UNOFFICIAL', 'OFFICIAL', 'PROVISIONAL', 'UNCONFIRMED'],
  PROVISIONAL: ['OFFICIAL', 'UNOFFICIAL', 'PROTESTED'],
  OFFICIAL: ['PROTESTED', 'PROVISIONAL'],
});

export function isResultStatus(text: string | null): text is ResultStatus {
  return (resultStatuses as readonly (string | null)[]).includes(text);
}

/**
 * Whether the feed's rules foresee the change. A new version in the same state is not a change. Who hears of
 * a result for the first time may find it in any state; from official it may only be put in question, or be corrected (which stays official). Any result may be
 * withdrawn. A change that is not foreseen is recorded, never refused.
 */
export function isExpectedResultChange(from: string | null, to: string | null): boolean {
  if (from === null) return isResultStatus(to);
  if (to === null) return true;
  return isResultStatus(from) && isResultStatus(to) && resultTransitions[from].includes(to);
}

import type { OdfElement } from '@games/odf';
import type { ResultListKind } from '../domain/facts.ts';
import { applyControls } from './apply/applyControls.ts';
import { applyActions, applyBrackets, applyCodes, applyMedallists, applyMedalTable } from './apply/applyDocuments.ts';
import { applyEntries, applyParticipants, applyTeams } from './apply/applyParticipants.ts';
import { applyResults } from './apply/applyResults.ts';
import { applySchedule } from './apply/applySchedule.ts';
import type { Applier } from './apply/work.ts';
import { readActions } from './read/readActions.ts';
import { readBrackets } from './read/readBrackets.ts';
import { readCodes } from './read/readCodes.ts';
import { readEntries } from './read/readEntries.ts';
import type { Reading } from './read/reading.ts';
import { readMedallists, readMedalTable } from './read/readMedals.ts';
import { readParticipants, readTeams } from './read/readParticipants.ts';
import { readResultList } from './read/readResultList.ts';
import { readSchedule } from './read/readSchedule.ts';

/** Kinds of messages that are applied together, in the order in which a batch applies them. */
export const families = [
  'codes',
  'participants',
  'teams',
  'schedule',
  'entries',
  'results',
  'actions',
  'brackets',
  'medallists',
  'medalTable',
  'controls',
] as const;
export type Family = (typeof families)[number];

export interface MessageType {
  readonly family: Family;
  /**
   * `whole`: a higher version replaces all that lower ones said. `update`: each version counts for what it names.
   * `control`: header alone, about the sender.
   */
  readonly kind: 'whole' | 'update' | 'control';
  readonly read: (reading: Reading, competition: OdfElement) => unknown;
}

const whole = (family: Family, read: MessageType['read']): MessageType => ({ family, kind: 'whole', read });
const update = (family: Family, read: MessageType['read']): MessageType => ({ family, kind: 'update', read });
const control: MessageType = { family: 'controls', kind: 'control', read: () => null };
const results = (kind: ResultListKind): MessageType =>
  whole('results', (reading, competition) => readResultList(kind, reading, competition));

/** Every kind of message that the graph uses. Others are kept in the archive. */
const messageTypes: Readonly<Record<string, MessageType>> = Object.freeze({
  DT_CODES: whole('codes', readCodes),
  DT_SCHEDULE: whole('schedule', readSchedule),
  DT_SCHEDULE_UPDATE: update('schedule', readSchedule),
  DT_PARTIC: whole('participants', readParticipants),
  DT_PARTIC_UPDATE: update('participants', readParticipants),
  DT_PARTIC_TEAMS: whole('teams', readTeams),
  DT_PARTIC_TEAMS_UPDATE: update('teams', readTeams),
  DT_ENTRIES: whole('entries', readEntries),
  DT_RESULT: results('UNIT'),
  DT_CURRENT: results('CURRENT'),
  DT_PHASE_RESULT: results('PHASE'),
  DT_POOL_STANDING: results('POOL'),
  DT_CUMULATIVE_RESULT: results('CUMULATIVE'),
  DT_RANKING: results('RANKING'),
  DT_PLAY_BY_PLAY: whole('actions', readActions),
  DT_BRACKETS: whole('brackets', readBrackets),
  DT_MEDALLISTS: whole('medallists', readMedallists),
  DT_MEDALS: whole('medalTable', readMedalTable),
  DT_KA: control,
  DT_LOCAL_ON: control,
  DT_LOCAL_OFF: control,
  DT_GLOBAL_GM: control,
  DT_GLOBAL_GN: control,
});

/** What is known of a kind of message, or null for one that the graph does not use. */
export function messageType(documentType: string): MessageType | null {
  return Object.hasOwn(messageTypes, documentType) ? (messageTypes[documentType] as MessageType) : null;
}

/** How each family is written. What a family's readers make is what its applier takes. */
export const appliers: Readonly<Record<Family, Applier<never>>> = Object.freeze({
  controls: applyControls,
  codes: applyCodes,
  participants: applyParticipants,
  teams: applyTeams,
  schedule: applySchedule,
  entries: applyEntries,
  results: applyResults,
  actions: applyActions,
  brackets: applyBrackets,
  medallists: applyMedallists,
  medalTable: applyMedalTable,
});

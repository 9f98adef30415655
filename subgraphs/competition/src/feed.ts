import type { RscLevel } from '@games/odf';
import type { Applier, ApplyWork, Feed, MessageType } from '@games/odf-feed';
import { applyActions } from './commands/actions/applyActions.ts';
import { applyBrackets } from './commands/brackets/applyBrackets.ts';
import { recordCorrections } from './commands/corrections/recordCorrections.ts';
import { applyMedallists, applyMedalTable } from './commands/medals/applyMedals.ts';
import { applyEntries, applyParticipants, applyTeams } from './commands/participants/applyParticipants.ts';
import { applyResults } from './commands/results/applyResults.ts';
import { applySchedule } from './commands/schedule/applySchedule.ts';
import { applyCodes } from './commands/structure/applyCodes.ts';
import { readActions } from './domain/actions/readActions.ts';
import { readBrackets } from './domain/brackets/readBrackets.ts';
import type { ResultListKind } from './domain/facts.ts';
import { readMedallists, readMedalTable } from './domain/medals/readMedals.ts';
import { readEntries } from './domain/participants/readEntries.ts';
import { readParticipants, readTeams } from './domain/participants/readParticipants.ts';
import { readResultList } from './domain/results/readResultList.ts';
import { readSchedule } from './domain/schedule/readSchedule.ts';
import { readCodes } from './domain/structure/readCodes.ts';
import { type Changes, createChanges, publishChanges } from './live/changes.ts';

/** How each family of messages is written, in the order in which a batch applies them. */
const appliers = {
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
} satisfies Readonly<Record<string, Applier<never, Changes>>>;

const message =
  (kind: MessageType['kind'], ...levels: readonly RscLevel[]) =>
  (family: keyof typeof appliers, read: MessageType['read']): MessageType => ({ family, kind, levels, read });
const ofDiscipline = message('whole', 'discipline');
const updateOfDiscipline = message('update', 'discipline');
const ofEvent = message('whole', 'event');
const ofUnit = message('whole', 'unit');
const results = (kind: ResultListKind, ...levels: readonly RscLevel[]): MessageType =>
  message('whole', ...levels)('results', (reading, competition) => readResultList(kind, reading, competition));

/** Every kind of message that the graph uses, with its level of code. Others are kept in the archive. */
const messageTypes: Readonly<Record<string, MessageType>> = {
  DT_CODES: message('whole', 'competition', 'discipline')('codes', readCodes),
  DT_SCHEDULE: ofDiscipline('schedule', readSchedule),
  DT_SCHEDULE_UPDATE: updateOfDiscipline('schedule', readSchedule),
  DT_PARTIC: ofDiscipline('participants', readParticipants),
  DT_PARTIC_UPDATE: updateOfDiscipline('participants', readParticipants),
  DT_PARTIC_TEAMS: ofDiscipline('teams', readTeams),
  DT_PARTIC_TEAMS_UPDATE: updateOfDiscipline('teams', readTeams),
  DT_ENTRIES: ofEvent('entries', readEntries),
  // A phase without units is its own unit: data sets and feeds give results under its code.
  DT_RESULT: results('UNIT', 'unit', 'phase'),
  DT_CURRENT: results('CURRENT', 'unit'),
  DT_PHASE_RESULT: results('PHASE', 'phase'),
  DT_POOL_STANDING: results('POOL', 'phase'),
  DT_CUMULATIVE_RESULT: results('CUMULATIVE', 'event', 'phase'),
  DT_RANKING: results('RANKING', 'event'),
  DT_PLAY_BY_PLAY: ofUnit('actions', readActions),
  DT_BRACKETS: ofEvent('brackets', readBrackets),
  DT_MEDALLISTS: ofEvent('medallists', readMedallists),
  DT_MEDALS: message('whole', 'competition', 'discipline')('medalTable', readMedalTable),
};

/** What the competition service reads of the results feed, and how. */
export const competitionFeed: Feed = {
  name: 'competition',
  messageType: ({ documentType }) =>
    Object.hasOwn(messageTypes, documentType) ? (messageTypes[documentType] as MessageType) : null,
  appliers,
  createChanges,
  finishBatch: async (work: ApplyWork<Changes>, messages) => {
    await recordCorrections(work, messages);
    await publishChanges(work.tx, work.changes);
  },
};

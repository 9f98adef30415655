import type { Resolvers, ScheduleStatus, UnitCompetitorBasis } from '@games/schema/generated/competition.ts';
import { ClientError } from '@games/service';
import { encodeId, toConnection } from '@games/subgraph';
import { withOffset } from '../../domain/schedule/offsetTime.ts';
import { isScheduleStatus } from '../../domain/schedule/scheduleStatus.ts';
import { isLive, shownStart } from '../../domain/schedule/unitTimes.ts';
import { chooseName, chooseText } from '../../domain/structure/chooseName.ts';
import { listKey, pastVersionKey } from '../../loaders.ts';
import { readPastResult } from '../../pastResult.ts';
import { cursorOfAction } from '../../sql/actions/actions.ts';
import type { UnitCompetitorRow } from '../../sql/participants/competitors.ts';
import type { UnitRow } from '../../sql/schedule/units.ts';
import { readListPage, readRsc } from '../arguments.ts';
import { provenanceOf, resultStatusOf } from '../feed/provenance.ts';
import { found } from '../found.ts';

const versionMax = 999_999_999;

/** A time with the venue's offset. */
export const shownTime = (at: Date | null, utcOffsetMinutes: number | null): string | null =>
  at === null ? null : withOffset(at, utcOffsetMinutes ?? 0);

/** A status as the graph knows it; null for one that it does not. */
export const scheduleStatusOf = (status: string | null): ScheduleStatus | null =>
  isScheduleStatus(status) ? status : null;

/** The name: as the schedule prints it, else as the code tables have it, else the code. */
export const unitName = (unit: UnitRow, languages: readonly string[]): string =>
  chooseName(unit.itemNames ?? {}, languages) ?? chooseName(unit.codeNames, languages) ?? unit.code;

const bases: readonly UnitCompetitorBasis[] = ['START_LIST', 'SCHEDULE', 'BRACKET'];

/** The competitors from the best source that names any. */
function bestKnown(rows: readonly UnitCompetitorRow[]): readonly UnitCompetitorRow[] {
  const best = bases.find((basis) => rows.some((row) => row.basis === basis));
  return rows.filter((row) => row.basis === best);
}

export const unitResolvers: Resolvers = {
  Unit: {
    __resolveReference: ({ code }, { loaders }) => loaders.unit.load(readRsc(code, 'code')),
    id: ({ code }) => encodeId('unt', code),
    name: (unit, _, { languages }) => unitName(unit, languages),
    phase: async ({ phaseCode }, _, { loaders }) => found(await loaders.phase.load(phaseCode), 'phase'),
    event: async ({ eventCode }, _, { loaders }) => found(await loaders.event.load(eventCode), 'event'),
    discipline: async ({ disciplineCode }, _, { loaders }) =>
      found(await loaders.discipline.load(disciplineCode), 'discipline'),
    number: ({ unitNumber }) => unitNumber,
    schedule: (unit) => (unit.scheduled ? unit : null),
    status: ({ status }) => scheduleStatusOf(status),
    resultStatus: ({ resultStatus }) => resultStatusOf(resultStatus),
    live: (unit) => isLive(unit),
    startTime: (unit) => shownTime(shownStart(unit), unit.utcOffsetMinutes),
    venue: ({ venueCode }, _, { loaders }) => (venueCode === null ? null : loaders.venue.load(venueCode)),
    session: ({ sessionCode }, _, { loaders }) => (sessionCode === null ? null : loaders.session.load(sessionCode)),
    result: async ({ code }, _, { loaders }) => (await loaders.resultLists.load(listKey('UNIT', code)))[0] ?? null,
    resultAt: async ({ code }, { version, time }, { loaders }) => {
      if ((version == null) === (time == null)) {
        throw new ClientError('BAD_USER_INPUT', 'Ask for the result at a `version` or at a `time`.');
      }
      if (version != null && (version < 1 || version > versionMax)) return null;
      const row = await loaders.pastVersion.load(
        pastVersionKey(code, { version: version ?? null, time: time ?? null }),
      );
      return row && readPastResult(row);
    },
    resultHistory: async ({ code }, _, { loaders }) => {
      const versions = await loaders.versionsOfUnit.load(code);
      const document = versions[0]?.documentId;
      const missing = document === undefined ? null : await loaders.missingVersions.load(String(document));
      return { versions, missingVersions: missing?.versions ?? [] };
    },
    current: async ({ code }, _, { loaders }) => (await loaders.resultLists.load(listKey('CURRENT', code)))[0] ?? null,
    actions: async ({ code }, args, { loaders }) => {
      const page = readListPage(args, 'unit.actions', ['code', 'bigint', 'integer']);
      return toConnection(await loaders.actionsOfUnit({ page }).load(code), page, cursorOfAction);
    },
    competitors: async ({ code }, _, { loaders }) => bestKnown(await loaders.competitorsOfUnit.load(code)),
    bracketItem: async ({ code }, _, { loaders }) => (await loaders.bracketItemsOfUnit.load(code))[0] ?? null,
    corrections: ({ code }, _, { loaders }) => loaders.correctionsOfUnit.load(code),
    statusChanges: ({ code }, _, { loaders }) => loaders.statusChangesOfUnit.load(code),
  },
  UnitCompetitor: {
    competitor: (row) => row,
  },
  UnitSchedule: {
    status: ({ status }) => scheduleStatusOf(status),
    startTime: (unit) => shownTime(shownStart(unit), unit.utcOffsetMinutes),
    startTimeHidden: ({ startHidden }) => startHidden === true,
    startText: ({ startTexts }, _, { languages }) => chooseText(startTexts ?? {}, languages),
    endTime: ({ endAt, endHidden, utcOffsetMinutes }) => (endHidden ? null : shownTime(endAt, utcOffsetMinutes)),
    endTimeHidden: ({ endHidden }) => endHidden === true,
    actualStartTime: ({ actualStartAt, utcOffsetMinutes }) => shownTime(actualStartAt, utcOffsetMinutes),
    actualEndTime: ({ actualEndAt, utcOffsetMinutes }) => shownTime(actualEndAt, utcOffsetMinutes),
    order: ({ sortOrder }) => sortOrder,
    venue: ({ venueCode }, _, { loaders }) => (venueCode === null ? null : loaders.venue.load(venueCode)),
    location: ({ locationNames, locationName }, _, { languages }) =>
      chooseName(locationNames, languages) ?? locationName,
    session: ({ sessionCode }, _, { loaders }) => (sessionCode === null ? null : loaders.session.load(sessionCode)),
    provenance: ({ scheduleMessageId }, _, context) => provenanceOf(found(scheduleMessageId, 'message'), context),
  },
  StatusChange: {
    at: ({ changedAt }) => changedAt,
    provenance: ({ messageId }, _, context) => provenanceOf(messageId, context),
  },
};

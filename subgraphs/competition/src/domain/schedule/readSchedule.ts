import { childOf, childrenOf, type OdfElement, rscPrefix, truncateRsc } from '@games/odf';
import { byKey, day, moment, type Reading, rscOf, text, texts, whole, yes } from '@games/odf-feed';
import type { Names, ScheduleFact, ScheduleStartFact, SessionFact, UnitFact } from '../facts.ts';
import { readCompetitor } from '../participants/readCompetitor.ts';
import { logicalDateOf } from './logicalDate.ts';
import { isScheduleStatus } from './scheduleStatus.ts';

/** Reads a schedule, whole or update: sessions and units. A unit whose code is not a results system code is reported and left out. */
export function readSchedule(reading: Reading, competition: OdfElement): ScheduleFact {
  const sessions = childrenOf(competition, 'Session').flatMap((element) => readSession(reading, element));
  const units = childrenOf(competition, 'Unit').flatMap((element) => readUnit(reading, element));
  return {
    sessions: [...byKey(reading, 'Session', sessions, ({ code }) => code).values()],
    units: [...byKey(reading, 'Unit', units, ({ code }) => code).values()],
  };
}

function readSession(reading: Reading, of: OdfElement): readonly SessionFact[] {
  // The specification's sample writes Code, real messages write SessionCode.
  const code = text(of, 'SessionCode') ?? text(of, 'Code');
  if (code === null) {
    reading.report('CODE_EXPECTED', 'A Session has no SessionCode.');
    return [];
  }
  const start = moment(reading, of, 'StartDate');
  return [
    {
      code,
      disciplineCode: rscPrefix(reading.header.documentCode, 'discipline'),
      venueCode: text(of, 'Venue'),
      type: text(of, 'SessionType'),
      status: readStatus(reading, of, 'SessionStatus'),
      medals: yes(of, 'Medal'),
      start,
      end: moment(reading, of, 'EndDate'),
      logicalDate: day(reading, of, 'LogicalDate') ?? (start && logicalDateOf(start)),
      names: names(of, 'SessionName'),
    },
  ];
}

function readUnit(reading: Reading, of: OdfElement): readonly UnitFact[] {
  const code = rscOf(reading, of, 'Code', 'unit', 'phase');
  if (code === null) {
    if (text(of, 'Code') === null) reading.report('CODE_EXPECTED', 'A Unit has no Code.');
    return [];
  }
  const venue = childOf(of, 'VenueDescription');
  const startList = childOf(of, 'StartList');
  return [
    {
      code,
      disciplineCode: rscPrefix(code, 'discipline'),
      eventCode: truncateRsc(code, 'event'),
      sessionCode: text(of, 'SessionCode'),
      venueCode: text(of, 'Venue'),
      locationCode: text(of, 'Location'),
      venueName: venue && text(venue, 'VenueName'),
      locationName: venue && text(venue, 'LocationName'),
      status: readStatus(reading, of, 'ScheduleStatus'),
      phaseType: text(of, 'PhaseType'),
      medalType: readMedalType(reading, of),
      unitNumber: text(of, 'UnitNum'),
      start: moment(reading, of, 'StartDate'),
      end: moment(reading, of, 'EndDate'),
      startHidden: yes(of, 'HideStartDate'),
      endHidden: yes(of, 'HideEndDate'),
      actualStart: moment(reading, of, 'ActualStartDate'),
      actualEnd: moment(reading, of, 'ActualEndDate'),
      logicalDate: day(reading, of, 'LogicalDate'),
      sortOrder: whole(reading, of, 'Order'),
      names: names(of, 'ItemName'),
      startTexts: texts(of, 'StartText'),
      starts: startList === null ? [] : readStarts(reading, startList),
    },
  ];
}

function readStatus(reading: Reading, of: OdfElement, name: string): string | null {
  const status = text(of, name);
  if (status !== null && !isScheduleStatus(status)) {
    reading.report('UNKNOWN_STATUS', `${of.name}/@${name} is "${status.slice(0, 40)}".`);
  }
  return status;
}

/** UnitMedalType: 0 none, 1 gold; bronze was 2 in 2018 and is 3 in current scenarios. */
function readMedalType(reading: Reading, of: OdfElement): UnitFact['medalType'] {
  const medal = text(of, 'Medal');
  switch (medal) {
    case null:
    case '0':
    case 'N':
      return null;
    case '1':
      return 'GOLD';
    case '2':
    case '3':
      return 'BRONZE';
    default:
      reading.report('UNKNOWN_VALUE', `Unit/@Medal is "${medal.slice(0, 10)}", not 0, 1, 2 or 3.`);
      return null;
  }
}

function readStarts(reading: Reading, startList: OdfElement): readonly ScheduleStartFact[] {
  return childrenOf(startList, 'Start')
    .map((start, index) => ({ start, index, order: whole(reading, start, 'SortOrder') ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .flatMap(({ start }, index) => {
      const competitor = childOf(start, 'Competitor');
      if (competitor === null) return [];
      return [
        {
          position: index + 1,
          startOrder: text(start, 'StartOrder'),
          competitor: readCompetitor(reading, competitor),
        },
      ];
    });
}

/** Names by language from children such as `<ItemName Language="ENG" Value="…"/>`. */
function names(of: OdfElement, childName: string): Names {
  return Object.fromEntries(Object.entries(texts(of, childName)).map(([language, short]) => [language, { short }]));
}

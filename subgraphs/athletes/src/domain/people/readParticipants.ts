import { childrenOf, type OdfElement, OdfRefusal, requiredAttribute, rscPrefix } from '@games/odf';
import { byKey, type Reading } from '@games/odf-feed';
import { codeOf, dateOf, entriesOf, eventCodeOf, flagOf, numberOf, oneOf, textOf } from '../feed/attributes.ts';
import type { ParticipantRecord, Person, RegisteredEvent } from '../feed/records.ts';

/**
 * The people of a DT_PARTIC or DT_PARTIC_UPDATE message.
 * Every `<Discipline>` must be that of the header.
 * Throws OdfRefusal when a mandatory attribute is missing; lesser faults become issues.
 */
export function readParticipants(reading: Reading, competition: OdfElement): readonly ParticipantRecord[] {
  const discipline = rscPrefix(reading.header.documentCode, 'discipline');
  const records = childrenOf(competition, 'Participant').map((element): ParticipantRecord => {
    const code = codeOf(element, 'Code');
    const disciplines = childrenOf(element, 'Discipline');
    for (const entry of disciplines) assertDiscipline(entry, discipline, code);
    const entry = disciplines[0];
    return {
      code,
      person: readPerson(element, code, reading),
      federationId: entry ? textOf(entry, 'IFId') : null,
      bib: entry ? bibOf(entry, 'DisciplineEntry') : null,
      events: entry ? readEvents(entry, reading) : [],
      isRemoved: textOf(element, 'ModificationIndicator') === 'D',
    };
  });
  return [...byKey(reading, 'Participant', records, ({ code }) => code).values()];
}

function assertDiscipline(entry: OdfElement, discipline: string, code: string): void {
  const named = requiredAttribute(entry, 'Code').slice(0, 3);
  if (named !== discipline) {
    throw new OdfRefusal(
      'ODF_MALFORMED',
      `The participant ${code} is listed in ${named}, but the message is of ${discipline}.`,
    );
  }
}

function readPerson(element: OdfElement, code: string, reading: Reading): Person {
  const functionCode = textOf(element, 'MainFunctionId');
  return {
    parentCode: textOf(element, 'Parent') ?? code,
    isCurrent: flagOf(element, 'Current'),
    isAthlete: isAthleteFunction(functionCode, code),
    status: textOf(element, 'Status'),
    givenName: textOf(element, 'GivenName'),
    familyName: requiredAttribute(element, 'FamilyName').trim(),
    printName: textOf(element, 'PrintName'),
    printInitialName: textOf(element, 'PrintInitialName'),
    tvName: textOf(element, 'TVName'),
    tvInitialName: textOf(element, 'TVInitialName'),
    tvFamilyName: textOf(element, 'TVFamilyName'),
    localGivenName: textOf(element, 'LocalGivenName'),
    localFamilyName: textOf(element, 'LocalFamilyName'),
    gender: oneOf(element, 'Gender', ['M', 'W']),
    organisationCode: codeOf(element, 'Organisation'),
    nationality: textOf(element, 'Nationality'),
    birthDate: dateOf(element, 'BirthDate', reading),
    heightCm: numberOf(element, 'Height', [50, 280], reading),
    functionCode,
  };
}

/** Athletes have the functions AA… (or AT); historic records without one say it in the first letter of their code. */
function isAthleteFunction(functionCode: string | null, code: string): boolean {
  if (functionCode === null) return !/^[CO]\d/.test(code);
  return functionCode.startsWith('AA') || functionCode === 'AT';
}

function readEvents(entry: OdfElement, reading: Reading): readonly RegisteredEvent[] {
  const events = new Map<string, RegisteredEvent>();
  for (const registered of childrenOf(entry, 'RegisteredEvent')) {
    const eventCode = eventCodeOf(registered, 'Event', reading);
    if (eventCode === null) continue;
    events.set(eventCode, {
      eventCode,
      bib: textOf(registered, 'Bib') ?? bibOf(registered, 'EventEntry'),
      status: textOf(registered, 'Status'),
      class: textOf(registered, 'Class'),
      entries: entriesOf(registered),
    });
  }
  return [...events.values()];
}

function bibOf(parent: OdfElement, name: string): string | null {
  const entry = childrenOf(parent, name).find((child) => child.attributes.Code === 'BIB');
  return textOf(parent, 'Bib') ?? (entry ? textOf(entry, 'Value') : null);
}

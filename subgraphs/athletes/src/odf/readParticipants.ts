import { childrenOf, type OdfElement, OdfRefusal, requiredAttribute } from '@games/odf';
import { codeOf, dateOf, entriesOf, eventCodeOf, flagOf, numberOf, oneOf, textOf } from './attributes.ts';
import type { ParticipantStatement, Person, RegisteredEvent, Remarks } from './statements.ts';

/**
 * The people of a DT_PARTIC or DT_PARTIC_UPDATE message.
 * @param discipline three letters, from the header: every `<Discipline>` must be this one.
 * Throws OdfRefusal when a mandatory attribute is missing or a person is named twice; lesser faults become remarks.
 */
export function readParticipants(
  competition: OdfElement,
  discipline: string,
  remarks: Remarks,
): readonly ParticipantStatement[] {
  const seen = new Set<string>();
  return childrenOf(competition, 'Participant').map((element) => {
    const code = codeOf(element, 'Code');
    if (seen.has(code)) throw new OdfRefusal('ODF_MALFORMED', `The participant ${code} is named twice.`);
    seen.add(code);
    const disciplines = childrenOf(element, 'Discipline');
    for (const entry of disciplines) refuseOther(entry, discipline, code);
    const entry = disciplines[0];
    return {
      code,
      person: readPerson(element, code, remarks),
      federationId: entry ? textOf(entry, 'IFId') : null,
      bib: entry ? bibOf(entry, 'DisciplineEntry') : null,
      events: entry ? readEvents(entry, remarks) : [],
      isRemoved: textOf(element, 'ModificationIndicator') === 'D',
    };
  });
}

function refuseOther(entry: OdfElement, discipline: string, code: string): void {
  const named = requiredAttribute(entry, 'Code').slice(0, 3);
  if (named !== discipline) {
    throw new OdfRefusal(
      'ODF_MALFORMED',
      `The participant ${code} is listed in ${named}, but the message is of ${discipline}.`,
    );
  }
}

function readPerson(element: OdfElement, code: string, remarks: Remarks): Person {
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
    birthDate: dateOf(element, 'BirthDate', remarks),
    heightCm: numberOf(element, 'Height', [50, 280], remarks),
    functionCode,
  };
}

/** Athletes have the functions AA… (or AT); historic records without one say it in the first letter of their code. */
function isAthleteFunction(functionCode: string | null, code: string): boolean {
  if (functionCode === null) return !/^[CO]\d/.test(code);
  return functionCode.startsWith('AA') || functionCode === 'AT';
}

function readEvents(entry: OdfElement, remarks: Remarks): readonly RegisteredEvent[] {
  const events = new Map<string, RegisteredEvent>();
  for (const registered of childrenOf(entry, 'RegisteredEvent')) {
    const eventCode = eventCodeOf(registered, 'Event', remarks);
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

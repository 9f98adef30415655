import { childOf, childrenOf, type OdfElement, OdfRefusal, requiredAttribute, rscPrefix } from '@games/odf';
import { byKey, type Reading } from '@games/odf-feed';
import { codeOf, entriesOf, eventCodeOf, flagOf, numberOf, oneOf, textOf } from '../feed/attributes.ts';
import type { Team, TeamPerson, TeamRecord } from '../feed/records.ts';

/**
 * The teams of a DT_PARTIC_TEAMS or DT_PARTIC_TEAMS_UPDATE message.
 * Throws OdfRefusal when a mandatory attribute is missing or a team belongs to another discipline.
 */
export function readTeams(reading: Reading, competition: OdfElement): readonly TeamRecord[] {
  const discipline = rscPrefix(reading.header.documentCode, 'discipline');
  const records = childrenOf(competition, 'Team').map((element): TeamRecord => {
    const code = codeOf(element, 'Code');
    if (textOf(element, 'ModificationIndicator') === 'D') return { code, team: null, members: [], officials: [] };
    const composition = childOf(element, 'Composition');
    const officials = childOf(element, 'TeamOfficials');
    return {
      code,
      team: readTeam(element, code, discipline, reading),
      members: composition ? childrenOf(composition, 'Athlete').map((member) => readMember(member, reading)) : [],
      officials: officials ? childrenOf(officials, 'Official').map((member) => readMember(member, reading)) : [],
    };
  });
  return [...byKey(reading, 'Team', records, ({ code }) => code).values()];
}

function readTeam(element: OdfElement, code: string, discipline: string, reading: Reading): Team {
  const entry = childOf(element, 'Discipline');
  if (entry && requiredAttribute(entry, 'Code').slice(0, 3) !== discipline) {
    throw new OdfRefusal(
      'ODF_MALFORMED',
      `The team ${code} belongs to another discipline than the message, ${discipline}.`,
    );
  }
  const registered = entry ? childOf(entry, 'RegisteredEvent') : null;
  return {
    organisationCode: codeOf(element, 'Organisation'),
    number: numberOf(element, 'Number', [0, 9999], reading),
    name: requiredAttribute(element, 'Name').trim(),
    shortName: textOf(element, 'ShortName'),
    tvName: textOf(element, 'TVTeamName'),
    gender: oneOf(element, 'Gender', ['M', 'W', 'X', 'O']),
    isCurrent: flagOf(element, 'Current'),
    teamType: textOf(element, 'TeamType'),
    federationId: entry ? textOf(entry, 'IFId') : null,
    eventCode: registered ? eventCodeOf(registered, 'Event', reading) : null,
    bib: registered ? textOf(registered, 'Bib') : null,
    entries: registered ? entriesOf(registered) : [],
  };
}

function readMember(element: OdfElement, reading: Reading): TeamPerson {
  return {
    participantCode: codeOf(element, 'Code'),
    order: numberOf(element, 'Order', [0, 9999], reading),
    bib: textOf(element, 'Bib'),
    functionCode: textOf(element, 'Function'),
  };
}

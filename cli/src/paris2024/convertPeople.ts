import { element, type OdfElement, padRsc } from '@games/odf';
import { listsWrittenAt, type OutgoingMessage, type WriteOutgoing } from './outgoing.ts';
import type { Person } from './people.ts';
import type { Team } from './readTeams.ts';
import { splitName } from './values.ts';

/**
 * A list of participants for each discipline; people of former Games stand in lists of their own. Who is registered for
 * a team's event as a member of a team is so with the team, not beside it.
 */
export function convertPeople(
  persons: readonly Person[],
  teams: readonly Team[],
  write: WriteOutgoing,
): readonly OutgoingMessage[] {
  const inTeams = new Set(teams.flatMap(({ event, members }) => members.map((member) => `${member} ${event}`)));
  const lists = new Map<string, { discipline: string; isCurrent: boolean; persons: Person[] }>();
  for (const person of persons) {
    for (const discipline of person.disciplines) {
      const key = `${discipline} ${person.isCurrent}`;
      const list = lists.get(key) ?? { discipline, isCurrent: person.isCurrent, persons: [] };
      lists.set(key, list);
      list.persons.push(person);
    }
  }
  return [...lists.values()].sort(byDiscipline).map(({ discipline, isCurrent, persons: listed }) =>
    write(
      {
        documentType: 'DT_PARTIC',
        documentCode: padRsc(discipline),
        ...(isCurrent ? {} : { documentSubtype: 'HISTORICAL' }),
        writtenAt: listsWrittenAt,
      },
      [...listed].sort(byCode).map((person) => participant(person, discipline, inTeams)),
      listed.flatMap((person) => person.rows),
    ),
  );
}

function participant(person: Person, discipline: string, inTeams: ReadonlySet<string>): OdfElement {
  const { familyName, givenName } = splitName(person.name);
  const events = [...person.events]
    .filter((event) => event.startsWith(discipline) && !inTeams.has(`${person.code} ${event}`))
    .sort();
  return element(
    'Participant',
    {
      Code: person.code,
      Parent: person.code,
      Status: person.isCurrent ? 'ACTIVE' : null,
      GivenName: givenName,
      FamilyName: familyName,
      PrintName: person.name,
      Gender: person.gender,
      Organisation: person.organisation,
      BirthDate: person.birthDate,
      Height: person.heightCm,
      Nationality: person.nationality,
      MainFunctionId: person.functionCode,
      Current: String(person.isCurrent),
    },
    [
      element(
        'Discipline',
        { Code: padRsc(discipline) },
        events.map((event) => element('RegisteredEvent', { Event: event })),
      ),
    ],
  );
}

/** A list of teams for each discipline; teams of former Games stand in lists of their own. */
export function convertTeams(teams: readonly Team[], write: WriteOutgoing): readonly OutgoingMessage[] {
  const lists = new Map<string, { discipline: string; isCurrent: boolean; teams: Team[] }>();
  for (const team of teams) {
    const key = `${team.discipline} ${team.isCurrent}`;
    const list = lists.get(key) ?? { discipline: team.discipline, isCurrent: team.isCurrent, teams: [] };
    lists.set(key, list);
    list.teams.push(team);
  }
  return [...lists.values()].sort(byDiscipline).map(({ discipline, isCurrent, teams: listed }) =>
    write(
      {
        documentType: 'DT_PARTIC_TEAMS',
        documentCode: padRsc(discipline),
        ...(isCurrent ? {} : { documentSubtype: 'HISTORICAL' }),
        writtenAt: listsWrittenAt,
      },
      [...listed].sort(byCode).map(teamElement),
      listed.map((team) => team.row),
    ),
  );
}

function teamElement(team: Team): OdfElement {
  const registered = team.event === null ? [] : [element('RegisteredEvent', { Event: team.event })];
  const people = (name: string, codes: readonly string[]) =>
    codes.map((code, index) => element(name, { Code: code, Order: index + 1 }));
  const number = /(\d{2})$/.exec(team.code)?.[1];
  return element(
    'Team',
    {
      Code: team.code,
      Organisation: team.organisation,
      Number: team.isCurrent && number !== undefined ? Number(number) : null,
      Name: team.name,
      ShortName: team.name,
      TVTeamName: team.name,
      Gender: team.gender,
      Current: String(team.isCurrent),
    },
    [
      element('Composition', {}, people('Athlete', team.members)),
      element('TeamOfficials', {}, people('Official', team.coaches)),
      element('Discipline', { Code: padRsc(team.discipline) }, registered),
    ],
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byCode = (a: { readonly code: string }, b: { readonly code: string }): number => compare(a.code, b.code);

function byDiscipline(
  a: { readonly discipline: string; readonly isCurrent: boolean },
  b: { readonly discipline: string; readonly isCurrent: boolean },
): number {
  return compare(a.discipline, b.discipline) || Number(b.isCurrent) - Number(a.isCurrent);
}

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
  return listsOf(persons, ({ disciplines }) => [...disciplines]).map(({ header, discipline, listed }) =>
    write(
      { documentType: 'DT_PARTIC', ...header },
      listed.map((person) => participant(person, discipline, inTeams)),
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
  return listsOf(teams, ({ discipline }) => [discipline]).map(({ header, listed }) =>
    write(
      { documentType: 'DT_PARTIC_TEAMS', ...header },
      listed.map(teamElement),
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

/** People or teams by discipline, in the order of their codes; those of former Games after those of these. */
function listsOf<Item extends { readonly code: string; readonly isCurrent: boolean }>(
  items: readonly Item[],
  disciplinesOf: (item: Item) => readonly string[],
) {
  const placed = items.flatMap((item) => disciplinesOf(item).map((discipline) => ({ item, discipline })));
  const lists = Map.groupBy(placed, ({ item, discipline }) => `${discipline} ${item.isCurrent ? 1 : 2}`);
  return [...lists]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entries]) => {
      const [{ discipline, item }] = entries as [(typeof entries)[number]];
      const header = {
        documentCode: padRsc(discipline),
        ...(item.isCurrent ? {} : { documentSubtype: 'HISTORICAL' }),
        writtenAt: listsWrittenAt,
      };
      const listed = entries
        .map((entry) => entry.item)
        .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
      return { header, discipline, listed };
    });
}

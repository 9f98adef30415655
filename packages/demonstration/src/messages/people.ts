import { element, type OdfElement } from '@games/odf';
import { seasonBest } from '../results/marks.ts';
import type { EventPlan } from '../schedule/plan.ts';
import type { Athlete, Coach, Entry, Team, World } from '../world.ts';
import { functionCodes } from './codes.ts';
import type { Competitors, Misprint } from './competitor.ts';

type EntriesByCompetitor = ReadonlyMap<string, readonly Entry[]>;

/** The body of DT_PARTIC: everybody of a discipline; with `misprint`, as the names were first sent. */
export function participantsBody(world: World, discipline: string, misprint: Misprint | null): OdfElement {
  const entries = entriesByCompetitor(world);
  const athletes = world.athletes.filter((athlete) => athlete.discipline === discipline);
  const coaches = world.coaches.filter((coach) => coach.discipline === discipline);
  return element('Competition', {}, [
    ...athletes.map((athlete) => participant(misprinted(athlete, misprint), entries)),
    ...coaches.map((coach) => participant(coach, entries)),
  ]);
}

/** The body of DT_PARTIC_UPDATE about one athlete. */
export function participantUpdateBody(world: World, code: string): OdfElement {
  const athletes = world.athletes.filter((athlete) => athlete.code === code);
  return element(
    'Competition',
    {},
    athletes.map((athlete) => participant(athlete, entriesByCompetitor(world))),
  );
}

function misprinted(athlete: Athlete, misprint: Misprint | null): Athlete {
  if (athlete.code !== misprint?.athlete) return athlete;
  const { familyName } = misprint;
  const upper = familyName.toUpperCase();
  return {
    ...athlete,
    familyName,
    printName: `${upper} ${athlete.givenName}`,
    tvName: `${athlete.givenName} ${upper}`,
  };
}

function participant(person: Athlete | Coach, entries: EntriesByCompetitor): OdfElement {
  const { familyName, givenName } = person;
  const initial = givenName.charAt(0);
  const upper = familyName.toUpperCase();
  const attributes = {
    Code: person.code,
    Parent: person.code,
    Status: 'ACTIVE',
    GivenName: givenName,
    FamilyName: familyName,
    PrintName: person.printName,
    PrintInitialName: `${upper} ${initial}`,
    TVName: person.tvName,
    TVInitialName: `${initial}. ${upper}`,
    TVFamilyName: upper,
    Gender: person.gender,
    Organisation: person.organisation,
    BirthDate: person.birthDate,
    Height: person.function === 'ATH' ? person.height : null,
    Nationality: nationality(person),
    MainFunctionId: functionCodes[person.function],
    Current: 'true',
    ModificationIndicator: 'N',
  };
  const registered = person.function === 'ATH' ? registeredEvents(person, entries) : [];
  return element('Participant', attributes, [
    element('Discipline', { Code: person.discipline.padEnd(34, '-'), IFId: person.federationId }, registered),
  ]);
}

/** Some were born elsewhere and kept that passport beside their organisation. */
function nationality(person: Athlete | Coach): string {
  return person.function === 'ATH' && Number(person.code) % 3 === 0 ? person.birthCountry : person.organisation;
}

/** Events that are entered alone; those of a team stand with the team. */
function registeredEvents(athlete: Athlete, entries: EntriesByCompetitor): OdfElement[] {
  return (entries.get(athlete.code) ?? []).map(({ event, bib, seasonBest }) =>
    element(
      'RegisteredEvent',
      { Event: event, Bib: bib, Status: 'ACTIVE' },
      seasonBest === null ? [] : [seasonBestEntry(seasonBest)],
    ),
  );
}

const seasonBestEntry = (value: string): OdfElement =>
  element('EventEntry', { Type: 'ENTRY', Code: 'SEASON_BEST', Value: value });

/** The body of DT_PARTIC_TEAMS: the teams of a discipline. */
export function teamsBody(world: World, discipline: string): OdfElement {
  const teams = world.teams.filter((team) => team.discipline === discipline);
  return element('Competition', {}, teams.map(teamElement));
}

function teamElement(team: Team): OdfElement {
  const number = Number(team.code.slice(-2));
  const members = team.members.map((code, i) => element('Athlete', { Code: code, Order: i + 1 }));
  const officials =
    team.coach === null
      ? []
      : [
          element('TeamOfficials', {}, [
            element('Official', { Code: team.coach, Order: 1, Function: functionCodes.COACH }),
          ]),
        ];
  return element(
    'Team',
    {
      Code: team.code,
      Organisation: team.organisation,
      Number: number,
      Name: team.name,
      ShortName: team.organisation + (number > 1 ? ` ${number}` : ''),
      TVTeamName: team.name,
      Gender: team.gender,
      Current: 'true',
      TeamType: members.length === 2 ? 'COUPLE' : 'NOC',
      ModificationIndicator: 'N',
    },
    [
      element('Composition', {}, members),
      ...officials,
      element('Discipline', { Code: team.discipline.padEnd(34, '-') }, [
        element('RegisteredEvent', { Event: team.event }),
      ]),
    ],
  );
}

const known = new WeakMap<World, EntriesByCompetitor>();

function entriesByCompetitor(world: World): EntriesByCompetitor {
  let entries = known.get(world);
  if (entries === undefined) {
    const grouped = new Map<string, Entry[]>();
    for (const entry of world.entries) {
      const others = grouped.get(entry.code);
      if (others === undefined) grouped.set(entry.code, [entry]);
      else others.push(entry);
    }
    entries = grouped;
    known.set(world, entries);
  }
  return entries;
}

/** The body of DT_ENTRIES: who is entered in an event, by seed where there are seeds. */
export function entriesBody(world: World, event: EventPlan, atMs: number, competitors: Competitors): OdfElement {
  const drafts = world.draw.get(event.code) ?? [];
  const isDuel = event.spec.format.kind === 'DUEL';
  return element(
    'Competition',
    {},
    drafts.map((draft, i) => {
      const best = seasonBest(event.spec.format, draft.rating, drafts);
      const bib = draft.members.length === 1 ? draft.members[0]?.bib : null;
      return element('Entry', { SortOrder: i + 1, Bib: bib, Seed: isDuel ? i + 1 : null, Status: 'ACTIVE' }, [
        ...(best === null ? [] : [seasonBestEntry(best)]),
        competitors.write(draft, atMs),
      ]);
    }),
  );
}

import { childOf, childrenOf, type OdfElement, requiredAttribute, rscPrefix } from '@games/odf';
import { byKey, type Reading, rscOf, text, yes } from '@games/odf-feed';
import type { EntryFact, ParticipantFact, TeamFact } from '../facts.ts';
import { readExtended } from '../results/readExtended.ts';
import { nameOf } from './readCompetitor.ts';

/** Reads the persons of a message: one fact for each discipline in which a person takes part. */
export function readParticipants(reading: Reading, competition: OdfElement): readonly ParticipantFact[] {
  const facts = childrenOf(competition, 'Participant').flatMap((person) => {
    const code = requiredAttribute(person, 'Code');
    const printName = nameOf(person) ?? code;
    const organisation = text(person, 'Organisation');
    return disciplinesOf(reading, person).map(([disciplineCode, discipline]) => ({
      disciplineCode,
      code,
      printName,
      organisation,
      gender: text(person, 'Gender'),
      mainFunction: text(person, 'MainFunctionId'),
      current: person.attributes.Current !== 'false' && person.attributes.Current !== 'N',
      entries: readRegistered(reading, discipline, {
        competitorCode: code,
        competitorType: 'A',
        organisation,
        printedName: printName,
        members: [],
      }),
    }));
  });
  return [...byKey(reading, 'Participant', facts, ({ code, disciplineCode }) => `${code} ${disciplineCode}`).values()];
}

/** Reads the teams of a message. A team belongs to one discipline. */
export function readTeams(reading: Reading, competition: OdfElement): readonly TeamFact[] {
  const facts = childrenOf(competition, 'Team').flatMap((team) => {
    const code = requiredAttribute(team, 'Code');
    const name = text(team, 'Name') ?? text(team, 'TeamName') ?? text(team, 'ShortName') ?? code;
    const organisation = text(team, 'Organisation');
    const composition = childOf(team, 'Composition');
    const athleteCodes = composition === null ? [] : athletesOf(composition);
    const disciplines = disciplinesOf(reading, team);
    return disciplines.slice(0, 1).map(([disciplineCode]) => ({
      disciplineCode,
      code,
      name,
      organisation,
      gender: text(team, 'Gender') ?? text(team, 'TeamGender'),
      current: team.attributes.Current !== 'false' && team.attributes.Current !== 'N',
      athleteCodes,
      entries: disciplines.flatMap(([, discipline]) =>
        readRegistered(reading, discipline, {
          competitorCode: code,
          competitorType: text(team, 'TeamType') === 'G' ? 'G' : 'T',
          organisation,
          printedName: name,
          members: athleteCodes.map((athlete) => ({ code: athlete })),
        }),
      ),
    }));
  });
  return [...byKey(reading, 'Team', facts, ({ code }) => code).values()];
}

function athletesOf(composition: OdfElement): readonly string[] {
  const codes = childrenOf(composition, 'Athlete').flatMap((athlete) => text(athlete, 'Code') ?? []);
  return [...new Set(codes)];
}

/** The disciplines of a person or team; the message's own where the element names none. */
function disciplinesOf(reading: Reading, of: OdfElement): readonly (readonly [string, OdfElement])[] {
  const found = childrenOf(of, 'Discipline').flatMap((element) => {
    const code = text(element, 'Code');
    return code === null ? [] : [[rscPrefix(code, 'discipline'), element] as const];
  });
  if (found.length > 0) return [...new Map(found)];
  return [[rscPrefix(reading.header.documentCode, 'discipline'), of]];
}

type Entered = Pick<EntryFact, 'competitorCode' | 'competitorType' | 'organisation' | 'printedName' | 'members'>;

function readRegistered(reading: Reading, of: OdfElement, entered: Entered): readonly EntryFact[] {
  const entries = childrenOf(of, 'RegisteredEvent').flatMap((element): readonly EntryFact[] => {
    const eventCode = rscOf(reading, element, 'Event', 'event');
    if (eventCode === null) return [];
    const details = readExtended(element);
    return [
      {
        ...entered,
        eventCode,
        disciplineCode: rscPrefix(eventCode, 'discipline'),
        sortOrder: null,
        bib: text(element, 'Bib'),
        seed: details.find((fact) => fact.code === 'SEED')?.value ?? null,
        status: text(element, 'Status'),
        substitute: yes(element, 'Substitute'),
        details,
      },
    ];
  });
  return [
    ...byKey(reading, `An entry of ${entered.competitorCode} in`, entries, ({ eventCode }) => eventCode).values(),
  ];
}

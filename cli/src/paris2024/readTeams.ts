import type { Ledger, Row } from './ledger.ts';
import type { Organisations } from './organisations.ts';
import { createDraft, type Draft, type Person } from './people.ts';
import { readPythonList } from './pythonList.ts';
import type { DataSet } from './readDataSet.ts';
import type { Structure } from './structure.ts';
import { flag } from './values.ts';

export interface Team {
  readonly code: string;
  readonly name: string;
  readonly gender: 'M' | 'W' | 'X' | 'O';
  readonly organisation: string;
  readonly discipline: string;
  /** Null for teams of former Games, which are registered for nothing. */
  readonly event: string | null;
  readonly isCurrent: boolean;
  readonly members: readonly string[];
  readonly coaches: readonly string[];
  readonly row: Row;
}

export interface Teams {
  readonly teams: ReadonlyMap<string, Team>;
  /** People whom only teams name, by code: mostly members of historic teams. */
  readonly persons: ReadonlyMap<string, Person>;
}

/** Reads the teams, and the people whom no other file knows where the team tells enough of them. */
export function readTeams(
  data: DataSet,
  structure: Structure,
  organisations: Organisations['byCode'],
  known: ReadonlyMap<string, Person>,
  ledger: Ledger,
): Teams {
  const teams = new Map<string, Team>();
  const drafts = new Map<string, Draft>();
  for (const row of data.teams) {
    const read = readTeam(row, structure, organisations);
    if (typeof read === 'string') ledger.refuse(row, read);
    else if (teams.has(read.team.code)) ledger.refuse(row, `The team ${read.team.code} is listed before.`);
    else {
      teams.set(read.team.code, read.team);
      ledger.apply(row);
      for (const warning of read.warnings) ledger.warn(row, warning);
      addUnknownMembers(read.team, read.names, known, drafts, ledger);
    }
  }
  return { teams, persons: drafts };
}

interface ReadTeam {
  readonly team: Team;
  /** Names of the members, beside their codes. */
  readonly names: readonly string[];
  readonly warnings: readonly string[];
}

const genders: readonly string[] = ['M', 'W', 'X', 'O'];

/** The team of a row, or the reason why it is none. */
function readTeam(row: Row, structure: Structure, organisations: Organisations['byCode']): ReadTeam | string {
  const { code = '', team: name = '', team_gender: gender = '', country_code: organisation = '' } = row.cells;
  const { disciplines_code: discipline = '', events: eventName = '', current = '' } = row.cells;
  if (!/^[A-Z0-9+-]{5,34}$/.test(code)) return `"${code}" is not the code of a team.`;
  if (name === '') return `The team ${code} has no name.`;
  if (!genders.includes(gender)) return `The gender of ${code} is "${gender}".`;
  if (!organisations.has(organisation)) {
    return `The team ${code} belongs to "${organisation}", which is not a known organisation.`;
  }
  if (![...structure.disciplineCodes.values()].includes(discipline)) return `There is no discipline "${discipline}".`;
  const isCurrent = flag(current);
  if (isCurrent === undefined) return `current is "${current}", neither true nor false.`;
  const lists = ['athletes_codes', 'athletes', 'coaches_codes'].map((column) =>
    readPythonList(row.cells[column] ?? ''),
  );
  const [members, listedNames, listedCoaches] = lists;
  if (!members) return 'The list of the codes of athletes is broken.';
  // Names are needed only of members whom no other file knows, coaches by nobody: their faults do not cost the team.
  const names = listedNames?.length === members.length ? listedNames : [];
  const coaches = listedCoaches ?? [];
  const faults = [
    ...(names.length === members.length
      ? []
      : ['The names of the athletes are not a list beside their codes; left out.']),
    ...(listedCoaches ? [] : ['The list of coaches is broken; left out.']),
  ];
  const events = isCurrent ? structure.findEvents(discipline, eventName) : [];
  if (isCurrent && events.length !== 1) faults.push(`There is no event "${eventName}" of ${discipline}.`);
  const event = events.length === 1 ? (events[0] as string) : null;
  const team = { code, name, gender, organisation, discipline, event, isCurrent, members, coaches, row } as Team;
  return { team, names, warnings: faults };
}

/** A team of men or women tells the gender of its members; of a mixed team's it is unknown, and they stay codes. */
function addUnknownMembers(
  team: Team,
  names: readonly string[],
  known: ReadonlyMap<string, Person>,
  drafts: Map<string, Draft>,
  ledger: Ledger,
): void {
  team.members.forEach((code, index) => {
    if (known.has(code)) return;
    const { gender, organisation, isCurrent, discipline, row } = team;
    const name = names[index] ?? '';
    if ((gender !== 'M' && gender !== 'W') || name === '') {
      ledger.warn(row, `Of the member ${code} no file tells the gender: the team names the code alone.`);
      return;
    }
    const draft =
      drafts.get(code) ?? createDraft(code, { name, gender, organisation, functionCode: 'AA01', isCurrent });
    draft.isCurrent ||= isCurrent;
    draft.disciplines.add(discipline);
    draft.rows.push(row);
    drafts.set(code, draft);
  });
}

import type { Ledger, Row } from './ledger.ts';
import type { Organisations } from './organisations.ts';
import { createDraft, type Draft, type Person } from './people.ts';
import { readNames } from './pythonList.ts';
import type { DataSet } from './readDataSet.ts';
import type { Structure } from './structure.ts';
import { dateColumn, flag, heightCm, personGender, type ReadDate } from './values.ts';

/** A function that the set names in words only; its code is made of them. */
export interface NamedFunction {
  readonly code: string;
  readonly name: string;
  readonly category: string;
}

export interface People {
  readonly persons: ReadonlyMap<string, Person>;
  readonly functions: ReadonlyMap<string, NamedFunction>;
}

interface Reading {
  readonly drafts: Map<string, Draft>;
  readonly functions: Map<string, NamedFunction>;
  readonly structure: Structure;
  readonly organisations: Organisations['byCode'];
  readonly ledger: Ledger;
  /** How each file writes dates of birth. */
  readonly birthDates: Readonly<Record<'details' | 'coaches' | 'officials', ReadDate>>;
}

/** Takes a row over; returns why it can not be, or null. */
type RowReader = (reading: Reading, row: Row) => string | null;

const athleteFunctions: Readonly<Record<string, NamedFunction>> = {
  Athlete: { code: 'AA01', name: 'Athlete', category: 'A' },
  'Alternate Athlete': { code: 'AA02', name: 'Alternate Athlete', category: 'A' },
};

/** Puts the people of all files together, by their codes: names are shared by different people and differ between files. */
export function readPeople(
  data: DataSet,
  structure: Structure,
  organisations: Organisations['byCode'],
  ledger: Ledger,
): People {
  const birthDates = {
    details: dateColumn(data.athleteDetails.map(({ cells }) => cells.birthDate)),
    coaches: dateColumn(data.coaches.map(({ cells }) => cells.birth_date)),
    officials: dateColumn(data.officials.map(({ cells }) => cells.birth_date)),
  };
  const medallistDate = dateColumn(data.medallists.map(({ cells }) => cells.birth_date));
  const reading: Reading = { drafts: new Map(), functions: new Map(), structure, organisations, ledger, birthDates };
  const readAll = (rows: readonly Row[], read: RowReader): void => {
    for (const row of rows) {
      const fault = read(reading, row);
      if (fault === null) ledger.apply(row);
      else ledger.refuse(row, fault);
    }
  };
  readAll(data.athletes, readAthlete);
  readAll(data.athleteDetails, readAthleteDetails);
  readAll(data.athleteDisciplines, readAthleteDiscipline);
  readAll(data.athleteEvents, readAthleteEvent);
  readAll(data.coaches, (of, row) => readOfficial(of, row, 'country_code', of.birthDates.coaches));
  readAll(data.officials, (of, row) => readOfficial(of, row, 'organisation_code', of.birthDates.officials));
  for (const { cells } of data.medallists) {
    const draft = reading.drafts.get(cells.code_athlete ?? '');
    if (draft) draft.birthDate ??= medallistDate(cells.birth_date ?? '') ?? null;
  }
  rejectWithoutDiscipline(reading);
  return { persons: reading.drafts, functions: reading.functions };
}

/** A person without a known discipline can stand on no list: all that was read of her is refused. */
function rejectWithoutDiscipline({ drafts, ledger }: Reading): void {
  for (const { code, disciplines, rows } of [...drafts.values()]) {
    if (disciplines.size > 0) continue;
    for (const row of rows) ledger.refuse(row, `No file tells a known discipline of the person ${code}.`);
    drafts.delete(code);
  }
}

/** What any row of a person must say, or what is wrong with it. */
function readIdentity(reading: Reading, row: Row, organisationColumn: string) {
  const { code = '', name = '', gender: written = '' } = row.cells;
  const organisation = row.cells[organisationColumn] ?? '';
  const gender = personGender(written);
  const fault = !/^[A-Za-z0-9]{1,20}$/.test(code)
    ? `"${code}" is not the code of a person.`
    : name === ''
      ? `The person ${code} has no name.`
      : gender === undefined
        ? `The gender of ${code} is "${written}".`
        : !reading.organisations.has(organisation)
          ? `The person ${code} belongs to "${organisation}", which is not a known organisation.`
          : null;
  return fault ?? { code, name, gender: gender as 'M' | 'W', organisation };
}

function readAthlete(reading: Reading, row: Row): string | null {
  const identity = readIdentity(reading, row, 'country_code');
  if (typeof identity === 'string') return identity;
  const { code } = identity;
  if (reading.drafts.has(code)) return `The person ${code} is listed before.`;
  const named = athleteFunctions[row.cells.function ?? ''] ?? (athleteFunctions.Athlete as NamedFunction);
  reading.functions.set(named.code, named);
  const draft = createDraft(code, { ...identity, functionCode: named.code });
  draft.nationality = row.cells.nationality_code || null;
  draft.heightCm = warnUnless(reading, row, 'height', heightCm);
  addDisciplines(reading, row, draft);
  return keep(reading, row, draft);
}

function readAthleteDetails(reading: Reading, row: Row): string | null {
  const identity = readIdentity(reading, row, 'country_code');
  if (typeof identity === 'string') return identity;
  const { code, organisation, gender } = identity;
  const athlete = athleteFunctions.Athlete as NamedFunction;
  const draft = reading.drafts.get(code) ?? createDraft(code, { ...identity, functionCode: athlete.code });
  if (draft.rows.some((other) => other.file === row.file)) {
    return `The person ${code} is listed before.`;
  }
  if (draft.organisation !== organisation || draft.gender !== gender) {
    const before = draft.rows[0]?.file;
    return `The person ${code} is ${draft.gender} of ${draft.organisation} in ${before}.`;
  }
  reading.functions.set(athlete.code, athlete);
  draft.birthDate = warnUnless(reading, row, 'birthDate', reading.birthDates.details);
  draft.heightCm ??= warnUnless(reading, row, 'height', heightCm);
  return keep(reading, row, draft);
}

function readAthleteDiscipline(reading: Reading, row: Row): string | null {
  const draft = findDraft(reading, row);
  if (typeof draft === 'string') return draft;
  const name = row.cells.disciplines ?? '';
  const discipline = reading.structure.disciplineCodes.get(name);
  if (discipline === undefined) return `There is no discipline "${name}".`;
  draft.disciplines.add(discipline);
  return keep(reading, row, draft);
}

/** Events are named without discipline or gender: they are looked for among the disciplines of the athlete. */
function readAthleteEvent(reading: Reading, row: Row): string | null {
  const draft = findDraft(reading, row);
  if (typeof draft === 'string') return draft;
  const name = row.cells.events ?? '';
  const found = [...draft.disciplines].flatMap((discipline) => reading.structure.findEvents(discipline, name));
  const disciplines = [...draft.disciplines].join(', ');
  if (found.length !== 1) {
    const fault = found.length === 0 ? 'no event' : 'more than one event';
    return `There is ${fault} "${name}" of ${disciplines || 'no discipline'}.`;
  }
  draft.events.add(found[0] as string);
  return keep(reading, row, draft);
}

function readOfficial(reading: Reading, row: Row, organisationColumn: string, readBirth: ReadDate): string | null {
  const identity = readIdentity(reading, row, organisationColumn);
  if (typeof identity === 'string') return identity;
  const { code } = identity;
  if (reading.drafts.has(code)) return `The person ${code} is listed before.`;
  const { function: name = '', category = '', current = '' } = row.cells;
  const isCurrent = flag(current) ?? true;
  if (flag(current) === undefined) reading.ledger.warn(row, `current is "${current}", neither true nor false.`);
  if (name === '') return `The person ${code} has no function.`;
  const functionCode = `${category || 'O'}_${name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`.slice(0, 34);
  reading.functions.set(functionCode, { code: functionCode, name, category });
  const draft = createDraft(code, { ...identity, functionCode, isCurrent });
  draft.birthDate = warnUnless(reading, row, 'birth_date', readBirth);
  addDisciplines(reading, row, draft);
  return keep(reading, row, draft);
}

function findDraft({ drafts }: Reading, { cells }: Row): Draft | string {
  return drafts.get(cells.code ?? '') ?? `No file of athletes knows the code "${cells.code}".`;
}

function addDisciplines({ structure, ledger }: Reading, row: Row, draft: Draft): void {
  const text = row.cells.disciplines ?? '';
  const names = readNames(text);
  if (names === null) ledger.warn(row, `disciplines is not a list: ${text.slice(0, 80)}`);
  for (const name of names ?? []) {
    const discipline = structure.disciplineCodes.get(name);
    if (discipline === undefined) ledger.warn(row, `There is no discipline "${name}".`);
    else draft.disciplines.add(discipline);
  }
}

/** A value that is not mandatory: null, with a warning, where it makes no sense. */
function warnUnless<Value>(
  { ledger }: Reading,
  row: Row,
  column: string,
  read: (text: string) => Value | null | undefined,
): Value | null {
  const text = row.cells[column] ?? '';
  const value = read(text);
  if (value !== undefined) return value;
  ledger.warn(row, `${column} is "${text.slice(0, 60)}"; left out.`);
  return null;
}

function keep({ drafts }: Reading, row: Row, draft: Draft): null {
  drafts.set(draft.code, draft);
  draft.rows.push(row);
  return null;
}

import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DataSetError } from './DataSetError.ts';
import type { Ledger, Row } from './ledger.ts';
import { readCsv } from './readCsv.ts';

const files = {
  organisations: ['nocs.csv', 'code country country_long note'],
  disciplinesAndEvents: ['events.csv', 'event sport sport_code'],
  athletes: [
    'athletes_cleaned_julam9.csv',
    'code name gender function country_code nationality_code height disciplines',
  ],
  athleteDetails: ['taniki/athletes.csv', 'code name birthDate height gender country_code'],
  athleteDisciplines: ['taniki/athletes_disciplines.csv', 'code disciplines'],
  athleteEvents: ['taniki/athletes_events.csv', 'code events'],
  coaches: ['coaches.csv', 'code current name gender function category country_code disciplines birth_date'],
  officials: [
    'technical_officials.csv',
    'code current name gender function category organisation_code disciplines birth_date',
  ],
  teams: [
    'teams.csv',
    'code current team team_gender country_code disciplines_code events athletes athletes_codes coaches_codes',
  ],
  schedule: [
    'schedules.csv',
    'start_date end_date day status discipline discipline_code event event_medal phase gender venue venue_code location_description location_code url',
  ],
  venues: ['venues.csv', 'venue date_start date_end tag'],
  results: [
    'results/*.csv',
    'date stage_code event_code event_name event_stage stage gender discipline_name discipline_code participant_code participant_name participant_type participant_country_code result',
  ],
  medals: ['medals.csv', 'medal_type medal_code medal_date name discipline event url_event code country_code'],
  medallists: ['medallists.csv', 'medal_code name discipline event birth_date code_athlete code_team is_medallist'],
  medalTotals: ['medals_total.csv', 'country_code Total'],
} satisfies Readonly<Record<string, readonly [file: string, columns: string]>>;

/** All rows of the set that the graph has a place for, file by file. */
export type DataSet = Readonly<Record<keyof typeof files, readonly Row[]>>;

/** Files of the set that the graph has no place for, and why. */
const unused: Readonly<Record<string, string>> = {
  'schedules_preliminary.csv': 'the plan of an earlier date, which schedules.csv replaces',
  'torch_route.csv': 'the torch relay is not part of the competition',
  'taniki/athletes_countries.csv': 'sums that follow from the athletes themselves',
};

/** Reads the whole set. Throws DataSetError that names all that is missing when the folder does not hold it. */
export function readDataSet(folder: string, ledger: Ledger): DataSet {
  const faults: string[] = [];
  const read = Object.entries(files).map(([key, [file, columns]]) => {
    const names = file === 'results/*.csv' ? resultFiles(folder, faults) : [file];
    return [key, names.flatMap((name) => readCsv(folder, name, columns.split(' '), ledger, faults))] as const;
  });
  if (faults.length > 0) throw new DataSetError(`${faults.join('\n')}\n${describeNeeds()}`);
  return Object.fromEntries(read) as unknown as DataSet;
}

/** What a folder must hold, for those who have another set. */
function describeNeeds(): string {
  const needed = Object.values(files);
  return `The import needs:\n${needed.map(([file, columns]) => `  ${file}: ${columns.replaceAll(' ', ', ')}`).join('\n')}`;
}

/** The files that are there and not read, each with the reason. */
export function unusedFiles(folder: string): readonly { readonly file: string; readonly reason: string }[] {
  const read = new Set(Object.values(files).map(([file]) => file));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !read.has(file) && !/^results\/[^/]+\.csv$/.test(file))
    .sort()
    .map((file) => ({ file, reason: unused[file] ?? 'no file of the set that the graph has a place for' }));
}

function resultFiles(folder: string, faults: string[]): readonly string[] {
  try {
    const names = readdirSync(join(folder, 'results')).filter((name) => name.endsWith('.csv'));
    return names.sort().map((name) => `results/${name}`);
  } catch {
    faults.push('The folder holds no results: it is not the Paris 2024 data set.');
    return [];
  }
}

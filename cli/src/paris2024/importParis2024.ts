import { writeFileSync } from 'node:fs';
import { athletesFeed } from '@games/athletes';
import { competitionFeed } from '@games/competition';
import { type Feed, type ImportSummary, importMessages, selectGames } from '@games/odf-feed';
import type { Database } from '@games/postgres';
import { convertCodes } from './convertCodes.ts';
import { convertMedals, type MedalReconciliation } from './convertMedals.ts';
import { convertPeople, convertTeams } from './convertPeople.ts';
import { convertResults } from './convertResults.ts';
import { convertSchedule } from './convertSchedule.ts';
import { DataSetError } from './DataSetError.ts';
import { createLedger, type FileCount, type Ledger, type Note, sumOf } from './ledger.ts';
import { readOrganisations } from './organisations.ts';
import { competitionCode, createWriter, type OutgoingMessage } from './outgoing.ts';
import { readDataSet, unusedFiles } from './readDataSet.ts';
import { readPeople } from './readPeople.ts';
import { readTeams } from './readTeams.ts';
import { readStructure } from './structure.ts';

export interface ImportParis2024Options {
  /** The folder of the set: CSV files, with `results/` and `taniki/` below it. */
  readonly folder: string;
  readonly competition: Database;
  readonly athletes: Database;
  /** The edition of the files (default 1): raised when they have changed, so that what changed replaces what was there. */
  readonly revision?: number;
  /** File that gets every refused, duplicate or partly used row as a line of JSON. */
  readonly reportFile?: string;
  readonly onProgress?: (step: 'athletes' | 'competition', done: number, total: number) => void;
}

/** What became of the messages that a service reads. */
export type ServiceSummary = Pick<ImportSummary, 'received' | 'outcomes' | 'issueCount'>;

export interface Paris2024Summary {
  /** File by file: `rows = applied + duplicates + refused`. */
  readonly files: readonly FileCount[];
  readonly totals: Omit<FileCount, 'file'>;
  /** Files of the set that are not read, and why. */
  readonly unusedFiles: readonly { readonly file: string; readonly reason: string }[];
  /** Every row that is not simply applied. */
  readonly notes: readonly Note[];
  readonly messages: number;
  readonly athletes: ServiceSummary;
  readonly competition: ServiceSummary;
  readonly medals: MedalReconciliation;
}

/**
 * Takes the public Paris 2024 data set in: reads its files, makes results messages of them, and gives these to the feeds
 * of both services, as any feed would. The same files again change nothing.
 * Throws DataSetError when the folder does not hold the set, or a database holds other Games.
 */
export async function importParis2024(options: ImportParis2024Options): Promise<Paris2024Summary> {
  const { folder, revision = 1, reportFile, onProgress = () => {} } = options;
  for (const database of [options.athletes, options.competition]) await assertSameGames(database);
  const ledger = createLedger();
  const { messages, medals } = convertDataSet(folder, revision, ledger);
  const send = async (service: 'athletes' | 'competition', feed: Feed): Promise<ServiceSummary> => {
    const own = messages.filter(({ header }) => feed.messageType(header) !== null);
    const { received, outcomes, issueCount, ...rest } = await importMessages(feed, options[service], own, {
      progress: ({ messages: done }) => onProgress(service, done, own.length),
    });
    rejectRows(service, own, rest, ledger);
    return { received, outcomes, issueCount };
  };
  const athletes = await send('athletes', athletesFeed);
  const competition = await send('competition', competitionFeed);
  const { files, notes } = ledger.close();
  if (reportFile !== undefined) {
    writeFileSync(reportFile, notes.map((note) => `${JSON.stringify(note)}\n`).join(''));
  }
  return {
    files,
    totals: sumOf(files),
    unusedFiles: unusedFiles(folder),
    notes,
    messages: messages.length,
    athletes,
    competition,
    medals,
  };
}

async function assertSameGames(database: Database): Promise<void> {
  const games = await selectGames(database);
  if (games === null || games.code === competitionCode) return;
  throw new DataSetError(`The database holds the Games ${games.code}; the set is of ${competitionCode}.`);
}

interface Converted {
  readonly messages: readonly OutgoingMessage[];
  readonly medals: MedalReconciliation;
}

/** Reads all files and makes messages of them; each row gets its fate in the ledger. */
export function convertDataSet(folder: string, revision: number, ledger: Ledger): Converted {
  const write = createWriter(revision);
  const data = readDataSet(folder, ledger);
  const structure = readStructure(data);
  const organisations = readOrganisations(data, ledger);
  const people = readPeople(data, structure, organisations.byCode, ledger);
  const { teams, persons: teamPersons } = readTeams(data, structure, organisations.byCode, people.persons, ledger);
  const persons = new Map([...teamPersons, ...people.persons]);
  const competitors = { persons, teams };
  const schedule = convertSchedule(data, structure, ledger, write);
  const medals = convertMedals(data, structure, competitors, ledger, write);
  const messages = [
    ...convertCodes(data, structure, organisations, people.functions, ledger, write),
    ...convertPeople([...persons.values()], [...teams.values()], write),
    ...convertTeams([...teams.values()], write),
    ...schedule.messages,
    ...convertResults(data, structure, competitors, schedule, ledger, write),
    ...medals.messages,
  ];
  return { messages, medals: medals.reconciliation };
}

/** Rows whose message a service did not take are refused with the service's reason. */
function rejectRows(
  service: string,
  messages: readonly OutgoingMessage[],
  { refusals, unapplied, issues }: Pick<ImportSummary, 'refusals' | 'unapplied' | 'issues'>,
  ledger: Ledger,
): void {
  const why = new Map(issues.map(({ index, detail }) => [index, detail]));
  const details = unapplied.map(({ index, outcome }) => ({
    index,
    detail:
      outcome === 'CONFLICTING'
        ? 'another message with the same identity (key, source and version) came before'
        : (why.get(index) ?? 'see the issues of the message'),
  }));
  for (const { index, detail } of [...refusals, ...details]) {
    const message = messages[index];
    for (const row of message?.rows ?? []) {
      ledger.refuse(row, `The ${service} service refused ${message?.name}: ${detail}`);
    }
  }
}

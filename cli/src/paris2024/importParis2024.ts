import { writeFileSync } from 'node:fs';
import { type ImportSummary, importMessages } from '@games/athletes/odf/importMessages.ts';
import { type BulkSummary, ingestMessages } from '@games/competition/odf/index.ts';
import type { Database } from '@games/postgres';
import { convertCodes } from './convertCodes.ts';
import { convertMedals, type MedalReconciliation } from './convertMedals.ts';
import { convertPeople, convertTeams } from './convertPeople.ts';
import { convertResults } from './convertResults.ts';
import { convertSchedule } from './convertSchedule.ts';
import { createLedger, type FileCount, type Ledger, type Note } from './ledger.ts';
import { readOrganisations } from './organisations.ts';
import { createWriter, type OutgoingMessage } from './outgoing.ts';
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

export interface Paris2024Summary {
  /** File by file: `rows = applied + duplicates + refused`. */
  readonly files: readonly FileCount[];
  readonly totals: Omit<FileCount, 'file'>;
  /** Files of the set that are not read, and why. */
  readonly unusedFiles: readonly { readonly file: string; readonly reason: string }[];
  /** Every row that is not simply applied. */
  readonly notes: readonly Note[];
  readonly messages: number;
  readonly athletes: Omit<ImportSummary, 'refused' | 'remarks'>;
  readonly competition: Pick<BulkSummary, 'received' | 'outcomes'>;
  readonly medals: MedalReconciliation;
}

/**
 * Takes the public Paris 2024 data set in: reads its files, makes results messages of them, and gives these to the doors
 * of both services, as any feed would. The same files again change nothing.
 * Throws DataSetError when the folder does not hold the set.
 */
export async function importParis2024(options: ImportParis2024Options): Promise<Paris2024Summary> {
  const { folder, revision = 1, reportFile, onProgress = () => {} } = options;
  const ledger = createLedger();
  const { messages, medals } = convertDataSet(folder, revision, ledger);
  const total = messages.length;
  const athletes = await importMessages(options.athletes, messages, {
    onProgress: (done) => onProgress('athletes', done, total),
  });
  const competition = await ingestMessages(options.competition, messages, {
    progress: ({ messages: done }) => onProgress('competition', done, total),
  });
  refuseRows(messages, athletes, competition, ledger);
  const { files, notes } = ledger.close();
  if (reportFile !== undefined) {
    writeFileSync(reportFile, notes.map((note) => `${JSON.stringify(note)}\n`).join(''));
  }
  const { refused: _refused, remarks: _remarks, ...athletesCounts } = athletes;
  return {
    files,
    totals: sumOf(files),
    unusedFiles: unusedFiles(folder),
    notes,
    messages: total,
    athletes: athletesCounts,
    competition: { received: competition.received, outcomes: competition.outcomes },
    medals,
  };
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
    ...convertResults(data, structure, competitors, schedule.days, ledger, write),
    ...medals.messages,
  ];
  return { messages, medals: medals.reconciliation };
}

/** Rows whose message a door refused are refused with the door's reason. */
function refuseRows(
  messages: readonly OutgoingMessage[],
  athletes: ImportSummary,
  competition: BulkSummary,
  ledger: Ledger,
): void {
  const byName = new Map(messages.map((message) => [message.name, message]));
  const refuse = (message: OutgoingMessage | undefined, service: string, reason: string): void => {
    for (const row of message?.rows ?? [])
      ledger.refuse(row, `The ${service} service refused ${message?.name}: ${reason}`);
  };
  for (const { name, reason } of athletes.refused) refuse(byName.get(name), 'athletes', reason);
  for (const { index, message } of competition.refusals) refuse(messages[index], 'competition', message);
}

function sumOf(files: readonly FileCount[]): Omit<FileCount, 'file'> {
  const sum = (key: 'rows' | 'applied' | 'duplicates' | 'refused') => files.reduce((all, file) => all + file[key], 0);
  return { rows: sum('rows'), applied: sum('applied'), duplicates: sum('duplicates'), refused: sum('refused') };
}

import { readFile } from 'node:fs/promises';
import { readRecord, verifyRecord, type Witnessed } from '@games/ticketing/draws';
import type { Command } from 'commander';
import { CommandError, print } from '../output.ts';
import { ticketingUrl } from '../running.ts';

interface VerifyOptions {
  readonly file?: string;
  readonly id?: string;
  readonly url?: string;
  readonly seedHash?: string;
  readonly listHash?: string;
  readonly json: boolean;
}

/** Differences that are printed one by one; a changed seed moves every place. */
const differencesShownMax = 20;
const timeoutMs = 30_000;

const help = `
Holds a draw again from its published record, on this machine, and says what differs. Exit code 1 when it does not
hold. Give the hashes that you noted while the draw was going on: without them the record is only compared with
itself.
  games draw verify --file DRAW-PACKS.json --seed-hash 9f86d0…
  games draw verify --id drw_DRAW-PACKS`;

/** `games draw verify`: whether a draw was held as it was promised. */
export function registerDraw(program: Command): void {
  program
    .command('draw')
    .description('draws by lot')
    .command('verify')
    .description('hold a draw again from its published record')
    .option('--file <file>', 'the record; - reads it from standard input')
    .option('--id <id>', 'the draw (drw_…), whose record is fetched')
    .option('--url <url>', 'the ticketing service that publishes it (default: the one that runs here)')
    .option('--seed-hash <hash>', 'the hash of the seed as it was shown before registration opened')
    .option('--list-hash <hash>', 'the hash of the list as it was shown when registration was over')
    .option('--json', 'as JSON', false)
    .addHelpText('after', help)
    .action(verify);
}

async function verify(options: VerifyOptions): Promise<void> {
  const record = await findRecord(options);
  const differences = verifyRecord(record, readWitnessed(options));
  const { draw, algorithm, entries, seedHash, entriesHash } = record;
  const summary = { draw, holds: differences.length === 0, algorithm, entries: entries.length, seedHash, entriesHash };
  print(options.json, { ...summary, differences }, () => {
    if (differences.length === 0) return `${draw} holds: ${entries.length} entries drawn again, all the same.`;
    const shown = differences.slice(0, differencesShownMax).map(({ message }) => `  ${message}`);
    const more = differences.length - shown.length;
    return [`${draw} does NOT hold.`, ...shown, ...(more > 0 ? [`  … and ${more} more`] : [])].join('\n');
  });
  if (differences.length > 0) process.exitCode = 1;
}

function readWitnessed({ seedHash, listHash }: VerifyOptions): Witnessed {
  return {
    ...(seedHash === undefined ? {} : { seedHash: readHash('--seed-hash', seedHash) }),
    ...(listHash === undefined ? {} : { entriesHash: readHash('--list-hash', listHash) }),
  };
}

function readHash(option: string, text: string): string {
  const hash = text.trim().toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new CommandError(`${option} is a SHA-256 of 64 hexadecimal digits.`);
  return hash;
}

async function findRecord({ file, id, url }: VerifyOptions) {
  if ((file === undefined) === (id === undefined)) throw new CommandError('Give --file or --id, one of them.');
  const source = file ?? (id as string);
  const text = file === undefined ? await fetchRecord(source, url) : await readText(file);
  try {
    return readRecord(JSON.parse(text));
  } catch (error) {
    throw new CommandError(`${source} is not a record of a draw: ${(error as Error).message}`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} can not be read: ${(error as Error).message}`);
  }
}

async function fetchRecord(id: string, url: string | undefined): Promise<string> {
  const code = /^drw_([A-Za-z0-9-]{1,64})$/.exec(id)?.[1];
  if (code === undefined) throw new CommandError(`${id} is not an id of a draw.`);
  const address = new URL(`/draws/${code}.json`, ticketingUrl(url, ', or give --url or --file'));
  const response = await fetch(address, { signal: AbortSignal.timeout(timeoutMs) }).catch((error: Error) => {
    throw new CommandError(`${address} does not answer: ${error.message}`);
  });
  if (response.status === 404) throw new CommandError(`No record of ${id} has been published.`);
  if (!response.ok) throw new CommandError(`${address} answers ${response.status}.`);
  return response.text();
}

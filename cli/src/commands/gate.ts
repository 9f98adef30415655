import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { type GateOptions, runGate } from '../gate/runGate.ts';
import { CommandError } from '../output.ts';
import { ticketingUrl } from '../running.ts';
import { stateFolder } from '../state.ts';

interface GateCommandOptions {
  readonly folder?: string;
  readonly url?: string;
  readonly code?: string;
  readonly name: string;
  readonly timeout: string;
  readonly every: string;
  readonly json: boolean;
}

const help = `
Reads one ticket code a line from standard input, as a scanner sends them, and says who may enter. Before a
code, EXIT is for somebody who leaves and FORCE lets it through all the same. Without the service the gate
decides by itself and tells it later. Staff makes the one-time code:
  npm run games -- query 'mutation { createGateEnrolment(input: { gate: "STA-N" }) {
    ... on GateEnrolmentCreated { code } } }' --as staff

Exit code 3: scans are still to be reported; start the gate again when the network is back.`;

/** `games gate <session>`: a gate at the command line. */
export function registerGate(program: Command): void {
  program
    .command('gate <session>')
    .description('a gate at the command line for a ticketed session (its code, for example ATH-T05)')
    .option('--code <code>', 'one-time code that lets this device in, the first time')
    .option('--url <url>', 'the ticketing service, the first time (default: the one that runs here)')
    .option('--name <name>', 'what the device is called, the first time', hostname())
    .option('--folder <folder>', 'where the device keeps its key and what it must not forget (default: in GAMES_STATE)')
    .option('--timeout <ms>', 'how long the service may take before the gate decides by itself', '1500')
    .option('--every <ms>', 'how often the gate fetches changes and reports its own', '15000')
    .option('--json', 'one line of JSON for everything it says', false)
    .addHelpText('after', help)
    .action(async (session: string, options: GateCommandOptions) => {
      const { unreported } = await runGate(readOptions(session, options));
      if (unreported > 0) process.exitCode = 3;
    });
}

function readOptions(session: string, options: GateCommandOptions): GateOptions {
  const code = session.replace(/^tse_/, '');
  if (!/^[A-Za-z0-9-]{1,40}$/.test(code)) throw new CommandError(`${session} is not a code of a session.`);
  return {
    folder: resolve(options.folder ?? join(stateFolder(), 'gate')),
    session: code,
    ...(options.code === undefined ? {} : { enrolment: readEnrolment(options.code, options) }),
    input: lines(process.stdin),
    print: (line, event) => process.stdout.write(`${options.json ? JSON.stringify(event) : line}\n`),
    timeoutMs: readMilliseconds('--timeout', options.timeout),
    synchroniseMs: readMilliseconds('--every', options.every),
  };
}

/** The lines of a stream. It is read only when they are wanted: lines that come while the gate opens would be lost. */
async function* lines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  yield* createInterface({ input: stream });
}

function readEnrolment(code: string, { url, name }: GateCommandOptions): NonNullable<GateOptions['enrolment']> {
  return { url: ticketingUrl(url, ', or give --url'), code, name };
}

function readMilliseconds(option: string, text: string): number {
  const ms = Number(text);
  if (!Number.isInteger(ms) || ms < 1) throw new CommandError(`${option} is a whole number of milliseconds.`);
  return ms;
}

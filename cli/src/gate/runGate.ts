import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '../output.ts';
import { enrolDevice, readDevice } from './device.ts';
import { createGateClient, ServiceAway, ServiceRefusal } from './gateClient.ts';
import { type GateDesk, type GateScan, type GateVerdict, openGateDesk } from './gateDesk.ts';
import { openGateMemory } from './gateMemory.ts';
import { createServiceClock } from './serviceClock.ts';

export interface GateOptions {
  /** Where the device keeps its key, the bundle, and what is still to be told. */
  readonly folder: string;
  /** Code of the ticketed session. */
  readonly session: string;
  /** Of a device that is not let in yet: where the service is, the one-time code, and what the device is called. */
  readonly enrolment?: { readonly url: string; readonly code: string; readonly name: string };
  /** Lines: a ticket's code; `EXIT` before it for somebody who leaves, `FORCE` to let it through all the same. */
  readonly input: AsyncIterable<string>;
  readonly print: (line: string) => void;
  /** How long the service may take before the gate decides by itself (default 1,500). */
  readonly timeoutMs?: number;
  /** How often the gate looks for news and tells its own (default 15,000). */
  readonly synchroniseMs?: number;
}

/**
 * A gate at the command line: reads codes, says who may enter, with the service or without it. Ends with its input, after
 * trying once more to tell what is untold.
 */
export async function runGate(options: GateOptions): Promise<void> {
  const { folder, session, enrolment, print, timeoutMs = 1_500, synchroniseMs = 15_000 } = options;
  const device =
    enrolment === undefined
      ? await readDevice(folder)
      : await enrolDevice(folder, enrolment.url, enrolment.code, enrolment.name);
  if (device === null) throw new CommandError('This device is not let in yet: give --url and a one-time --code.');
  const clock = createServiceClock();
  const client = createGateClient(device, clock, timeoutMs);
  const desk = await openGateDesk(session, client, openGateMemory(folder, session), clock).catch(explain);
  await synchronise(desk, print);
  print(`${device.gate.name} (${device.gate.code}, ${device.gate.venue}), session ${session}`);
  const ended = new AbortController();
  const background = keepSynchronised(desk, print, synchroniseMs, ended.signal);
  try {
    for await (const line of options.input) {
      const scan = readLine(line);
      if (scan !== null) print(describe(await desk.scan(scan).catch(explain)));
    }
  } finally {
    ended.abort();
    await background;
  }
  await synchronise(desk, print);
  if (desk.untold() > 0)
    print(`${desk.untold()} scans are still to be told; start the gate again when the network is back.`);
}

function readLine(line: string): GateScan | null {
  const words = /^((?:(?:EXIT|FORCE) +)*)(\S.*)$/.exec(line.replace(/\r?\n$/, ''));
  if (words === null) return null;
  const [, flags = '', code = ''] = words;
  return { code, direction: flags.includes('EXIT') ? 'EXIT' : 'ENTRY', force: flags.includes('FORCE') };
}

function describe({ admitted, reason, message, offline }: GateVerdict): string {
  const where = offline ? ' (offline)' : '';
  return admitted ? `ADMITTED${where}` : `REFUSED ${reason}${where}: ${message}`;
}

async function keepSynchronised(
  desk: GateDesk,
  print: (line: string) => void,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await synchronise(desk, print);
  }
}

/** Being cut off is no failure of the gate: it says so and goes on. */
async function synchronise(desk: GateDesk, print: (line: string) => void): Promise<void> {
  try {
    const { told } = await desk.synchronise();
    if (told > 0) print(`told the service of ${told} scans`);
  } catch (error) {
    if (!(error instanceof ServiceAway)) return explain(error);
    print('the service does not answer; this gate decides by itself');
  }
}

function explain(error: unknown): never {
  if (error instanceof ServiceRefusal || error instanceof ServiceAway) throw new CommandError(error.message);
  throw error;
}

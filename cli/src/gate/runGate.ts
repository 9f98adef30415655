import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '../output.ts';
import { enrolDevice, type GateDevice, readDevice } from './device.ts';
import { createGateClient, ServiceAway, ServiceRefusal } from './gateClient.ts';
import { openGateMemory } from './gateMemory.ts';
import { type GateScan, type GateSession, type GateVerdict, openGateSession } from './gateSession.ts';
import { createServiceClock } from './serviceClock.ts';

export interface GateOptions {
  /** Where the device keeps its key, the bundle, and what is still to be reported. */
  readonly folder: string;
  /** Code of the ticketed session. */
  readonly session: string;
  /** Of a device that is not let in yet: where the service is, the one-time code, and what the device is called. */
  readonly enrolment?: { readonly url: string; readonly code: string; readonly name: string };
  /** Lines: a ticket's code; `EXIT` before it for somebody who leaves, `FORCE` to let it through all the same. */
  readonly input: AsyncIterable<string>;
  /** Gets everything that the gate has to say, as a line for people and as what happened. */
  readonly print: (line: string, event: GateEvent) => void;
  /** How long the service may take before the gate decides by itself (default 1,500). */
  readonly timeoutMs?: number;
  /** How often the gate fetches changes and reports its own (default 15,000). */
  readonly synchroniseMs?: number;
}

/** What a gate has to say. */
export type GateEvent =
  | { readonly event: 'open'; readonly gate: GateDevice['gate']; readonly session: string }
  | ({ readonly event: 'scan'; readonly direction: GateScan['direction'] } & GateVerdict)
  | { readonly event: 'reported'; readonly scans: number }
  | { readonly event: 'setAside'; readonly scans: number; readonly reason: string }
  | { readonly event: 'alone' }
  | { readonly event: 'unreported'; readonly scans: number };

/**
 * A gate at the command line: reads codes, says who may enter, with the service or without it. Ends with its input, after
 * trying once more to report what is unreported. Returns how many scans are still to be reported.
 */
export async function runGate(options: GateOptions): Promise<{ readonly unreported: number }> {
  const { folder, session, enrolment, timeoutMs = 1_500, synchroniseMs = 15_000 } = options;
  const report = (event: GateEvent): void => options.print(describe(event), event);
  const device =
    enrolment === undefined
      ? await readDevice(folder)
      : await enrolDevice(folder, enrolment.url, enrolment.code, enrolment.name);
  if (device === null) throw new CommandError('This device is not let in yet: give --url and a one-time --code.');
  const clock = createServiceClock();
  const client = createGateClient(device, clock, timeoutMs);
  const gate = await openGateSession(session, client, openGateMemory(folder, session), clock).catch(explain);
  await synchronise(gate, report);
  report({ event: 'open', gate: device.gate, session });
  const ended = new AbortController();
  const background = synchroniseRepeatedly(gate, report, synchroniseMs, ended.signal);
  try {
    for await (const line of options.input) {
      const scan = readLine(line);
      if (scan !== null)
        report({ event: 'scan', direction: scan.direction, ...(await gate.scan(scan).catch(explain)) });
    }
  } finally {
    ended.abort();
    await background;
  }
  await synchronise(gate, report);
  const unreported = gate.unreported();
  if (unreported > 0) report({ event: 'unreported', scans: unreported });
  return { unreported };
}

type Report = (event: GateEvent) => void;

function readLine(line: string): GateScan | null {
  let code = line.replace(/\r?\n$/, '');
  const flags = new Set<string>();
  for (;;) {
    const flag = ['EXIT', 'FORCE'].find((word) => code.startsWith(`${word} `));
    const rest = code.slice(flag?.length).trimStart();
    if (flag === undefined || rest === '') break;
    flags.add(flag);
    code = rest;
  }
  if (code.trimStart() !== code || code === '') return null;
  return { code, direction: flags.has('EXIT') ? 'EXIT' : 'ENTRY', force: flags.has('FORCE') };
}

function describe(event: GateEvent): string {
  switch (event.event) {
    case 'open':
      return `${event.gate.name} (${event.gate.code}, ${event.gate.venue}), session ${event.session}`;
    case 'scan':
      return describeVerdict(event);
    case 'reported':
      return `reported ${event.scans} scans to the service`;
    case 'setAside':
      return `set aside ${event.scans} scans that the service refused: ${event.reason}`;
    case 'alone':
      return 'the service does not answer; this gate decides by itself';
    case 'unreported':
      return `${event.scans} scans are still to be reported; start the gate again when the network is back.`;
  }
}

function describeVerdict({ admitted, reason, message, offline }: GateVerdict): string {
  const where = offline ? ' (offline)' : '';
  return admitted ? `ADMITTED${where}` : `REFUSED ${reason}${where}: ${message}`;
}

async function synchroniseRepeatedly(
  gate: GateSession,
  report: Report,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => {});
    if (!signal.aborted) await synchronise(gate, report);
  }
}

/** Being cut off is not a failure of the gate: it says so and goes on. */
async function synchronise(gate: GateSession, report: Report): Promise<void> {
  try {
    const { reported, setAside, reason } = await gate.synchronise();
    if (reported > 0) report({ event: 'reported', scans: reported });
    if (setAside > 0) report({ event: 'setAside', scans: setAside, reason: reason ?? '' });
  } catch (error) {
    if (!(error instanceof ServiceAway)) return explain(error);
    report({ event: 'alone' });
  }
}

function explain(error: unknown): never {
  if (error instanceof ServiceRefusal || error instanceof ServiceAway) throw new CommandError(error.message);
  throw error;
}

import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Refusal, SessionBundle } from '@games/ticketing/gate';

/** A scan that was decided here and is to be reported. */
export interface SpooledScan {
  readonly nonce: string;
  readonly code: string;
  readonly direction: 'ENTRY' | 'EXIT';
  /** By the device's own clock. */
  readonly deviceTime: string;
  readonly refusal: Refusal | null;
  readonly forced: boolean;
}

/** A ticket that went through this gate. */
export interface LocalCheckIn {
  readonly ticketId: string;
  readonly version: number;
  readonly mediumNo: number;
  readonly direction: 'ENTRY' | 'EXIT';
}

export interface StoredBundle {
  readonly bundle: SessionBundle;
  readonly etag: string;
  readonly aheadMs: number;
}

/**
 * What a gate must not forget when it is switched off, in files of one session: the bundle, who went through, and what is
 * still to be reported. Lines are appended before anybody is let through.
 */
export interface GateMemory {
  readBundle(): StoredBundle | null;
  writeBundle(stored: StoredBundle): void;
  checkIns(): readonly LocalCheckIn[];
  noteCheckIn(checkIn: LocalCheckIn): void;
  /** Forgets the first `count` check-ins: the service's own answer tells of them. */
  dropCheckIns(count: number): void;
  spooled(): readonly SpooledScan[];
  spool(scan: SpooledScan): void;
  /** Keeps a scan that the service refused, with its reason, in a file for people. */
  setAside(scan: SpooledScan, reason: string): void;
  /** Forgets the first `count` spooled scans: the service has them, or they were set aside. */
  dropSpooled(count: number): void;
}

export function openGateMemory(folder: string, session: string): GateMemory {
  const file = (name: string): string => join(folder, `${session}.${name}`);
  const append = (name: string, line: object): void =>
    appendFileSync(file(name), `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
  const replace = (name: string, content: string): void => {
    const draft = file(`${name}.draft`);
    writeFileSync(draft, content, { mode: 0o600, flush: true });
    renameSync(draft, file(name));
  };
  const dropLines = (name: string, count: number): void => {
    if (count === 0) return;
    const left = readLines<object>(file(name)).slice(count);
    replace(name, left.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
  return {
    readBundle: () => (existsSync(file('bundle.json')) ? JSON.parse(readFileSync(file('bundle.json'), 'utf8')) : null),
    writeBundle: (stored) => replace('bundle.json', JSON.stringify(stored)),
    checkIns: () => readLines<LocalCheckIn>(file('passages.jsonl')),
    noteCheckIn: (checkIn) => append('passages.jsonl', checkIn),
    dropCheckIns: (count) => dropLines('passages.jsonl', count),
    spooled: () => readLines<SpooledScan>(file('spool.jsonl')),
    spool: (scan) => append('spool.jsonl', scan),
    setAside: (scan, reason) => append('refused.jsonl', { ...scan, reason }),
    dropSpooled: (count) => dropLines('spool.jsonl', count),
  };
}

/** Lines of JSON; a last line that was cut off by a loss of power is left out. */
function readLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Line);
}

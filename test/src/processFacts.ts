import { readFileSync } from 'node:fs';

/** A process and those that it started, as the system counts them. */
export function familyOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean);
  return [pid, ...children.map(Number)];
}

/** The most memory that a process has held so far, in MiB. Throws when it is gone. */
export function peakMebibytes(pid: number): number {
  const [, kibibytes] =
    /^VmHWM: *(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8').replaceAll('\t', ' ')) ?? [];
  return Math.round(Number(kibibytes) / 1_024);
}

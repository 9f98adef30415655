import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinned } from '../pinned.ts';
import type { Benchmark } from '../report.ts';

const countDefault = 1_000_000;
/** What has to be reached on one core. */
const perSecondMin = 5_000;

interface Measured {
  readonly count: number;
  readonly timedMs: number;
  /** Time that a processor has worked for it; less than the time that passed when others used the core too. */
  readonly processorMs: number;
  readonly verdicts: Readonly<Record<string, number>>;
}

export const bench: Benchmark = {
  about: 'tickets judged by a gate without a network, on one core: 1,000,000 of them, or --count N',
  run: async (args) => {
    const at = args.indexOf('--count');
    const count = at === -1 ? countDefault : Number(args[at + 1]);
    const file = fileURLToPath(new URL('../ticketGate/verify.ts', import.meta.url));
    const [command, rest] = pinned(0, process.execPath, [file, String(count)]);
    const { timedMs, processorMs, verdicts } = JSON.parse(
      execFileSync(command, rest, { encoding: 'utf8' }),
    ) as Measured;
    const perSecond = (count / timedMs) * 1_000;
    const refused = Object.entries(verdicts).map(([verdict, number]) => `${verdict} ${number}`);
    return {
      title: `${count} tickets judged offline by one process on one core: signature (Ed25519), status, rotating code (RFC 6238).`,
      rows: [
        {
          tickets: count,
          seconds: timedMs / 1_000,
          'tickets/s': perSecond,
          'processor seconds': processorMs / 1_000,
          'tickets/processor second': (count / processorMs) * 1_000,
        },
      ],
      notes: [
        `Every verdict is the one that the ticket deserves: ${refused.join(', ')}.`,
        `Bar: ${perSecondMin} a second; reached ${(perSecond / perSecondMin).toFixed(2)} times that.`,
      ],
    };
  },
};

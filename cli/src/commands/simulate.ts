import { demonstrationNow, games, logicalDateOf } from '@games/demonstration';
import type { Command } from 'commander';
import { databaseUrl, findSeeded, type Seeded } from '../databases.ts';
import { CommandError, print } from '../output.ts';
import { showProgress } from '../progress.ts';
import { findRunning, type RunningGames } from '../running.ts';
import { type Summary, simulate } from '../simulate/simulate.ts';

interface SimulateCommandOptions {
  readonly speed: string;
  readonly day?: string;
  readonly from?: string;
  readonly until?: string;
  readonly scale?: string;
  readonly reportedUntil?: string;
  readonly endpoint?: string;
  readonly peopleEndpoint?: string;
  readonly key?: string;
  readonly json: boolean;
}

/** `games simulate`: plays a day of the demonstration Games live, as the results systems would send it. */
export function registerSimulate(program: Command): void {
  program
    .command('simulate')
    .description('play a day of the demonstration Games live: its results messages, each at its time')
    .option(
      '--speed <factor>',
      'seconds of the Games in a real one, or `max` for as fast as the services take it',
      '60',
    )
    .option(
      '--day <date>',
      `competition day, ${games.start} to ${games.end} (default: the day that the data has reached)`,
    )
    .option('--from <time>', 'HH:MM at the venues (default: where the data ends, or the beginning of the day)')
    .option('--until <time>', 'HH:MM at the venues (default: the end of the day; 00:00 to 03:59 is the night after it)')
    .option('--scale <scale>', 'full or small (default: what the running services were seeded with)')
    .option('--reported-until <moment>', 'up to when the services were seeded (default: what their database says)')
    .option('--endpoint <url>', 'POST /odf of competition (default: the one that runs here)')
    .option('--people-endpoint <url>', 'POST /odf of athletes (default: the one that runs here)')
    .option('--key <key>', 'the key of the endpoints (default: the development key)')
    .option('--json', 'the summary as JSON', false)
    .addHelpText(
      'after',
      '\nCtrl-C stops after the message under way; the same command goes on there.\nExit code 1: a message was refused. 130: stopped.',
    )
    .action(async (options: SimulateCommandOptions) => {
      const summary = await play(options);
      print(options.json, summary, () => describe(summary));
      if (!summary.complete) process.exitCode = 130;
      else if (summary.refused.length > 0) process.exitCode = 1;
    });
}

async function play(options: SimulateCommandOptions): Promise<Summary> {
  const running = findRunning();
  const competition = options.endpoint ?? endpointOf(running, 'competition');
  const athletes =
    options.peopleEndpoint ?? (options.endpoint === undefined ? endpointOf(running, 'athletes') : undefined);
  const key = options.key ?? running?.odfApiKey;
  if (competition === undefined || key === undefined) {
    throw new CommandError('Nothing runs here: `npm start` first, or give --endpoint and --key.');
  }
  const seeded = options.endpoint === undefined && running !== null ? await seededHere(running) : null;
  const scale = options.scale ?? seeded?.scale ?? 'full';
  if (scale !== 'full' && scale !== 'small') throw new CommandError('--scale must be full or small.');
  const reportedUntil = readMoment(options.reportedUntil) ?? seeded?.until ?? new Date(demonstrationNow);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const progress = showProgress();
  try {
    return await simulate({
      scale,
      speed: readSpeed(options.speed),
      day: options.day ?? logicalDateOf(reportedUntil.getTime()),
      from: options.from,
      until: options.until,
      endpoints: { competition, athletes },
      key,
      reportedUntil,
      signal: stop.signal,
      onProgress: ({ done, total, at, behindMs }) => progress.update('messages', done, total, whereAt(at, behindMs)),
    });
  } finally {
    progress.stop();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

const endpointOf = (running: RunningGames | null, service: 'competition' | 'athletes'): string | undefined =>
  running === null ? undefined : new URL('/odf', running.publicUrls[service]).href;

async function seededHere(running: RunningGames): Promise<Seeded> {
  const seeded = await findSeeded(databaseUrl(running.databaseServerUrl, running.games, 'competition'));
  if (seeded === null) throw new CommandError('What runs here is not the demonstration Games.');
  return seeded;
}

function readSpeed(text: string): number {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (!(speed > 0)) throw new CommandError('--speed is a number greater than 0, or `max`.');
  return speed;
}

function readMoment(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) throw new CommandError(`${text} is not a moment like ${demonstrationNow}.`);
  return moment;
}

/** The time at the venues, and how far the services are behind it where that can be felt. */
function whereAt(at: Date, behindMs: number): string {
  const local = new Date(at.getTime() + offsetMs).toISOString();
  const behind = behindMs < 2_000 ? '' : `, ${Math.round(behindMs / 1_000)} s behind`;
  return `${local.slice(0, 10)} ${local.slice(11, 16)}${behind}`;
}

const offsetMs = Number.parseInt(games.offset, 10) * 3_600_000;

function describe(summary: Summary): string {
  const { from, until, total, sent, known, outcomes, refused, seconds, complete } = summary;
  return [
    `${from} to ${until}: ${sent} of ${total} messages sent in ${seconds.toFixed(1)} s${complete ? '' : ', then stopped'}.`,
    ...(known > 0 ? [`  already there: ${known}`] : []),
    ...Object.entries(outcomes).map(([outcome, count]) => `  ${outcome}: ${count}`),
    ...refused.map(({ message, endpoint, reason }) => `  refused by ${endpoint}: ${message}: ${reason}`),
  ].join('\n');
}

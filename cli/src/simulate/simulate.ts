import { countStream, createWorld, type DemonstrationMessage, odfStream, type Scale } from '@games/demonstration';
import type { EndpointAnswer } from '../odfSender.ts';
import { CommandError } from '../output.ts';
import { deliver, type Endpoints } from './deliver.ts';
import { createPace } from './pace.ts';
import { readStretch, type StretchOptions } from './stretch.ts';

export interface SimulateOptions extends StretchOptions {
  readonly scale: Scale;
  /** Seconds of the Games in a real second; Infinity sends as fast as the endpoints take it. */
  readonly speed: number;
  readonly endpoints: Endpoints;
  readonly key: string;
  /** Up to which moment the database was seeded; the demonstration's usual one when left out. */
  readonly reportedUntil?: Date | undefined;
  /** Stops after the message that is under way; the summary tells how far it came. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SimulationProgress) => void;
}

export interface SimulationProgress {
  readonly done: number;
  readonly total: number;
  /** The moment of the Games that has been reached. */
  readonly at: Date;
  /** Real milliseconds by which the endpoints are behind the clock. */
  readonly behindMs: number;
}

export interface Summary {
  readonly from: string;
  readonly until: string;
  /** Messages that were due in the stretch, and those that were sent. */
  readonly total: number;
  readonly sent: number;
  /** Of those sent, what the competition endpoint had already. */
  readonly known: number;
  /** How the endpoints answered, by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What a endpoint refused, at most a hundred. */
  readonly refused: readonly { readonly message: string; readonly endpoint: string; readonly reason: string }[];
  readonly seconds: number;
  /** False when it was stopped before the end. */
  readonly complete: boolean;
}

const refusedMost = 100;

/**
 * Plays a stretch of the demonstration Games against running services: sends every message at its time, as the results
 * systems would. What lies between the seeded state and the stretch is caught up with first, without waiting; what the
 * service knows already (of an earlier run that was stopped) is passed over the same way.
 * Throws CommandError for a stretch that is none, a endpoint that stays silent, or a database that was seeded otherwise.
 */
export async function simulate(options: SimulateOptions): Promise<Summary> {
  const { scale, speed, endpoints, key, signal, onProgress } = options;
  if (!(speed > 0)) throw new CommandError('The speed is a number greater than 0.');
  const world = createWorld({ scale });
  const reportedUntil = options.reportedUntil ?? new Date(world.now);
  const stretch = readStretch(options, reportedUntil);
  // Nobody is to notice that the Games were interrupted: what was missed meanwhile is sent as well.
  const from = new Date(Math.min(stretch.from.getTime(), reportedUntil.getTime()));
  const stream = { reportedUntil, until: stretch.until, from };
  const log = new Log(countStream(world, stream));
  const pace = createPace(speed, signal);
  const begin = performance.now();
  try {
    for (const message of odfStream(world, stream)) {
      await pace.waitFor(message.at);
      const answers = await deliver(message, endpoints, key, signal);
      log.note(message, answers);
      // The clock starts with the first message of the stretch that is new to the service.
      const isNew = message.at >= stretch.from && answers[0]?.outcome !== 'DUPLICATE';
      if (isNew && !pace.isStarted()) pace.start(message.at);
      onProgress?.({ done: log.sent, total: log.total, at: message.at, behindMs: pace.behindMs(message.at) });
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  return {
    from: stretch.from.toISOString(),
    until: stretch.until.toISOString(),
    ...log.summary(),
    seconds: Math.round(performance.now() - begin) / 1000,
    complete: log.sent === log.total,
  };
}

class Log {
  readonly total: number;
  sent = 0;
  #known = 0;
  readonly #outcomes: Record<string, number> = {};
  readonly #refused: { message: string; endpoint: string; reason: string }[] = [];

  constructor(total: number) {
    this.total = total;
  }

  note({ header }: DemonstrationMessage, answers: readonly EndpointAnswer[]): void {
    const message = `${header.documentType} ${header.documentCode} version ${header.version}`;
    this.sent += 1;
    if (answers[0]?.outcome === 'DUPLICATE') this.#known += 1;
    for (const { endpoint, isAccepted, outcome } of answers) {
      if (outcome === 'CONFLICTING') {
        throw new CommandError(
          `The service has another ${message}: it was seeded up to another moment, or at another scale. Say which (GAMES_NOW, --scale), or start with --reset.`,
        );
      }
      const name = isAccepted ? outcome : 'refused';
      this.#outcomes[name] = (this.#outcomes[name] ?? 0) + 1;
      if (!isAccepted && this.#refused.length < refusedMost) this.#refused.push({ message, endpoint, reason: outcome });
    }
  }

  summary() {
    return { total: this.total, sent: this.sent, known: this.#known, outcomes: this.#outcomes, refused: this.#refused };
  }
}

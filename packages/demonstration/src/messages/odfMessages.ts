import { type OdfElement, type OdfHeader, writeMessage } from '@games/odf';
import { games } from '../games.ts';
import { localDateAndTime, logicalDateOf } from '../schedule/clock.ts';
import type { World } from '../world.ts';
import { documentOf, type PlannedMessage } from './message.ts';
import { planMessages } from './plan.ts';

export interface DemonstrationMessage {
  readonly header: OdfHeader;
  /** What is in the message; null for a header alone. */
  readonly competition: OdfElement | null;
  /** The message as it is sent. */
  readonly xml: string;
  /** When it is sent. */
  readonly at: Date;
}

export interface ShortOptions {
  /** The Games as they stand at this moment. */
  readonly until: Date;
  /** Only these types of documents; all when left out. */
  readonly types?: ReadonlySet<string>;
}

/**
 * The Games up to a moment, told in short: each document as it stands then, with the versions before it that matter
 * (start lists, corrections, a few whole histories). In the order of time; versions count from 1 without gaps.
 */
export function* odfMessages(world: World, { until, types }: ShortOptions): Generator<DemonstrationMessage> {
  const versions = new Versions();
  for (const message of inShort(world, until)) {
    const version = versions.next(message);
    if (types === undefined || types.has(message.documentType)) yield write(message, version);
  }
}

/** How many messages `odfMessages` yields, without writing them. */
export function countMessages(world: World, { until, types }: ShortOptions): number {
  const all = inShort(world, until);
  return types === undefined ? all.length : all.filter((message) => types.has(message.documentType)).length;
}

export interface StreamOptions {
  /** Up to when the receiver has been told in short. */
  readonly reportedUntil: Date;
  readonly from: Date;
  readonly until: Date;
}

/**
 * Every message between two moments, as the results systems send them live. Versions go on where the short telling
 * ended: what comes between its end and `from` is counted, or, where `from` lies before it, told anew with higher versions.
 */
export function* odfStream(
  world: World,
  { reportedUntil, from, until }: StreamOptions,
): Generator<DemonstrationMessage> {
  const versions = new Versions();
  for (const message of inShort(world, reportedUntil)) versions.next(message);
  const begin = Math.min(reportedUntil.getTime(), from.getTime());
  for (const message of planMessages(world)) {
    if (message.atMs <= begin) continue;
    if (message.atMs > until.getTime()) return;
    const version = versions.next(message);
    if (message.atMs > from.getTime()) yield write(message, version);
  }
}

/** How many messages `odfStream` yields, without writing them. */
export function countStream(world: World, { from, until }: StreamOptions): number {
  const [after, last] = [from.getTime(), until.getTime()];
  return planMessages(world).filter(({ atMs }) => atMs > after && atMs <= last).length;
}

class Versions {
  readonly #latest = new Map<string, number>();

  next(message: PlannedMessage): number {
    const document = documentOf(message);
    const version = (this.#latest.get(document) ?? 0) + 1;
    this.#latest.set(document, version);
    return version;
  }
}

/** The last short telling of a world, which is counted before it is told. */
const lastShort = new WeakMap<World, { readonly untilMs: number; readonly messages: readonly PlannedMessage[] }>();

function inShort(world: World, until: Date): readonly PlannedMessage[] {
  const untilMs = until.getTime();
  const known = lastShort.get(world);
  if (known?.untilMs === untilMs) return known.messages;
  const past = planMessages(world).filter((message) => message.atMs <= untilMs);
  const latest = new Set(new Map(past.map((message) => [documentOf(message), message])).values());
  const messages = past.filter(
    (message) => message.inShort === 'ALWAYS' || (message.inShort === 'LAST' && latest.has(message)),
  );
  lastShort.set(world, { untilMs, messages });
  return messages;
}

function write(message: PlannedMessage, version: number): DemonstrationMessage {
  const { date, time } = localDateAndTime(message.atMs);
  const header: OdfHeader = {
    competitionCode: games.code,
    documentCode: message.documentCode,
    documentSubcode: message.documentSubcode ?? null,
    documentType: message.documentType,
    documentSubtype: message.documentSubtype ?? null,
    version,
    resultStatus: message.resultStatus ?? null,
    language: message.language ?? null,
    feedFlag: message.feedFlag ?? 'P',
    date,
    time,
    logicalDate: message.logicalDate ?? logicalDateOf(message.atMs),
    source: message.source,
  };
  const competition = message.body();
  return { header, competition, xml: writeMessage(header, competition), at: new Date(message.atMs) };
}

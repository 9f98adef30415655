import { type HeaderItem, readHeaderList } from '@games/http';
import { LRUCache } from 'lru-cache';

/** What a client can read. */
export interface Accepted {
  /** Media type of a single answer; null where the client reads none that the gateway writes. */
  readonly single: SingleMedia | null;
  /** Whether patches may follow an answer (`@defer`), as multipart/mixed of the specification of 2022. */
  readonly isDeferred: boolean;
  /** How a subscription may be streamed. */
  readonly stream: 'event-stream' | 'multipart' | null;
}

/** Whether there is a form in which answers can be written for a client. */
export const canAnswer = ({ single, isDeferred, stream }: Accepted): boolean =>
  single !== null || isDeferred || stream !== null;

export type SingleMedia = 'application/json' | 'application/graphql-response+json';

const headersKept = 1_000;
const keptLengthMax = 512;
const deferSpec = '20220824';
const known = new LRUCache<string, Accepted>({ max: headersKept });

/** Reads an Accept header. Without one the client reads application/json, as GraphQL over HTTP has it. */
export function readAccept(header: string | undefined): Accepted {
  if (header === undefined || header === 'application/json') return jsonOnly;
  const before = known.get(header);
  if (before !== undefined) return before;
  const accepted = negotiate(header);
  if (header.length <= keptLengthMax) known.set(header, accepted);
  return accepted;
}

const jsonOnly: Accepted = Object.freeze({ single: 'application/json', isDeferred: false, stream: null });

function negotiate(header: string): Accepted {
  const ranges = readHeaderList(header);
  const eventStream = qualityOf(ranges, 'text/event-stream');
  const multiparts = ranges.filter(({ value, quality }) => quality > 0 && isMultipart(value));
  const forEvents = multiparts.find(({ parameters }) => isSpec(parameters, 'subscriptionspec', '1.0', 'deferspec'));
  const prefersMultipart =
    forEvents !== undefined && (forEvents.quality > eventStream || !ranges.some(({ value }) => isEventStream(value)));
  return Object.freeze({
    single: singleOf(ranges),
    isDeferred: multiparts.some(({ parameters }) => isSpec(parameters, 'deferspec', deferSpec, 'subscriptionspec')),
    stream: prefersMultipart ? 'multipart' : eventStream > 0 ? 'event-stream' : null,
  });
}

const isMultipart = (type: string): boolean => type === 'multipart/mixed' || type === 'multipart/*';
const isEventStream = (type: string): boolean => type === 'text/event-stream';

/** Whether a multipart range asks for a version of one protocol, or for none in particular. */
const isSpec = (parameters: HeaderItem['parameters'], name: string, version: string, other: string): boolean =>
  (parameters.get(name) ?? version) === version && (parameters.has(name) || !parameters.has(other));

/** How much a type is wanted: what the most specific of the ranges that it falls under says (RFC 9110, §12.5.1). */
function qualityOf(ranges: readonly HeaderItem[], type: string): number {
  for (const range of [type, `${type.slice(0, type.indexOf('/'))}/*`, '*/*']) {
    const own = ranges.filter(({ value }) => value === range);
    if (own.length > 0) return Math.max(...own.map(({ quality }) => quality));
  }
  return 0;
}

/** The newer type where it is named and wanted at least as much; a wildcard means application/json. */
function singleOf(ranges: readonly HeaderItem[]): SingleMedia | null {
  const json = qualityOf(ranges, 'application/json');
  const graphql = qualityOf(ranges, 'application/graphql-response+json');
  const isNamed = ranges.some(({ value }) => value === 'application/graphql-response+json');
  if (graphql > 0 && (json === 0 || (isNamed && graphql >= json))) return 'application/graphql-response+json';
  return json > 0 ? 'application/json' : null;
}

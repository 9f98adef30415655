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

export type SingleMedia = 'application/json' | 'application/graphql-response+json';

const headersKept = 1_000;
const rangesMax = 50;
const deferSpec = '20220824';
const known = new LRUCache<string, Accepted>({ max: headersKept });

/** Reads an Accept header. Without one the client reads application/json, as GraphQL over HTTP has it. */
export function readAccept(header: string | undefined): Accepted {
  if (header === undefined || header === '*/*' || header === 'application/json') return jsonOnly;
  const before = known.get(header);
  if (before !== undefined) return before;
  const accepted = negotiate(header);
  known.set(header, accepted);
  return accepted;
}

const jsonOnly: Accepted = Object.freeze({ single: 'application/json', isDeferred: false, stream: null });

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

function negotiate(header: string): Accepted {
  const ranges = header
    .split(',', rangesMax)
    .map(readRange)
    .filter(({ quality }) => quality > 0);
  const qualityOf = (type: string): number =>
    Math.max(0, ...ranges.filter((range) => range.type === type).map(({ quality }) => quality));
  const wildcard = Math.max(qualityOf('*/*'), qualityOf('application/*'));
  const json = qualityOf('application/json');
  const graphql = qualityOf('application/graphql-response+json');
  const multiparts = ranges.filter(({ type }) => type === 'multipart/mixed' || type === 'multipart/*');
  const forEvents = multiparts.find(({ parameters }) => parameters.get('subscriptionspec') === '1.0');
  const eventStream = qualityOf('text/event-stream');
  return Object.freeze({
    single: singleOf(json, graphql, wildcard),
    isDeferred: multiparts.some(
      ({ parameters }) =>
        (parameters.get('deferspec') ?? deferSpec) === deferSpec && !parameters.has('subscriptionspec'),
    ),
    stream:
      eventStream > 0 && eventStream >= (forEvents?.quality ?? 0) ? 'event-stream' : forEvents ? 'multipart' : null,
  });
}

/** The newer type where it is wanted at least as much; `*` means application/json. */
function singleOf(json: number, graphql: number, wildcard: number): SingleMedia | null {
  if (graphql > 0 && graphql >= json) return 'application/graphql-response+json';
  return json > 0 || wildcard > 0 ? 'application/json' : null;
}

function readRange(text: string): MediaRange {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = new Map<string, string>();
  for (const part of rest) {
    const at = part.indexOf('=');
    if (at > 0)
      parameters.set(
        part.slice(0, at).trim().toLowerCase(),
        part
          .slice(at + 1)
          .trim()
          .replace(/^"|"$/g, ''),
      );
  }
  const quality = Number(parameters.get('q') ?? 1);
  return { type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 0 };
}

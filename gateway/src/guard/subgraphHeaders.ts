import { deadlineHeader, viewerHeader } from '@games/service';
import type { SubgraphHeaders } from '../contract/operation.ts';
import type { Identity } from './identity.ts';

/** What of a request reaches the subgraphs, beside the operation. */
export interface Forwarded {
  readonly identity: Identity;
  /** The accepted languages, in their normal form; empty where none were named. */
  readonly languages: string;
  /** `[name, value, …]` of the headers that the configuration passes on. */
  readonly headers: readonly string[];
}

/** Names that must never be taken from a client: they belong to one connection, to the body, or to the gateway. */
const neverForwarded = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'host',
  'content-type',
  'content-length',
  'content-encoding',
  'accept-encoding',
  'expect',
  deadlineHeader,
  viewerHeader,
]);

/** The configured names that may be passed on, in lower case. Throws when one of them must not be. */
export function readForwardedNames(names: readonly string[]): readonly string[] {
  return names.map((name) => {
    const lower = name.toLowerCase();
    if (neverForwarded.has(lower)) throw new Error(`The header ${name} can't be passed on to subgraphs.`);
    return lower;
  });
}

/**
 * Builds the headers for subgraphs: the signed viewer, the languages, and what the configuration passes on – built up
 * from nothing, so that no other header of a client can come along. The same object comes back for the same viewer and
 * languages while the signature is reused.
 */
export function createSubgraphHeaders(): (forwarded: Forwarded, nowMs: number) => SubgraphHeaders {
  const kept = new WeakMap<
    Identity,
    Map<string, { readonly signed: string | null; readonly headers: SubgraphHeaders }>
  >();
  return ({ identity, languages, headers }, nowMs) => {
    const signed = identity.signedAt(nowMs);
    if (headers.length > 0) return build(signed, languages, headers);
    let ofIdentity = kept.get(identity);
    if (ofIdentity === undefined) {
      ofIdentity = new Map();
      kept.set(identity, ofIdentity);
    }
    const known = ofIdentity.get(languages);
    if (known !== undefined && known.signed === signed) return known.headers;
    const fresh = build(signed, languages, headers);
    if (ofIdentity.size >= languagesKeptMax) ofIdentity.clear();
    ofIdentity.set(languages, { signed, headers: fresh });
    return fresh;
  };
}

const languagesKeptMax = 32;

function build(signed: string | null, languages: string, forwarded: readonly string[]): SubgraphHeaders {
  const list = [
    ...(signed === null ? [] : [viewerHeader, signed]),
    ...(languages === '' ? [] : ['accept-language', languages]),
    ...forwarded,
  ];
  Object.freeze(list);
  return Object.freeze({ key: JSON.stringify(list), forSubgraph: () => list });
}

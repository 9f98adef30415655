import { deadlineHeader, viewerHeader } from '@games/service';
import type { SubgraphHeaders } from '../contract/operation.ts';
import type { Identity, ViewerSigner } from './identity.ts';

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
 * Builds the headers for subgraphs: the viewer, signed for each of them, the languages, and what the configuration passes
 * on – built up from nothing, so that no other header of a client can come along. The same object comes back for the same
 * viewer and languages while signatures are reused.
 */
export function createSubgraphHeaders(): (forwarded: Forwarded, nowMs: number) => SubgraphHeaders {
  const kept = new WeakMap<
    Identity,
    Map<string, { readonly signer: ViewerSigner | null; readonly headers: SubgraphHeaders }>
  >();
  return ({ identity, languages, headers }, nowMs) => {
    const signer = identity.signerAt(nowMs);
    if (headers.length > 0) return build(identity, signer, languages, headers);
    let ofIdentity = kept.get(identity);
    if (ofIdentity === undefined) {
      ofIdentity = new Map();
      kept.set(identity, ofIdentity);
    }
    const known = ofIdentity.get(languages);
    if (known !== undefined && known.signer === signer) return known.headers;
    const fresh = build(identity, signer, languages, headers);
    if (ofIdentity.size >= languagesKeptMax) ofIdentity.clear();
    ofIdentity.set(languages, { signer, headers: fresh });
    return fresh;
  };
}

const languagesKeptMax = 32;

function build(
  identity: Identity,
  signer: ViewerSigner | null,
  languages: string,
  forwarded: readonly string[],
): SubgraphHeaders {
  const common = [...(languages === '' ? [] : ['accept-language', languages]), ...forwarded];
  const key = JSON.stringify([signer === null ? null : identity.key, ...common]);
  if (signer === null) return { key, forSubgraph: () => common };
  const lists = new Map<string, readonly string[]>();
  return {
    key,
    forSubgraph: (subgraphName) => {
      let list = lists.get(subgraphName);
      if (list === undefined) {
        list = [viewerHeader, signer(subgraphName), ...common];
        lists.set(subgraphName, list);
      }
      return list;
    },
  };
}

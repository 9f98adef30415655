import { signViewer, type Viewer } from '@games/service';

/** A viewer as the gateway has established it, with what follows from it and is asked for on every request. */
export interface Identity {
  readonly viewer: Viewer;
  /** Equal only for the same viewer, as part of cache keys (never a hash). */
  readonly key: string;
  /** What this viewer's requests are counted under; null where only the address is known. */
  readonly account: string | null;
  /** Requests in a window that this viewer may make, where its key says so. */
  readonly requestsMax: number | null;
  /** Id of the key that came along, for logs; never the key. */
  readonly keyId: string | null;
  /** Who stands for this viewer where an answer is everybody's: the partner alone with its own rights, never the person. */
  readonly asPublic: Identity;
  /** What signs the viewer for subgraphs, the same for a while, or null where the gateway signs none. */
  readonly signerAt: (nowMs: number) => ViewerSigner | null;
}

/** The signed header of one viewer for a subgraph. */
export type ViewerSigner = (subgraphName: string) => string;

/** How long signed texts are reused; shorter than the time for which subgraphs accept it. */
const signatureReuseMs = 60_000;

/**
 * Makes the identity of a viewer. `publicSide` is who stands for it where an answer is everybody's; `requestsMax` the
 * number of requests that its key has in a window.
 */
export type CreateIdentity = (options: {
  readonly viewer: Viewer;
  readonly publicSide: Viewer;
  readonly requestsMax: number | null;
  readonly keyId: string | null;
}) => Identity;

/** Makes identities that sign with one secret; without a secret they sign nothing. */
export function createIdentities(secret: string | null): CreateIdentity {
  return ({ viewer, publicSide, requestsMax, keyId }) => {
    const alone = (own: Viewer): Identity => {
      const identity: Identity = {
        viewer: own,
        requestsMax,
        keyId,
        ...describe(own, secret),
        get asPublic() {
          return identity;
        },
      };
      return identity;
    };
    if (viewer.subject === null) return alone(viewer);
    return { viewer, requestsMax, keyId, ...describe(viewer, secret), asPublic: alone(publicSide) };
  };
}

function describe(viewer: Viewer, secret: string | null): Pick<Identity, 'key' | 'account' | 'signerAt'> {
  const { kind, subject, scopes, partner, territory, country } = viewer;
  const key = JSON.stringify([kind, subject, scopes, partner, territory, country]);
  const account = subject ? `${kind}:${subject}` : partner && `partner:${partner}`;
  let signer: ViewerSigner | null = null;
  let bucket = -1;
  const signerAt = (nowMs: number): ViewerSigner | null => {
    if (secret === null) return null;
    const bucketNow = Math.floor(nowMs / signatureReuseMs);
    if (signer === null || bucketNow !== bucket) {
      signer = createSigner(viewer, secret, nowMs);
      bucket = bucketNow;
    }
    return signer;
  };
  return { key, account, signerAt };
}

function createSigner(viewer: Viewer, secret: string, nowMs: number): ViewerSigner {
  const signed = new Map<string, string>();
  return (subgraphName) => {
    let header = signed.get(subgraphName);
    if (header === undefined) {
      header = signViewer(viewer, subgraphName, secret, nowMs);
      signed.set(subgraphName, header);
    }
    return header;
  };
}

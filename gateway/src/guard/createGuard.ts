import { openStore } from '@games/redis';
import type { GatewayConfig } from '../config/readConfig.ts';
import type { Observe } from '../observe/events.ts';
import { openApiKeys } from './apiKeys.ts';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { type ClientAddress, createClientAddress } from './clientAddress.ts';
import { createDocuments, type Documents } from './documents.ts';
import { createIdentities, type Identity } from './identity.ts';
import { createPersistedQueries, type PersistedQueries } from './persistedQueries.ts';
import { createRateLimit } from './rateLimit.ts';
import { readForwardedNames } from './subgraphHeaders.ts';
import { createTokenVerifier } from './tokens.ts';
import { readTrustedDocuments } from './trustedDocuments.ts';

/** All that stands between a request and the graph before its operation is looked at. */
export interface Guard {
  readonly authenticate: Authenticate;
  readonly clientAddress: ClientAddress;
  /** Counts a request of an account; throws or rejects when it has made too many. */
  readonly countRequest: (identity: Identity, account: string) => void | Promise<void>;
  readonly mayIntrospect: (identity: Identity) => boolean;
  readonly documents: Documents;
  readonly persisted: PersistedQueries | null;
  /** Lower-case names of the request headers that subgraphs get. */
  readonly forwardedNames: readonly string[];
  readonly close: () => Promise<void>;
}

/** Sets the guard up as configured. Throws one clear sentence where a file, name or address of the configuration is wrong. */
export function createGuard(config: GatewayConfig, observe: Observe): Guard {
  const onFault = (error: unknown): void => observe({ kind: 'fault', error });
  const { access, documents, http, rateLimit } = config;
  const { apiKeysFile, apiKeys: apiKeysText, issuers } = access;
  assertSomebodyMayAsk(config);
  const forwardedNames = readForwardedNames(access.propagateHeaders);
  const clientAddress = createClientAddress(http.trustedProxies, (peer) =>
    observe({ kind: 'forwarded-header-ignored', peer }),
  );
  const verifyToken = issuers.length === 0 ? null : createTokenVerifier(access);
  const trusted = documents.trusted === 'off' ? null : readTrustedDocuments(documents.trustedFiles);
  const persisted = documents.persistedQueries
    ? createPersistedQueries({ ...documents, bytesMax: documents.persistedBytesMax })
    : null;
  const apiKeys =
    apiKeysFile === null && apiKeysText === null
      ? null
      : openApiKeys({ file: apiKeysFile, text: apiKeysText, onFault });
  const store = openStore(config.redisUrl ?? undefined, { prefix: 'gateway' });
  const countAccount = createRateLimit({ store, windowMs: rateLimit.windowMs, onFault });
  return {
    authenticate: createAuthenticate({
      apiKeys,
      verifyToken,
      identityOf: createIdentities(access.viewerSecret),
      isAnonymousAllowed: access.isAnonymousAllowed,
      failuresPerMinuteMax: access.failuresPerMinuteMax,
    }),
    clientAddress,
    countRequest: (identity, account) => {
      const requestsMax = identity.requestsMax ?? rateLimit.requestsMax;
      return requestsMax === 0 ? undefined : countAccount(account, requestsMax);
    },
    mayIntrospect: introspectionRule(access.introspection),
    documents: createDocuments({ trusted, isTrustedOnly: documents.trusted === 'only', persisted }),
    persisted,
    forwardedNames,
    close: async () => {
      apiKeys?.close();
      await store.close();
    },
  };
}

/** A gateway that nobody could ask anything is a mistake of its configuration. */
function assertSomebodyMayAsk({ access }: GatewayConfig): void {
  const knowsSomebody = access.apiKeysFile !== null || access.apiKeys !== null || access.issuers.length > 0;
  if (knowsSomebody || access.isAnonymousAllowed) return;
  throw new Error(
    'Nobody could ask this gateway anything: give API_KEYS_FILE or TOKEN_ISSUERS, or start it with --public.',
  );
}

function introspectionRule(who: GatewayConfig['access']['introspection']): (identity: Identity) => boolean {
  switch (who) {
    case 'everyone':
      return () => true;
    case 'identified':
      return ({ viewer }) => viewer.kind !== 'anonymous';
    case 'partners':
      return ({ viewer }) => viewer.kind === 'partner' || viewer.kind === 'staff';
    case 'staff':
      return ({ viewer }) => viewer.kind === 'staff';
    case 'nobody':
      return () => false;
  }
}

import type { Transaction } from '@games/postgres';
import { ClientError } from '@games/service';
import { isControl } from '../domain/controlMessages.ts';
import type { MessageState } from '../domain/messageState.ts';
import type { Feed } from '../feed.ts';
import {
  type ArchivedIdentity,
  type DocumentKey,
  documentKeyOf,
  insertMessages,
  keyText,
  type NewMessage,
  selectIdentities,
  updateResendCounts,
  upsertDocuments,
  upsertSources,
} from '../sql/archive.ts';
import { claimGames } from '../sql/games.ts';
import type { PreparedMessage } from './prepareMessage.ts';

export interface IncomingMessage extends PreparedMessage {
  readonly receivedAt: Date;
}

export interface StoredMessage {
  readonly id: bigint;
  readonly documentId: bigint;
  /** True for bytes that were there already under the same identity. */
  readonly duplicate: boolean;
  readonly state: MessageState;
}

/**
 * Puts messages into the archive, with their bytes, and says of each what it is: new and to be applied (`STORED`), a
 * re-send, of the other feed, in conflict with an earlier one, or of no use to the graph.
 * Throws ClientError ODF_OTHER_COMPETITION when a message is not of this database's Games.
 */
export async function storeMessages(
  feed: Feed,
  tx: Transaction,
  incoming: readonly IncomingMessage[],
  shownFeed: 'P' | 'T',
): Promise<readonly StoredMessage[]> {
  const [first] = incoming;
  if (first === undefined) return [];
  const games = await claimGames(tx, first.header.competitionCode, shownFeed);
  for (const { header } of incoming) assertCompetition(header.competitionCode, games.code);
  const documents = await ensureDocuments(tx, incoming);
  const located = incoming.map((message) => ({
    ...message,
    documentId: documents.get(keyText(documentKeyOf(message.header))) as bigint,
  }));
  const known = await selectIdentities(
    tx,
    unique(located.map(({ documentId }) => documentId)),
    unique(located.map(({ header }) => header.version)),
  );
  const stored = await insertNew(tx, sortOut(feed, located, known, games.feedFlag));
  await updateResendCounts(
    tx,
    stored.flatMap(({ duplicate, id }) => (duplicate ? [id] : [])),
  );
  // Documents, messages, senders: applying takes their rows in the same order.
  await upsertSources(
    tx,
    incoming
      .filter(({ header }) => header.feedFlag === games.feedFlag)
      .map(({ header, receivedAt }) => ({ code: header.source, receivedAt })),
  );
  return stored;
}

/** Throws ClientError ODF_OTHER_COMPETITION unless the codes are the same. */
export function assertCompetition(given: string, own: string): void {
  if (given === own) return;
  throw new ClientError('ODF_OTHER_COMPETITION', `This database holds the Games ${own}; the message is of ${given}.`);
}

async function ensureDocuments(
  tx: Transaction,
  incoming: readonly IncomingMessage[],
): Promise<ReadonlyMap<string, bigint>> {
  const documents = new Map<string, { key: DocumentKey; highestVersion: number }>();
  for (const { header } of incoming) {
    const key = documentKeyOf(header);
    const text = keyText(key);
    const highestVersion = Math.max(header.version, documents.get(text)?.highestVersion ?? 0);
    documents.set(text, { key, highestVersion });
  }
  return upsertDocuments(tx, [...documents.values()]);
}

type Located = IncomingMessage & { readonly documentId: bigint };
type Identity = Pick<ArchivedIdentity, 'sha256'> & Partial<Pick<ArchivedIdentity, 'id' | 'state'>>;
/** A message with what it turned out to be; `sameAs` is the message whose bytes it repeats. */
type Sorted = { readonly message: Located; readonly state: MessageState; readonly sameAs: Identity | null };

function sortOut(
  feed: Feed,
  located: readonly Located[],
  known: readonly ArchivedIdentity[],
  shownFeed: string,
): readonly (Sorted & { readonly identity: Identity })[] {
  const byIdentity = new Map<string, Identity[]>();
  const remember = (key: string, identity: Identity): void => {
    const others = byIdentity.get(key);
    if (others) others.push(identity);
    else byIdentity.set(key, [identity]);
  };
  for (const identity of known) remember(identityKey(identity.documentId, identity), identity);
  return located.map((message) => {
    const key = identityKey(message.documentId, { ...message.header, invalidates: message.invalidates });
    const others = byIdentity.get(key) ?? [];
    // A message that failed does not stand in the way of its corrected form.
    const isTaken = others.some(({ state }) => state !== 'FAILED');
    const sameAs = others.find(({ sha256 }) => sha256 === message.sha256) ?? null;
    const identity: Identity = sameAs ?? { sha256: message.sha256 };
    if (sameAs === null) remember(key, identity);
    return { message, identity, sameAs, state: stateOf(feed, message, isTaken, shownFeed) };
  });
}

const identityKey = (
  documentId: bigint,
  {
    version,
    source,
    invalidates,
  }: { readonly version: number; readonly source: string; readonly invalidates: boolean },
): string => `${documentId}|${version}|${invalidates}|${source}`;

function stateOf(feed: Feed, { header }: Located, isTaken: boolean, shownFeed: string): MessageState {
  if (header.feedFlag !== shownFeed) return 'OTHER_FEED';
  // Signs of life repeat their version; everything else is identified by it.
  if (isControl(header.documentType)) return 'STORED';
  if (feed.messageType(header) === null) return 'NOT_USED';
  return isTaken ? 'CONFLICTING' : 'STORED';
}

/** Writes what is new, and gives every message of the batch its id and state. */
async function insertNew(
  tx: Transaction,
  sorted: readonly (Sorted & { readonly identity: Identity })[],
): Promise<readonly StoredMessage[]> {
  const fresh = sorted.filter(({ sameAs }) => sameAs === null);
  const ids = await insertMessages(
    tx,
    fresh.map(({ message, state }): NewMessage => ({ ...message, state })),
  );
  const inserted = new Map(fresh.map(({ identity, state }, index) => [identity, { id: ids[index] as bigint, state }]));
  return sorted.map(({ message, sameAs, identity }) => {
    const { id, state } = inserted.get(identity) ?? (identity as Required<Identity>);
    return { id, documentId: message.documentId, duplicate: sameAs !== null, state };
  });
}

const unique = <Value>(values: readonly Value[]): readonly Value[] => [...new Set(values)];

import { OdfRefusal } from '@games/odf';
import { type Database, DatabaseError } from '@games/postgres';
import type { MessageState } from '../domain/messageState.ts';
import { analyse } from '../sql/analyse.ts';
import { insertRefusal } from '../sql/archive.ts';
import { lockApplying } from '../sql/games.ts';
import { readState } from '../sql/queue.ts';
import { announceChanges } from './announce.ts';
import { applyMessages } from './applyMessages.ts';
import { applyWaiting } from './applyWaiting.ts';
import { createChanges } from './changes.ts';
import { checkMessage, type PreparedMessage, prepareMessage } from './prepareMessage.ts';
import { type IncomingMessage, type StoredMessage, storeMessages } from './storeMessages.ts';

export interface IngestOptions {
  /** The feed that this deployment shows, where the database does not say it yet; `P` when left out. */
  readonly shownFeed?: 'P' | 'T';
}

export type IngestOutcome = MessageState | 'DUPLICATE';

export interface Ingested {
  readonly messageId: bigint;
  readonly outcome: IngestOutcome;
}

/** Stores one message without applying it. Throws OdfRefusal, or ClientError ODF_OTHER_COMPETITION. */
export async function storeMessage(
  database: Database,
  xml: string | Uint8Array,
  { shownFeed = 'P' }: IngestOptions = {},
): Promise<StoredMessage> {
  const message = await noteRefusals(database, xml, checkMessage);
  const [stored] = await database.transaction((tx) =>
    storeMessages(tx, [{ ...message, receivedAt: new Date() }], shownFeed),
  );
  return stored as StoredMessage;
}

/**
 * Stores one message, then applies it together with whatever waited before it.
 * Throws OdfRefusal for a text that is no message, or ClientError ODF_OTHER_COMPETITION.
 */
export async function ingestMessage(
  database: Database,
  xml: string | Uint8Array,
  options: IngestOptions = {},
): Promise<Ingested> {
  const { id, duplicate, state } = await storeMessage(database, xml, options);
  if (state === 'STORED') await applyWaiting(database);
  return {
    messageId: id,
    outcome: duplicate ? 'DUPLICATE' : state === 'STORED' ? await readState(database, id) : state,
  };
}

export interface MessageSource {
  readonly xml: string | Uint8Array;
  /** For replays of the past; now when left out. */
  readonly receivedAt?: Date;
}

export interface BulkOptions extends IngestOptions {
  /** Called after each batch with what has been taken in so far. */
  readonly progress?: (done: { readonly messages: number; readonly bytes: number }) => void;
}

export interface BulkSummary {
  readonly received: number;
  readonly bytes: number;
  readonly outcomes: Readonly<Partial<Record<IngestOutcome, number>>>;
  /** Texts that are no messages, by their place among those given (from 0). */
  readonly refusals: readonly { readonly index: number; readonly code: string; readonly message: string }[];
}

/** A batch is applied at once; what its messages overtake among themselves is never written. */
const batchMessagesMax = 1_000;
const batchBytesMax = 16 * 1024 * 1024;
const analysedFromMessages = 1_000;

/**
 * Takes in many messages, in the order given, in large batches: each batch is stored and applied in one transaction.
 * The same rules as for single messages. A text that is no message is refused and the rest goes on; throws ClientError
 * ODF_OTHER_COMPETITION when a message is of other Games.
 */
export async function ingestMessages(
  database: Database,
  messages: AsyncIterable<MessageSource> | Iterable<MessageSource>,
  options: BulkOptions = {},
): Promise<BulkSummary> {
  const outcomes: Partial<Record<IngestOutcome, number>> = {};
  const refusals: { index: number; code: string; message: string }[] = [];
  let received = 0;
  let bytes = 0;
  let batch: IncomingMessage[] = [];
  let batchBytes = 0;

  const flush = async (): Promise<void> => {
    for (const outcome of await ingestBatch(database, batch, options)) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    batch = [];
    batchBytes = 0;
    options.progress?.({ messages: received, bytes });
  };

  await applyWaiting(database);
  for await (const { xml, receivedAt = new Date() } of messages) {
    const index = received;
    received += 1;
    try {
      const message = await noteRefusals(database, xml, prepareMessage);
      batch.push({ ...message, receivedAt });
      bytes += message.sizeBytes;
      batchBytes += message.sizeBytes;
    } catch (error) {
      if (!(error instanceof OdfRefusal)) throw error;
      refusals.push({ index, code: error.code, message: error.message });
    }
    if (batch.length >= batchMessagesMax || batchBytes >= batchBytesMax) await flush();
  }
  await flush();
  // A database that was empty a moment ago is planned for as if it still were.
  if (received >= analysedFromMessages) await analyse(database);
  return { received, bytes, outcomes, refusals };
}

/** Takes a text in; notes in the database that one was refused, and throws the refusal. */
async function noteRefusals(
  database: Database,
  xml: string | Uint8Array,
  take: (bytes: Uint8Array) => Promise<PreparedMessage>,
): Promise<PreparedMessage> {
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml;
  try {
    return await take(bytes);
  } catch (error) {
    if (error instanceof OdfRefusal) {
      await insertRefusal(database, { code: error.code, detail: error.message, sizeBytes: bytes.byteLength });
    }
    throw error;
  }
}

async function ingestBatch(
  database: Database,
  batch: readonly IncomingMessage[],
  options: BulkOptions,
): Promise<readonly IngestOutcome[]> {
  if (batch.length === 0) return [];
  try {
    return await storeAndApply(database, batch, options);
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // Something in the batch can't be written: store it all, and let the queue find out which message it is.
    return storeThenApply(database, batch, options);
  }
}

async function storeAndApply(
  database: Database,
  batch: readonly IncomingMessage[],
  { shownFeed = 'P' }: BulkOptions,
): Promise<readonly IngestOutcome[]> {
  return database.transaction(async (tx) => {
    await lockApplying(tx);
    const stored = await storeMessages(tx, batch, shownFeed);
    const fresh = stored.flatMap((message, index) =>
      message.state === 'STORED' && !message.duplicate ? [{ ...(batch[index] as IncomingMessage), ...message }] : [],
    );
    const changes = createChanges();
    const states = await applyMessages(tx, fresh, changes);
    await announceChanges(tx, changes);
    return stored.map(({ id, duplicate, state }) => (duplicate ? 'DUPLICATE' : (states.get(id) ?? state)));
  });
}

async function storeThenApply(
  database: Database,
  batch: readonly IncomingMessage[],
  options: BulkOptions,
): Promise<readonly IngestOutcome[]> {
  const stored = await database.transaction((tx) => storeMessages(tx, batch, options.shownFeed ?? 'P'));
  await applyWaiting(database);
  return Promise.all(
    stored.map(async ({ id, duplicate }) => (duplicate ? 'DUPLICATE' : await readState(database, id))),
  );
}

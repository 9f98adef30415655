import { OdfRefusal } from '@games/odf';
import { type Database, DatabaseError, sql } from '@games/postgres';
import { ClientError } from '@games/service';
import { applyMessages } from './apply/applyMessages.ts';
import { applyWaiting } from './apply/applyWaiting.ts';
import { checkMessage, type PreparedMessage, prepareMessage } from './archive/prepareMessage.ts';
import { assertCompetition, type IncomingMessage, type StoredMessage, storeMessages } from './archive/storeMessages.ts';
import type { MessageState } from './domain/messageState.ts';
import type { Feed } from './feed.ts';
import { batchBytesMax, importBatchMessagesMax, issuesPerImportMax } from './limits.ts';
import { insertRefusal } from './sql/archive.ts';
import { lockApplying, selectGames } from './sql/games.ts';
import { selectIssues, selectStates } from './sql/queue.ts';

export interface ImportOptions {
  /** The feed that this deployment shows, where the database does not say it yet; `P` when left out. */
  readonly shownFeed?: 'P' | 'T';
  /** Called after each batch with what has been taken in so far. */
  readonly progress?: (done: { readonly messages: number; readonly bytes: number }) => void;
}

export type Outcome = MessageState | 'DUPLICATE';

export interface MessageSource {
  readonly xml: string | Uint8Array;
  /** For replays of the past; now when left out. */
  readonly receivedAt?: Date;
}

/** Something that an import says of one message, by its place among those given (from 0). */
export interface ImportNote {
  readonly index: number;
  readonly code: string;
  readonly detail: string;
}

export interface ImportSummary {
  readonly received: number;
  readonly bytes: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  /** Texts that are not messages of these Games. Nothing of them is kept. */
  readonly refusals: readonly ImportNote[];
  /** Messages that are kept and not applied though they should be: FAILED (why is among the issues) or CONFLICTING. */
  readonly unapplied: readonly { readonly index: number; readonly outcome: 'FAILED' | 'CONFLICTING' }[];
  /** What is unusual about the messages, the first thousand. */
  readonly issues: readonly ImportNote[];
  readonly issueCount: number;
}

/** Stores one message without applying it. Throws OdfRefusal, or ClientError ODF_OTHER_COMPETITION. */
export async function storeMessage(
  feed: Feed,
  database: Database,
  xml: string | Uint8Array,
  { shownFeed = 'P' }: ImportOptions = {},
): Promise<StoredMessage> {
  const message = await noteRefusals(database, xml, checkMessage);
  const [stored] = await database.transaction((tx) =>
    storeMessages(feed, tx, [{ ...message, receivedAt: new Date() }], shownFeed),
  );
  return stored as StoredMessage;
}

/**
 * Takes in messages, in the order given, in large batches: each batch is stored and applied in one transaction, after
 * whatever waited before it. A text that is not a message of these Games is refused and the rest goes on.
 */
export async function importMessages(
  feed: Feed,
  database: Database,
  messages: AsyncIterable<MessageSource> | Iterable<MessageSource>,
  options: ImportOptions = {},
): Promise<ImportSummary> {
  const summary = createSummary();
  let batch: Indexed[] = [];
  let batchBytes = 0;
  let games = (await selectGames(database))?.code;

  const flush = async (): Promise<void> => {
    const stored = await takeIn(feed, database, batch, options.shownFeed ?? 'P');
    await summary.add(database, batch, stored);
    batch = [];
    batchBytes = 0;
    options.progress?.({ messages: summary.received, bytes: summary.bytes });
  };

  await applyWaiting(feed, database);
  for await (const { xml, receivedAt = new Date() } of messages) {
    const index = summary.received;
    summary.received += 1;
    try {
      const message = await noteRefusals(database, xml, async (bytes) => {
        const prepared = await prepareMessage(bytes);
        games ??= prepared.header.competitionCode;
        assertCompetition(prepared.header.competitionCode, games);
        return prepared;
      });
      batch.push({ ...message, receivedAt, index });
      batchBytes += message.sizeBytes;
      summary.bytes += message.sizeBytes;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      summary.refusals.push({ index, code: error.code, detail: error.message });
    }
    if (batch.length >= importBatchMessagesMax || batchBytes >= batchBytesMax) await flush();
  }
  await flush();
  // A database that was empty a moment ago is planned for as if it still were.
  if (summary.received >= importBatchMessagesMax) await database.run(sql`analyze`);
  const { add: _, ...result } = summary;
  return result;
}

type Indexed = IncomingMessage & { readonly index: number };

function createSummary() {
  const outcomes: Partial<Record<Outcome, number>> = {};
  const refusals: ImportNote[] = [];
  const unapplied: ImportSummary['unapplied'][number][] = [];
  const issues: ImportNote[] = [];
  const summary = {
    received: 0,
    bytes: 0,
    issueCount: 0,
    outcomes,
    refusals,
    unapplied,
    issues,
    add: async (database: Database, batch: readonly Indexed[], stored: readonly StoredMessage[]): Promise<void> => {
      const indexes = new Map<bigint, number>();
      for (const [at, { id, duplicate, state }] of stored.entries()) {
        const outcome = duplicate ? 'DUPLICATE' : state;
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
        const { index } = batch[at] as Indexed;
        if (outcome === 'FAILED' || outcome === 'CONFLICTING') unapplied.push({ index, outcome });
        if (!duplicate) indexes.set(id, index);
      }
      const found = indexes.size === 0 ? [] : await selectIssues(database, [...indexes.keys()]);
      summary.issueCount += found.length;
      for (const { messageId, code, detail } of found.slice(0, Math.max(0, issuesPerImportMax - issues.length))) {
        issues.push({ index: indexes.get(messageId) as number, code, detail });
      }
    },
  };
  return summary;
}

const isRefusal = (error: unknown): error is OdfRefusal | ClientError =>
  error instanceof OdfRefusal || (error instanceof ClientError && error.code === 'ODF_OTHER_COMPETITION');

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
    if (isRefusal(error)) {
      await insertRefusal(database, { code: error.code, detail: error.message, sizeBytes: bytes.byteLength });
    }
    throw error;
  }
}

/** Stores and applies a batch; the states are those after applying. */
async function takeIn(
  feed: Feed,
  database: Database,
  batch: readonly IncomingMessage[],
  shownFeed: 'P' | 'T',
): Promise<readonly StoredMessage[]> {
  if (batch.length === 0) return [];
  try {
    return await database.transaction(async (tx) => {
      await lockApplying(tx);
      const stored = await storeMessages(feed, tx, batch, shownFeed);
      const fresh = stored.flatMap((message, index) =>
        message.state === 'STORED' && !message.duplicate ? [{ ...(batch[index] as IncomingMessage), ...message }] : [],
      );
      return withStates(stored, await applyMessages(feed, tx, fresh));
    });
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    // Something in the batch can't be written: store it all, and let the queue find out which message it is.
    const stored = await database.transaction((tx) => storeMessages(feed, tx, batch, shownFeed));
    await applyWaiting(feed, database);
    return withStates(
      stored,
      await selectStates(
        database,
        stored.map(({ id }) => id),
      ),
    );
  }
}

const withStates = (
  stored: readonly StoredMessage[],
  states: ReadonlyMap<bigint, MessageState>,
): readonly StoredMessage[] =>
  stored.map((message) => ({ ...message, state: states.get(message.id) ?? message.state }));

import type { Queryable } from '@games/postgres';
import { unpack } from '../archive/compression.ts';
import { parseBounded } from '../archive/prepareMessage.ts';
import type { Feed, ReadMessage } from '../feed.ts';
import { selectStored } from '../sql/archive.ts';
import { readMessage } from './readMessage.ts';

/** A message as the archive has it. */
export interface ArchivedMessage {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly receivedAt: Date;
  /** The bytes as received, or compressed with gzip. */
  readonly body: Buffer;
}

/** Reads a message of the archive again, by the same readers as when it came in; null for one that could not be read. */
export async function readArchived(feed: Feed, archived: ArchivedMessage): Promise<ReadMessage | null> {
  const { body, ...input } = archived;
  const parsed = await parseBounded(await unpack(body));
  return readMessage(feed, { ...input, ...parsed }, 0).message;
}

/** As `readArchived`, for the messages with these ids; those that can't be read are missing. */
export async function readArchivedMessages(
  feed: Feed,
  db: Queryable,
  ids: readonly bigint[],
): Promise<ReadonlyMap<bigint, ReadMessage>> {
  const messages = new Map<bigint, ReadMessage>();
  for (const archived of ids.length === 0 ? [] : await selectStored(db, ids)) {
    const message = await readArchived(feed, archived);
    if (message !== null) messages.set(message.id, message);
  }
  return messages;
}

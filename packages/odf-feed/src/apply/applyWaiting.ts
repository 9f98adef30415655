import { type Database, DatabaseError, type Transaction } from '@games/postgres';
import { createLog } from '@games/service';
import { unpack } from '../archive/compression.ts';
import { parseBounded } from '../archive/prepareMessage.ts';
import type { Feed } from '../feed.ts';
import { batchBytesMax, queueBatchMessagesMax } from '../limits.ts';
import type { StoredRow } from '../sql/archive.ts';
import { lockApplying } from '../sql/games.ts';
import { insertIssues, selectStates, selectWaiting, updateStates } from '../sql/queue.ts';
import { applyMessages } from './applyMessages.ts';

/**
 * Applies what waits in the archive, oldest first, batch by batch, until nothing waits. Any number of processes may do
 * so at once: a lock lets one transaction at a time apply. A message that the database refuses is set aside as failed,
 * and does not hold up the others.
 */
export async function applyWaiting(feed: Feed, database: Database): Promise<void> {
  let batchMax = queueBatchMessagesMax;
  for (;;) {
    let attempted: readonly StoredRow[] = [];
    try {
      await database.transaction(async (tx) => {
        await lockApplying(tx);
        attempted = await selectWaiting(tx, batchMax, batchBytesMax);
        if (attempted.length > 0) await applyStored(feed, tx, attempted);
      });
      if (attempted.length === 0) return;
      batchMax = queueBatchMessagesMax;
    } catch (error) {
      const [first] = attempted;
      if (!(error instanceof DatabaseError) || error.isTransient || first === undefined) throw error;
      // One message of the batch is at fault: find it by going on one at a time.
      if (attempted.length === 1) await setAside(feed, database, first.id, error);
      else batchMax = 1;
    }
  }
}

async function applyStored(feed: Feed, tx: Transaction, waiting: readonly StoredRow[]): Promise<void> {
  const inputs = await Promise.all(
    waiting.map(async ({ body, ...message }) => ({
      ...message,
      ...(await parseBounded(await unpack(body))),
    })),
  );
  await applyMessages(feed, tx, inputs);
}

async function setAside(feed: Feed, database: Database, id: bigint, error: DatabaseError): Promise<void> {
  await database.transaction(async (tx) => {
    await lockApplying(tx);
    // Another process may have come to the same end meanwhile.
    if ((await selectStates(tx, [id])).get(id) !== 'STORED') return;
    createLog(`${feed.name}.odf`).error('a message could not be applied', { messageId: String(id), error });
    await updateStates(tx, new Map([[id, 'FAILED']]));
    await insertIssues(tx, [
      { messageId: id, code: 'NOT_APPLICABLE', detail: 'The message could not be written; see the log.' },
    ]);
  });
}

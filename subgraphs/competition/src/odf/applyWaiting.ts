import { type Database, DatabaseError, type Transaction } from '@games/postgres';
import { createLog } from '@games/service';
import { lockApplying } from '../sql/games.ts';
import { insertIssues, readState, readWaiting, type WaitingMessage, writeStates } from '../sql/queue.ts';
import { announceChanges } from './announce.ts';
import { applyMessages } from './applyMessages.ts';
import { createChanges } from './changes.ts';
import { unpack } from './compression.ts';
import { messageBytesMax, parseBounded } from './prepareMessage.ts';

const log = createLog('competition.odf');

const batchMessagesMax = 200;
const batchBytesMax = 16 * 1024 * 1024;

/**
 * Applies what waits in the archive, oldest first, batch by batch, until nothing waits. Any number of processes may do
 * so at once: a lock lets one transaction at a time apply. A message that the database refuses is set aside as failed,
 * and does not hold up the others.
 */
export async function applyWaiting(database: Database): Promise<void> {
  let batchMax = batchMessagesMax;
  for (;;) {
    let attempted: readonly WaitingMessage[] = [];
    try {
      await applyBatch(database, batchMax, (waiting) => {
        attempted = waiting;
      });
      if (attempted.length === 0) return;
      batchMax = batchMessagesMax;
    } catch (error) {
      const [first] = attempted;
      if (!(error instanceof DatabaseError) || error.isTransient || first === undefined) throw error;
      // One message of the batch is at fault: find it by going on one at a time.
      if (attempted.length === 1) await setAside(database, first.id, error);
      else batchMax = 1;
    }
  }
}

function applyBatch(
  database: Database,
  countMax: number,
  onAttempt: (waiting: readonly WaitingMessage[]) => void,
): Promise<void> {
  return database.transaction(async (tx) => {
    await lockApplying(tx);
    const waiting = await readWaiting(tx, countMax, batchBytesMax);
    onAttempt(waiting);
    if (waiting.length > 0) await applyStored(tx, waiting);
  });
}

async function applyStored(tx: Transaction, waiting: readonly WaitingMessage[]): Promise<void> {
  const inputs = await Promise.all(
    waiting.map(async ({ gzip, ...message }) => ({
      ...message,
      ...(await parseBounded(await unpack(gzip, messageBytesMax))),
    })),
  );
  const changes = createChanges();
  await applyMessages(tx, inputs, changes);
  await announceChanges(tx, changes);
}

async function setAside(database: Database, id: bigint, error: DatabaseError): Promise<void> {
  await database.transaction(async (tx) => {
    await lockApplying(tx);
    // Another process may have come to the same end meanwhile.
    if ((await readState(tx, id)) !== 'STORED') return;
    log.error('a message could not be applied', { messageId: String(id), error });
    await writeStates(tx, [{ id, state: 'FAILED' }]);
    await insertIssues(tx, [
      { messageId: id, code: 'NOT_APPLICABLE', detail: 'The message could not be written; see the log.' },
    ]);
  });
}

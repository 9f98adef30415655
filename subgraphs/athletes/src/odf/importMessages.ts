import type { Database } from '@games/postgres';
import { applyPending } from '../commands/applyPending.ts';
import { type IncomingMessage, type Receipt, storeMessages } from '../commands/storeMessages.ts';
import { readStates } from '../sql/messages.ts';

/** What an import did, message by message: every message that was given is in exactly one of the counts. */
export interface ImportSummary {
  readonly messages: number;
  /** Makes up what stands now. */
  readonly applied: number;
  /** Kept, but a higher version or a later list says otherwise. */
  readonly superseded: number;
  readonly duplicates: number;
  /** Kept, never applied: messages of the test feed. */
  readonly test: number;
  /** Of a type that is none of this service's business. */
  readonly ignored: number;
  readonly refused: readonly { readonly name: string; readonly code: string; readonly reason: string }[];
  /** What messages said that could not be taken over. */
  readonly remarks: readonly { readonly name: string; readonly remark: string }[];
}

export interface ImportOptions {
  /** Called after each batch with the number of messages that are stored. */
  readonly onProgress?: (messages: number) => void;
}

const batchMessagesMax = 500;
const batchBytesMax = 8 * 1024 * 1024;

/**
 * The door for many messages at once: stores them in batches, then applies what they say. The order in which they come
 * does not matter; the same messages again change nothing.
 */
export async function importMessages(
  database: Database,
  messages: Iterable<IncomingMessage> | AsyncIterable<IncomingMessage>,
  { onProgress = () => {} }: ImportOptions = {},
): Promise<ImportSummary> {
  const receipts: Receipt[] = [];
  for await (const batch of inBatches(messages)) {
    receipts.push(...(await storeMessages(database, batch)));
    onProgress(receipts.length);
  }
  await applyPending(database);
  return summarise(database, receipts);
}

async function* inBatches(
  messages: Iterable<IncomingMessage> | AsyncIterable<IncomingMessage>,
): AsyncGenerator<IncomingMessage[]> {
  let batch: IncomingMessage[] = [];
  let bytes = 0;
  for await (const message of messages) {
    batch.push(message);
    bytes += message.xml.length;
    if (batch.length < batchMessagesMax && bytes < batchBytesMax) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}

async function summarise(database: Database, receipts: readonly Receipt[]): Promise<ImportSummary> {
  const count = (outcome: Receipt['outcome']) => receipts.filter((receipt) => receipt.outcome === outcome).length;
  const stored = receipts.filter((receipt) => receipt.outcome === 'stored');
  const states = await readStates(
    database,
    stored.map((receipt) => receipt.identity as string),
  );
  const superseded = new Set(states.filter(({ state }) => state === 'superseded').map(({ identity }) => identity));
  const passed = stored.filter((receipt) => superseded.has(receipt.identity as string)).length;
  return {
    messages: receipts.length,
    applied: stored.length - passed,
    superseded: passed,
    duplicates: count('duplicate'),
    test: count('test'),
    ignored: count('ignored'),
    refused: receipts.flatMap(({ name, outcome, code, reason }) =>
      outcome === 'refused' ? [{ name, code: code as string, reason: reason as string }] : [],
    ),
    remarks: receipts.flatMap(({ name, remarks }) => remarks.map((remark) => ({ name, remark }))),
  };
}

import type { Transaction } from '@games/postgres';
import type { MessageState } from '../domain/messageState.ts';
import { supersededMessages } from '../domain/supersededMessages.ts';
import { type ApplyWork, type Feed, lastPerDocument, type ReadMessage } from '../feed.ts';
import { readArchivedMessages } from '../read/readArchived.ts';
import { type ReadInput, type ReadIssue, readMessage } from '../read/readMessage.ts';
import { selectGames } from '../sql/games.ts';
import { insertIssues, selectEffectiveVersions, updateEffectiveMessages, updateStates } from '../sql/queue.ts';
import { applyControls } from './applyControls.ts';

/**
 * Applies stored messages, given in the order of their arrival, inside a transaction that holds the lock of applying:
 * reads each, decides which counts, writes the facts of those that do, and notes what became of every one.
 * Returns the states.
 */
export async function applyMessages(
  feed: Feed,
  tx: Transaction,
  inputs: readonly ReadInput[],
): Promise<ReadonlyMap<bigint, MessageState>> {
  const games = await selectGames(tx);
  const { messages, failedIds, issues } = readAll(feed, inputs, games?.utcOffsetMinutes ?? 0);
  const { applied, superseded } = await decide(tx, messages);
  const states = new Map<bigint, MessageState>([
    ...applied.map(({ id }) => [id, 'APPLIED'] as const),
    ...superseded.map(({ id }) => [id, 'SUPERSEDED'] as const),
    ...failedIds.map((id) => [id, 'FAILED'] as const),
  ]);
  const work: ApplyWork<unknown> = {
    tx,
    changes: feed.createChanges(),
    readArchived: (ids) => readArchivedMessages(feed, tx, ids),
    report: (messageId, code, detail) => issues.push({ messageId, code, detail }),
    supersede: (messageId) => states.set(messageId, 'SUPERSEDED'),
  };
  for (const [family, apply] of Object.entries(feed.appliers)) {
    const own = applied.filter(({ type }) => type?.family === family);
    if (own.length > 0) await apply(work as never, own as never);
  }
  await updateEffectiveMessages(
    tx,
    lastPerDocument(applied).map(({ documentId, id }) => ({ documentId, messageId: id })),
  );
  await updateStates(tx, states);
  await insertIssues(tx, issues);
  await feed.finishBatch?.(work as never, [...applied, ...superseded]);
  // Documents, messages, senders: in this order, as storing does, so that the two never wait for each other in a ring. The
  // senders' rows come last and are held shortly, as every message that comes in wants one of them.
  const controls = applied.filter(({ type }) => type === null);
  if (controls.length > 0) await applyControls(tx, controls);
  return states;
}

function readAll(feed: Feed, inputs: readonly ReadInput[], utcOffsetMinutes: number) {
  const messages: ReadMessage[] = [];
  const failedIds: bigint[] = [];
  const issues: ReadIssue[] = [];
  for (const input of inputs) {
    const read = readMessage(feed, input, utcOffsetMinutes);
    issues.push(...read.issues);
    if (read.message === null) failedIds.push(input.id);
    else messages.push(read.message);
  }
  return { messages, failedIds, issues };
}

/** Whole messages replace each other by version; updates and control messages all count, in their order. */
async function decide(tx: Transaction, messages: readonly ReadMessage[]) {
  const wholes = messages.filter(({ type }) => type?.kind === 'whole');
  const effective =
    wholes.length === 0
      ? []
      : await selectEffectiveVersions(
          tx,
          wholes.map(({ documentId }) => documentId),
        );
  const superseded = supersededMessages(wholes, effective);
  const passedOver = new Set(superseded);
  return { applied: messages.filter((message) => !passedOver.has(message)), superseded };
}

import type { Transaction } from '@games/postgres';
import { decideVersions } from '../domain/decideVersions.ts';
import type { MessageState } from '../domain/messageState.ts';
import { findGames } from '../sql/games.ts';
import { insertIssues, readEffectiveVersions, writeEffectiveMessages, writeStates } from '../sql/queue.ts';
import { lastPerDocument } from './apply/work.ts';
import type { Changes } from './changes.ts';
import { appliers, type Family, families, messageType } from './messageTypes.ts';
import { type ReadInput, type ReadIssue, type ReadMessage, readMessage } from './readMessage.ts';
import { recordCorrections } from './recordCorrections.ts';

/**
 * Applies stored messages, given in the order of their arrival, inside a transaction that holds the lock of applying:
 * reads each, decides which counts, writes the facts of those that do, and notes what became of every one.
 * Returns the states.
 */
export async function applyMessages(
  tx: Transaction,
  inputs: readonly ReadInput[],
  changes: Changes,
): Promise<ReadonlyMap<bigint, MessageState>> {
  const games = await findGames(tx);
  const { messages, failedIds, issues } = readAll(inputs, games?.utcOffsetMinutes ?? 0);
  const { applied, superseded } = await decide(tx, messages);
  const work = {
    tx,
    changes,
    report: (messageId: bigint, code: ReadIssue['code'], detail: string) => issues.push({ messageId, code, detail }),
  };
  const apply = async (family: Family): Promise<void> => {
    const own = applied.filter((message) => message.type.family === family);
    if (own.length > 0) await appliers[family](work, own as never);
  };
  for (const family of families) if (family !== 'controls') await apply(family);
  await writeEffectiveMessages(
    tx,
    lastPerDocument(applied).map(({ documentId, id }) => ({ documentId, messageId: id })),
  );
  const states = [
    ...applied.map(({ id }) => ({ id, state: 'APPLIED' as const })),
    ...superseded.map(({ id }) => ({ id, state: 'SUPERSEDED' as const })),
    ...failedIds.map((id) => ({ id, state: 'FAILED' as const })),
  ];
  await writeStates(tx, states);
  await insertIssues(tx, issues);
  await recordCorrections(tx, [...applied, ...superseded]);
  // Documents, messages, senders: in this order, as storing does, so that the two never wait for each other in a ring. The
  // senders' rows come last and are held shortly, as every message that comes in wants one of them.
  await apply('controls');
  return new Map(states.map(({ id, state }) => [id, state]));
}

function readAll(inputs: readonly ReadInput[], utcOffsetMinutes: number) {
  const messages: ReadMessage[] = [];
  const failedIds: bigint[] = [];
  const issues: ReadIssue[] = [];
  for (const input of inputs) {
    const read = readMessage(input, utcOffsetMinutes);
    issues.push(...read.issues);
    if (read.message === null) failedIds.push(input.id);
    else messages.push(read.message);
  }
  return { messages, failedIds, issues };
}

/** Whole messages replace each other by version; updates and control messages all count, in their order. */
async function decide(tx: Transaction, messages: readonly ReadMessage[]) {
  const isWhole = ({ header }: ReadMessage): boolean => messageType(header.documentType)?.kind === 'whole';
  const wholes = messages.filter(isWhole);
  const effective =
    wholes.length === 0
      ? []
      : await readEffectiveVersions(
          tx,
          wholes.map(({ documentId }) => documentId),
        );
  const { applied, superseded } = decideVersions(wholes, effective);
  const counted = new Set(applied);
  return { applied: messages.filter((message) => !isWhole(message) || counted.has(message)), superseded };
}

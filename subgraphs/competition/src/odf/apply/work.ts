import type { OdfHeader } from '@games/odf';
import type { Transaction } from '@games/postgres';
import type { Changes } from '../changes.ts';
import type { IssueCode } from '../read/reading.ts';

/** A message that counts (or counted, until the next one of the same batch), with what it says. */
export interface AppliedMessage<Fact> {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly header: OdfHeader;
  readonly version: number;
  /** `YYYY-MM-DDTHH:MM:SS.mmm` by the venue's clock. */
  readonly generatedAt: string;
  readonly receivedAt: Date;
  readonly invalidates: boolean;
  /** Null for a message that withdraws what its document said. */
  readonly fact: Fact | null;
}

/** What an applier works with: one transaction, and where it says what changed and what is unusual. */
export interface ApplyWork {
  readonly tx: Transaction;
  readonly changes: Changes;
  report(messageId: bigint, code: IssueCode, detail: string): void;
}

/** Writes what messages of one kind say, given in the order in which they came to count. */
export type Applier<Fact> = (work: ApplyWork, messages: readonly AppliedMessage<Fact>[]) => Promise<void>;

/** The last message of each document: what a whole message replaces, it replaces entirely. */
export function lastPerDocument<Message extends { readonly documentId: bigint }>(
  messages: readonly Message[],
): readonly Message[] {
  return [...new Map(messages.map((message) => [message.documentId, message])).values()];
}

import type { OdfElement, OdfHeader, RscLevel } from '@games/odf';
import type { Transaction } from '@games/postgres';
import type { IssueCode, Reading } from './read/reading.ts';

export interface MessageType {
  /** Messages of one family are applied together. */
  readonly family: string;
  /** `whole`: a higher version replaces all that lower ones said. `update`: each version counts for what it names. */
  readonly kind: 'whole' | 'update';
  /** The levels of code that its document code may have; null where it is not a results system code. */
  readonly levels: readonly RscLevel[] | null;
  /** What the message says, as plain data. Throws OdfRefusal for a message that breaks a rule of its kind. */
  readonly read: (reading: Reading, competition: OdfElement) => unknown;
}

/** A stored message that was read: what it says, and of what type it is. */
export interface ReadMessage<Fact = unknown> {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly header: OdfHeader;
  readonly version: number;
  /** `YYYY-MM-DDTHH:MM:SS.mmm` by the venue's clock. */
  readonly generatedAt: string;
  readonly receivedAt: Date;
  /** The header alone: what the document said is withdrawn. */
  readonly invalidates: boolean;
  /** Null for a message that withdraws what its document said. */
  readonly fact: Fact | null;
  /** Null for a control message. */
  readonly type: MessageType | null;
}

/** What an applier works with: one transaction, and where it says what is unusual and what changed. */
export interface ApplyWork<Changes = unknown> {
  readonly tx: Transaction;
  readonly changes: Changes;
  /** Reads messages of the archive again; those that can't be read are missing. */
  readArchived(ids: readonly bigint[]): Promise<ReadonlyMap<bigint, ReadMessage>>;
  report(messageId: bigint, code: IssueCode, detail: string): void;
  /** Says that a message changes nothing, because something that was written later stands already. */
  supersede(messageId: bigint): void;
}

/** Writes what messages of one family say, given in the order in which they came to count. */
export type Applier<Fact, Changes = unknown> = (
  work: ApplyWork<Changes>,
  messages: readonly ReadMessage<Fact>[],
) => Promise<void>;

/** What a service brings: which messages it reads, how it reads each, and how it writes what they say. */
export interface Feed {
  /** The service's name, for the log. */
  readonly name: string;
  /** The type of a message, or null for one that the service does not use. Control messages are not asked about. */
  readonly messageType: (header: Pick<OdfHeader, 'documentType' | 'documentSubtype'>) => MessageType | null;
  /** How each family is written, in the order in which a batch applies them. */
  readonly appliers: Readonly<Record<string, Applier<never, never>>>;
  /** An empty collection of what a batch changes. */
  readonly createChanges: () => unknown;
  /** Ends a batch, inside its transaction: `messages` were applied or came too late to be. */
  readonly finishBatch?: (work: ApplyWork<never>, messages: readonly ReadMessage[]) => Promise<void>;
}

/** The last message of each document: what a whole message replaces, it replaces entirely. */
export function lastPerDocument<Message extends { readonly documentId: bigint }>(
  messages: readonly Message[],
): readonly Message[] {
  return [...new Map(messages.map((message) => [message.documentId, message])).values()];
}

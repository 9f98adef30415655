import { messageLocalTime, type OdfElement, type OdfHeader, OdfRefusal } from '@games/odf';
import type { AppliedMessage } from './apply/work.ts';
import { type MessageType, messageType } from './messageTypes.ts';
import type { IssueCode, Reading } from './read/reading.ts';

/** A stored message with what it says. */
export interface ReadMessage extends AppliedMessage<unknown> {
  readonly type: MessageType;
}

export interface ReadIssue {
  readonly messageId: bigint;
  readonly code: IssueCode | OdfRefusal['code'];
  readonly detail: string;
}

export interface ReadInput {
  readonly id: bigint;
  readonly documentId: bigint;
  readonly header: OdfHeader;
  readonly competition: OdfElement | null;
  readonly invalidates: boolean;
  readonly receivedAt: Date;
}

/** A unit with a wrong code a thousand times over is one fault, not a thousand lines. */
const issuesPerMessageMax = 50;

/**
 * Reads what a stored message says. A message that breaks a rule of its kind gives an OdfRefusal's code and words in
 * `failure`: it stays in the archive and is not applied.
 */
export function readMessage(
  input: ReadInput,
  utcOffsetMinutes: number,
): {
  readonly message: ReadMessage | null;
  readonly issues: readonly ReadIssue[];
} {
  const { id, documentId, header, competition, invalidates, receivedAt } = input;
  const type = messageType(header.documentType);
  const issues: ReadIssue[] = [];
  const reading: Reading = {
    header,
    utcOffsetMinutes,
    report: (code, detail) => {
      if (issues.length < issuesPerMessageMax) issues.push({ messageId: id, code, detail });
    },
  };
  if (type === null) return { message: null, issues };
  try {
    const fact = competition === null ? null : type.read(reading, competition);
    const stamp = { version: header.version, generatedAt: messageLocalTime(header) };
    return { message: { id, documentId, header, invalidates, receivedAt, ...stamp, fact, type }, issues };
  } catch (error) {
    if (!(error instanceof OdfRefusal)) throw error;
    return { message: null, issues: [...issues, { messageId: id, code: error.code, detail: error.message }] };
  }
}

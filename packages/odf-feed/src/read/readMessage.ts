import { isRsc, messageLocalTime, type OdfElement, type OdfHeader, OdfRefusal, rscLevel } from '@games/odf';
import { isControl } from '../domain/controlMessages.ts';
import type { Feed, MessageType, ReadMessage } from '../feed.ts';
import { issuesPerMessageMax } from '../limits.ts';
import type { IssueCode, Reading } from './reading.ts';

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

/**
 * Reads what a stored message says. A message that breaks a rule of its kind is null, with the OdfRefusal's code and
 * words among the issues: it stays in the archive and is not applied.
 */
export function readMessage(
  feed: Feed,
  { competition, ...input }: ReadInput,
  utcOffsetMinutes: number,
): {
  readonly message: ReadMessage | null;
  readonly issues: readonly ReadIssue[];
} {
  const { id, header } = input;
  const stamp = { version: header.version, generatedAt: messageLocalTime(header) };
  if (isControl(header.documentType)) return { message: { ...input, ...stamp, fact: null, type: null }, issues: [] };
  const type = feed.messageType(header);
  const issues: ReadIssue[] = [];
  let found = 0;
  const reading: Reading = {
    header,
    utcOffsetMinutes,
    report: (code, detail) => {
      found += 1;
      if (found <= issuesPerMessageMax) issues.push({ messageId: id, code, detail });
    },
  };
  if (type === null) return { message: null, issues };
  try {
    assertLevel(header, type);
    const fact = competition === null ? null : type.read(reading, competition);
    if (found > issuesPerMessageMax) {
      const detail = `${found - issuesPerMessageMax} more issues of this message are not listed.`;
      issues.push({ messageId: id, code: 'MORE_ISSUES', detail });
    }
    return { message: { ...input, ...stamp, fact, type }, issues };
  } catch (error) {
    if (!(error instanceof OdfRefusal)) throw error;
    return { message: null, issues: [...issues, { messageId: id, code: error.code, detail: error.message }] };
  }
}

/** A message about another level than its type's would name things that there are not. Throws OdfRefusal ODF_CODE_INVALID. */
function assertLevel({ documentType, documentCode }: OdfHeader, { levels }: MessageType): void {
  if (levels === null || (isRsc(documentCode) && levels.includes(rscLevel(documentCode)))) return;
  throw new OdfRefusal(
    'ODF_CODE_INVALID',
    `The document code of ${documentType} is of the level ${levels.join(' or ')}, "${documentCode}" is not.`,
  );
}

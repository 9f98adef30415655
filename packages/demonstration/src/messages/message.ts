import type { OdfElement } from '@games/odf';

/** A message that will be sent at its time; its body is only written when it is asked for. */
export interface PlannedMessage {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly documentType: string;
  readonly documentCode: string;
  readonly documentSubcode?: string | null;
  readonly documentSubtype?: string | null;
  readonly language?: string | null;
  readonly resultStatus?: string | null;
  readonly source: string;
  /** The unit's competition day; the day of the message where it has none. */
  readonly logicalDate?: string;
  /** `T` for what is sent in rehearsals. */
  readonly feedFlag?: 'P' | 'T';
  /**
   * What becomes of the message when a past stretch of the Games is told in short: `ALWAYS` sent, `LAST` only when no
   * later one of its document has come, `NEVER`.
   */
  readonly inShort: 'ALWAYS' | 'LAST' | 'NEVER';
  /** Null for the header alone: what the document said is withdrawn, or a sign of life. */
  body(): OdfElement | null;
}

/** What versions of a document have in common. */
export const documentOf = (message: PlannedMessage): string =>
  `${message.documentType}|${message.documentCode}|${message.documentSubcode ?? ''}|${message.documentSubtype ?? ''}|${message.language ?? ''}|${message.feedFlag ?? 'P'}`;

/** The system that speaks for the whole Games. */
export const centralSource = 'GAMCIS1';

/** The results system of a discipline at a venue, e.g. `MSTATH1`. */
export const venueSource = (venue: string, discipline: string): string => `${venue}${discipline}1`;

/** The code of messages about the whole Games. */
export const wholeGames = '-'.repeat(34);

export const disciplineCode = (discipline: string): string => discipline.padEnd(34, '-');

export const ms = {
  ofMinutes: (minutes: number): number => minutes * 60_000,
  ofSeconds: (seconds: number): number => seconds * 1000,
} as const;

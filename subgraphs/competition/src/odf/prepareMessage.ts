import { createHash } from 'node:crypto';
import { type OdfElement, type OdfHeader, OdfRefusal, parseMessage } from '@games/odf';
import { isCalendarDate } from '../domain/logicalDate.ts';
import { pack } from './compression.ts';
import { messageType } from './messageTypes.ts';

/** The largest message that is accepted, in bytes as inflated. */
export const messageBytesMax = 10 * 1024 * 1024;
const attributeCharactersMax = 65_536;

const limits = {
  maxBytes: messageBytesMax,
  maxDepth: 32,
  maxElements: 400_000,
  maxAttributesPerElement: 64,
};

/** A message that is one: well-formed, within the limits, with a valid header. */
export interface PreparedMessage {
  readonly header: OdfHeader;
  /** Null for an invalidation or a control message. */
  readonly competition: OdfElement | null;
  /** The header alone, of a kind of message that has a body: what the document said is withdrawn. */
  readonly invalidates: boolean;
  readonly sizeBytes: number;
  /** Of the bytes as received, hexadecimal digits. */
  readonly sha256: string;
  readonly gzip: Buffer;
}

/** Parses a text into a message. Throws OdfRefusal for what is not acceptable; nothing has been kept by then. */
export function parseBounded(
  xml: string | Uint8Array,
): Pick<PreparedMessage, 'header' | 'competition' | 'invalidates'> {
  const { header, competition } = parseMessage(xml, {
    limits,
    onElement: (element) => {
      refuseLongAttributes(element);
      return false;
    },
  });
  for (const date of [header.date, header.logicalDate]) refuseImpossibleDate(date);
  const invalidates = competition === null && messageType(header.documentType)?.kind !== 'control';
  return { header, competition, invalidates };
}

/** Parses, hashes and compresses. Throws OdfRefusal as `parseBounded` does. */
export async function prepareMessage(xml: string | Uint8Array): Promise<PreparedMessage> {
  const parsed = parseBounded(xml);
  const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml;
  return {
    ...parsed,
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    gzip: await pack(bytes),
  };
}

function refuseLongAttributes({ name, attributes }: OdfElement): void {
  for (const key in attributes) {
    if ((attributes[key] as string).length > attributeCharactersMax) {
      throw new OdfRefusal(
        'ODF_TOO_LARGE',
        `An attribute of <${name.slice(0, 60)}> is longer than ${attributeCharactersMax} characters.`,
      );
    }
  }
}

/** The header's pattern lets 31 February through; a calendar does not. */
function refuseImpossibleDate(date: string): void {
  if (isCalendarDate(date)) return;
  throw new OdfRefusal('ODF_HEADER_INVALID', `The header's date ${date} is not a day of the calendar.`);
}

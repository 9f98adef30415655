import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import {
  type OdfElement,
  type OdfHeader,
  type OdfMessage,
  OdfRefusal,
  parseMessage,
  parseMessageStream,
} from '@games/odf';
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

/** What is told of a message before anybody reads its body. */
export interface ParsedMessage {
  readonly header: OdfHeader;
  /** Null for an invalidation or a control message. */
  readonly competition: OdfElement | null;
  /** The header alone, of a kind of message that has a body: what the document said is withdrawn. */
  readonly invalidates: boolean;
}

/** A message that is one (well-formed, within the limits, with a valid header) and can go to the archive. */
export interface PreparedMessage extends ParsedMessage {
  readonly sizeBytes: number;
  /** Of the bytes as received, hexadecimal digits. */
  readonly sha256: string;
  readonly gzip: Buffer;
}

/** Up to here parsing takes a few milliseconds at most; larger messages are parsed in turns with whatever else there is to do. */
const turnBytes = 128 * 1024;

/** Parses a text into a message. Throws OdfRefusal for what is not acceptable; nothing has been kept by then. */
export async function parseBounded(bytes: Uint8Array): Promise<ParsedMessage> {
  return describe(await parseInTurns(bytes, () => false));
}

/**
 * Checks a text without keeping what is in it, then hashes and compresses it. `competition` is empty for a message
 * that has a body. Throws OdfRefusal as `parseBounded` does.
 */
export async function checkMessage(bytes: Uint8Array): Promise<PreparedMessage> {
  const parsed = describe(await parseInTurns(bytes, (depth) => depth > 1));
  return { ...parsed, ...(await seal(bytes)) };
}

/** Parses, hashes and compresses. Throws OdfRefusal as `parseBounded` does. */
export async function prepareMessage(bytes: Uint8Array): Promise<PreparedMessage> {
  const parsed = await parseBounded(bytes);
  return { ...parsed, ...(await seal(bytes)) };
}

function parseInTurns(bytes: Uint8Array, drop: (depth: number) => boolean): Promise<OdfMessage> | OdfMessage {
  const options = {
    limits,
    onElement: (element: OdfElement, depth: number) => {
      refuseLongAttributes(element);
      return drop(depth);
    },
  };
  return bytes.byteLength <= turnBytes ? parseMessage(bytes, options) : parseMessageStream(turns(bytes), options);
}

async function* turns(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += turnBytes) {
    if (start > 0) await setImmediate();
    yield bytes.subarray(start, start + turnBytes);
  }
}

function describe({ header, competition }: OdfMessage): ParsedMessage {
  for (const date of [header.date, header.logicalDate]) refuseImpossibleDate(date);
  const invalidates = competition === null && messageType(header.documentType)?.kind !== 'control';
  return { header, competition, invalidates };
}

async function seal(bytes: Uint8Array): Promise<Pick<PreparedMessage, 'sizeBytes' | 'sha256' | 'gzip'>> {
  return {
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

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
import { isControl } from '../domain/controlMessages.ts';
import { attributeCharactersMax, parseLimits } from '../limits.ts';
import { pack } from './compression.ts';

/** What is known of a message before anybody reads its body. */
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
  /** The bytes, compressed. */
  readonly body: Buffer;
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
    limits: parseLimits,
    onElement: (element: OdfElement, depth: number) => {
      assertShortAttributes(element);
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
  const invalidates = competition === null && !isControl(header.documentType);
  return { header, competition, invalidates };
}

async function seal(bytes: Uint8Array): Promise<Pick<PreparedMessage, 'sizeBytes' | 'sha256' | 'body'>> {
  return {
    sizeBytes: bytes.byteLength,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    body: await pack(bytes),
  };
}

function assertShortAttributes({ name, attributes }: OdfElement): void {
  for (const key in attributes) {
    if ((attributes[key] as string).length > attributeCharactersMax) {
      throw new OdfRefusal(
        'ODF_TOO_LARGE',
        `An attribute of <${name.slice(0, 60)}> is longer than ${attributeCharactersMax} characters.`,
      );
    }
  }
}

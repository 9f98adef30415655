import { TextDecoder } from 'node:util';
import { SaxesParser } from 'saxes';
import type { OdfElement } from './element.ts';
import { type OdfHeader, readHeader } from './header.ts';
import { OdfRefusal } from './OdfRefusal.ts';

export interface OdfMessage {
  readonly header: OdfHeader;
  /** Null for an invalidation: the header alone, which withdraws what the key said before. */
  readonly competition: OdfElement | null;
}

export interface OdfLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxAttributesPerElement: number;
}

/** No header is longer. */
const headerCharactersMax = 16_384;

export const defaultLimits: OdfLimits = Object.freeze({
  maxBytes: 32 * 1024 * 1024,
  maxDepth: 32,
  maxElements: 1_000_000,
  maxAttributesPerElement: 64,
});

/** Called for each finished element; return true to take it, so that the tree does not keep it. */
export type ElementSink = (element: OdfElement, depth: number) => boolean;

export interface ParseOptions {
  readonly limits?: Partial<OdfLimits>;
  /** Lets a bulk reader consume elements (say each `<Participant>`) as they close, in bounded memory. */
  readonly onElement?: ElementSink;
}

/**
 * Parses a whole message held in memory, UTF-8.
 * Throws OdfRefusal for anything that is not one well-formed message within the limits:
 * a DOCTYPE (and with it every entity but the five of XML), another encoding, too many bytes or levels.
 */
export function parseMessage(xml: string | Uint8Array, options: ParseOptions = {}): OdfMessage {
  const reader = createReader(options);
  reader.write(xml);
  return reader.end();
}

/** As parseMessage, from a stream of chunks: refuses as soon as a limit is passed, without reading on. */
export async function parseMessageStream(
  chunks: AsyncIterable<string | Uint8Array>,
  options: ParseOptions = {},
): Promise<OdfMessage> {
  const reader = createReader(options);
  for await (const chunk of chunks) reader.write(chunk);
  return reader.end();
}

/**
 * Reads the header and nothing after it: cheap, for those who first want to know whether a message is theirs.
 * What follows the header is not looked at; `parseMessage` refuses what is wrong there.
 */
export function parseHeader(xml: string | Uint8Array): OdfHeader {
  const beginning = xml.slice(0, headerCharactersMax);
  const text = typeof beginning === 'string' ? beginning : new TextDecoder().decode(beginning, { stream: true });
  let header: OdfHeader | null = null;
  const parser = createParser({
    open: (name, attributes) => {
      header = readHeader({ name, attributes, children: [], text: '' });
      throw new Error('The header is read: the parser needs not go on.');
    },
    text: () => {},
    close: () => {},
  });
  try {
    parser.write(text);
  } catch (error) {
    if (header === null) throw error;
  }
  if (header === null) throw new OdfRefusal('ODF_MALFORMED', 'The message has no header.');
  return header;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: OdfElement[];
  text: string;
}

interface Reader {
  write(chunk: string | Uint8Array): void;
  end(): OdfMessage;
}

function createReader(options: ParseOptions): Reader {
  const limits: OdfLimits = { ...defaultLimits, ...options.limits };
  const tree = createTree(limits, options.onElement);
  const parser = createParser(tree);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;

  const feed = (text: string): void => {
    if (text !== '') parser.write(text);
  };
  return {
    write(chunk) {
      bytes += typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength;
      if (bytes > limits.maxBytes) {
        throw new OdfRefusal('ODF_TOO_LARGE', `A message has at most ${limits.maxBytes} bytes.`);
      }
      feed(typeof chunk === 'string' ? chunk : decode(decoder, chunk));
    },
    end() {
      feed(decode(decoder));
      parser.close();
      return tree.message();
    },
  };
}

interface Handlers {
  open(name: string, attributes: Record<string, string>): void;
  text(text: string): void;
  close(): void;
}

/** The parser itself, with everything that is refused in any message. */
function createParser(handlers: Handlers): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: true });
  parser.on('error', (error) => {
    throw new OdfRefusal('ODF_MALFORMED', `Not well-formed XML at ${error.message.slice(0, 200)}`);
  });
  // Refused before anything inside could be expanded or fetched (billion laughs, external entities).
  parser.on('doctype', () => {
    throw new OdfRefusal('ODF_DOCTYPE_REFUSED', 'A message carries no DOCTYPE and no entities of its own.');
  });
  parser.on('xmldecl', (declaration) => {
    const encoding = declaration.encoding?.toLowerCase();
    if (encoding !== undefined && encoding !== 'utf-8' && encoding !== 'us-ascii') {
      throw new OdfRefusal('ODF_MALFORMED', 'A message is encoded in UTF-8.');
    }
  });
  parser.on('opentag', (tag) => handlers.open(tag.name, tag.attributes));
  parser.on('text', (text) => handlers.text(text));
  parser.on('cdata', (text) => handlers.text(text));
  parser.on('closetag', () => handlers.close());
  return parser;
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new OdfRefusal('ODF_MALFORMED', 'The message is not valid UTF-8.');
  }
}

function createTree(limits: OdfLimits, onElement: ElementSink | undefined) {
  const stack: OpenElement[] = [];
  let elements = 0;
  let header: OdfHeader | null = null;
  let body: OdfElement | null = null;

  return {
    open(name: string, attributes: Record<string, string>): void {
      elements += 1;
      if (elements > limits.maxElements) {
        throw new OdfRefusal('ODF_TOO_LARGE', `A message has at most ${limits.maxElements} elements.`);
      }
      if (stack.length >= limits.maxDepth) {
        throw new OdfRefusal('ODF_TOO_DEEP', `A message nests at most ${limits.maxDepth} elements.`);
      }
      if (Object.keys(attributes).length > limits.maxAttributesPerElement) {
        throw new OdfRefusal('ODF_TOO_LARGE', `An element has at most ${limits.maxAttributesPerElement} attributes.`);
      }
      const opened: OpenElement = { name, attributes, children: [], text: '' };
      // The header is checked before the body is read: a foreign document of 30 MB costs one tag.
      if (stack.length === 0) header = readHeader(opened);
      stack.push(opened);
    },
    text(text: string): void {
      const top = stack.at(-1);
      if (top !== undefined && /\S/.test(text)) top.text += text;
    },
    close(): void {
      const done = stack.pop() as OdfElement;
      const parent = stack.at(-1);
      if (parent === undefined) body = done;
      else if (onElement === undefined || !onElement(done, stack.length)) parent.children.push(done);
    },
    message(): OdfMessage {
      if (header === null || body === null) {
        throw new OdfRefusal('ODF_MALFORMED', 'The message is empty.');
      }
      return { header, competition: competitionOf(body) };
    },
  };
}

function competitionOf(body: OdfElement): OdfElement | null {
  const found = body.children.filter((child) => child.name === 'Competition');
  if (found.length > 1) {
    throw new OdfRefusal('ODF_MALFORMED', 'A message has at most one <Competition>.');
  }
  return found[0] ?? null;
}

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { readHeaderList } from '@games/http';
import { LRUCache } from 'lru-cache';

export type Encoding = 'br' | 'gzip';

const headersKept = 1_000;
const keptLengthMax = 512;
const known = new LRUCache<string, { readonly encoding: Encoding | null }>({ max: headersKept });

/** The better of the encodings that a client accepts, or null. */
export function readAcceptEncoding(header: string | undefined): Encoding | null {
  if (header === undefined) return null;
  const before = known.get(header);
  if (before !== undefined) return before.encoding;
  const qualities = new Map(readHeaderList(header).map(({ value, quality }) => [value, quality]));
  const qualityOf = (name: Encoding): number => qualities.get(name) ?? qualities.get('*') ?? 0;
  const encoding =
    qualityOf('br') > 0 && qualityOf('br') >= qualityOf('gzip') ? 'br' : qualityOf('gzip') > 0 ? 'gzip' : null;
  if (header.length <= keptLengthMax) known.set(header, { encoding });
  return encoding;
}

/** Levels at which an answer of 100 KB takes about a millisecond of a thread, off the event loop. */
const brotliQuality = 4;
const gzipLevel = 5;
const encoders: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
  gzip: (body) => promisify<Buffer, { level: number }, Buffer>(gzip)(body, { level: gzipLevel }),
};

/** Compressed forms of answers, for as long as somebody holds the answer itself. */
const compressed = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>();

/** An answer in an encoding. Answers that share their bytes share the compressed bytes too: they are made once. */
export function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  let forms = compressed.get(body);
  if (forms === undefined) {
    forms = new Map();
    compressed.set(body, forms);
  }
  let form = forms.get(encoding);
  if (form === undefined) {
    form = encoders[encoding](body);
    forms.set(encoding, form);
  }
  return form;
}

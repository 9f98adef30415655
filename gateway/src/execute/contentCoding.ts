/** Content codings of answers: `identity` is asked for, but not every server heeds it. */
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

const name = 'content-encoding';

type Decoder = (
  bytes: Buffer,
  options: { readonly maxOutputLength: number },
  onDone: (error: Error | null, decoded: Buffer) => void,
) => void;

const decoders = new Map<string, Decoder>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflate],
  ['br', brotliDecompress],
  ['zstd', zstdDecompress],
]);

/** The coding in raw headers; null where there is none. */
export function contentCodingOf(headers: readonly Buffer[] | null): string | null {
  if (headers === null) return null;
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]!.length !== name.length || headers[index]!.toString('latin1').toLowerCase() !== name) continue;
    const coding = headers[index + 1]!.toString('latin1').trim().toLowerCase();
    if (coding !== '' && coding !== 'identity') return coding;
  }
  return null;
}

export type Decoded = { readonly bytes: Buffer | null; readonly isTooLarge: boolean };

/** Bytes are null when they are not of that coding, or the coding is unknown. */
export function decode(coding: string, bytes: Buffer, bytesMax: number, onDone: (decoded: Decoded) => void): void {
  const decoder = decoders.get(coding);
  if (decoder === undefined) {
    onDone({ bytes: null, isTooLarge: false });
    return;
  }
  decoder(bytes, { maxOutputLength: bytesMax }, (error, decoded) => {
    const isTooLarge = error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    onDone({ bytes: error === null ? decoded : null, isTooLarge });
  });
}

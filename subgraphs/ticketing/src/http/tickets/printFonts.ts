/// <reference path="./fonts.d.ts" />
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { ClientError } from '@games/service';
import { create, type Font } from 'fontkit';
import { LRUCache } from 'lru-cache';
import { decompress } from 'wawoff2';

/** A part of Noto Sans that covers some characters. */
export interface PrintFont {
  readonly name: string;
  readonly font: Font;
  /** Its lines are thinner than those of the others, and want an outline. */
  readonly isThin: boolean;
}

interface Slice {
  readonly name: string;
  readonly file: string;
  /** Pairs of first and last code point. */
  readonly ranges: readonly (readonly [number, number])[];
}

const require = createRequire(import.meta.url);
/** In the order in which a character looks for its font: Han first in simplified Chinese's form. */
const tables = [
  require.resolve('@fontsource-variable/noto-sans/unicode.json'),
  require.resolve('@fontsource-variable/noto-sans-arabic/unicode.json'),
  require.resolve('@fontsource-variable/noto-sans-hebrew/unicode.json'),
  require.resolve('@fontsource-variable/noto-sans-thai/unicode.json'),
  require.resolve('@fontsource-variable/noto-sans-sc/unicode.json'),
  require.resolve('@fontsource-variable/noto-sans-kr/unicode.json'),
];
const fontsKept = 32;
const regularWeight = 400;

const slices: readonly Slice[] = tables.flatMap((table) => {
  const folder = dirname(table);
  const ranges: Record<string, string> = JSON.parse(readFileSync(table, 'utf8'));
  return Object.entries(ranges).map(([subset, text]) => {
    const name = `${basename(folder)}-${subset.replace(/[[\]]/g, '')}`;
    return { name, file: join(folder, 'files', `${name}-wght-normal.woff2`), ranges: readRanges(text) };
  });
});

const fonts = new LRUCache<Slice, Promise<PrintFont>>({ max: fontsKept });

/**
 * The font of a character: the one before it where that has it, so that spaces, digits and marks stay with their word.
 * Throws CHARACTER_NOT_PRINTABLE where no font has it.
 */
export async function fontOf(character: string, before: PrintFont | null): Promise<PrintFont> {
  const codePoint = character.codePointAt(0) as number;
  if (before?.font.hasGlyphForCodePoint(codePoint)) return before;
  for (const slice of slices) {
    if (!slice.ranges.some(([first, last]) => codePoint >= first && codePoint <= last)) continue;
    const found = await openFont(slice);
    if (found.font.hasGlyphForCodePoint(codePoint)) return found;
  }
  const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
  throw new ClientError(
    'CHARACTER_NOT_PRINTABLE',
    `The ticket cannot be printed: no font has the character U+${code}.`,
  );
}

function openFont(slice: Slice): Promise<PrintFont> {
  const known = fonts.get(slice);
  if (known !== undefined) return known;
  const opened = readFile(slice.file)
    .then(decompress)
    .then((data) => {
      const font = create(Buffer.from(data));
      return { name: slice.name, font, isThin: (font.variationAxes.wght?.default ?? regularWeight) < regularWeight };
    });
  fonts.set(slice, opened);
  opened.catch(() => fonts.delete(slice));
  return opened;
}

/** Reads `U+0102-0103,U+0110`. */
function readRanges(text: string): Slice['ranges'] {
  return text.split(',').map((part) => {
    const [first = '', last = first] = part.trim().replace('U+', '').split('-');
    return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  });
}

import bidiFactory, { type Bidi } from 'bidi-js';
import { fontOf, type PrintFont } from './printFonts.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly size: number;
}

interface Character {
  readonly text: string;
  readonly font: PrintFont;
}

/** Characters that stand side by side in one font and one direction, as they are drawn. */
interface Run {
  readonly font: PrintFont;
  text: string;
}

/** The library's types describe the module, its default export makes it. */
const bidi = (bidiFactory as unknown as () => Bidi)();
const lineHeight = 1.45;
/** What an outline adds to thin letters, as a part of their size. */
const outline = 0.03;
const words = new Intl.Segmenter('en', { granularity: 'word' });
/** Characters that are not drawn: those that only direct or join others, and line ends. */
const unprinted = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const rightToLeft = /\p{Script=Arabic}|\p{Script=Hebrew}/u;

/**
 * Prints a text of any script within a width, on as many lines as it takes, and answers the place below it. Lines are in the
 * order of the Unicode bidirectional algorithm (UAX #9); a text that begins from right to left stands at the right.
 * Throws CHARACTER_NOT_PRINTABLE.
 */
export async function printText(document: PDFKit.PDFDocument, text: string, box: Box): Promise<number> {
  document.fontSize(box.size).lineWidth(box.size * outline);
  const characters = await withFonts(text.replace(unprinted, ' ').normalize('NFC'));
  const base = bidi.getEmbeddingLevels(textOf(characters)).paragraphs[0]?.level ?? 0;
  let { y } = box;
  for (const line of breakLines(document, characters, box.width)) {
    const runs = visualRuns(line, base);
    const width = widthOf(document, runs);
    let x = base === 1 ? box.x + box.width - width : box.x;
    for (const run of runs) {
      select(document, run.font).text(run.text, x, y, {
        lineBreak: false,
        baseline: 'hanging',
        fill: true,
        stroke: run.font.isThin,
      });
      x += document.widthOfString(run.text);
    }
    y += box.size * lineHeight;
  }
  return y;
}

async function withFonts(text: string): Promise<readonly Character[]> {
  const characters: Character[] = [];
  for (const character of text) {
    characters.push({ text: character, font: await fontOf(character, characters.at(-1)?.font ?? null) });
  }
  return characters;
}

/** Lines of whole words, as the Unicode rules divide them: also of Thai, Chinese and Japanese, which have no spaces. */
function breakLines(document: PDFKit.PDFDocument, characters: readonly Character[], width: number): Character[][] {
  const lines: Character[][] = [[]];
  let at = 0;
  for (const { segment } of words.segment(textOf(characters))) {
    const word = characters.slice(at, at + [...segment].length);
    at += word.length;
    const line = lines.at(-1) as Character[];
    if (line.length > 0 && widthOf(document, visualRuns([...line, ...word], 0)) > width) lines.push(word);
    else line.push(...word);
  }
  return lines;
}

/** A line as it is seen from left to right. Within a run of Arabic or Hebrew the font's shaping turns the letters round. */
function visualRuns(line: readonly Character[], base: number): readonly Run[] {
  const text = textOf(line);
  const { levels } = bidi.getEmbeddingLevels(text, base === 1 ? 'rtl' : 'ltr');
  const runs: (Run & { readonly level: number; readonly isTurned: boolean })[] = [];
  let at = 0;
  for (const { text: character, font } of line) {
    const level = levels[at] as number;
    const before = runs.at(-1);
    const isMark = /\p{M}/u.test(character);
    const isTurned = isMark && before !== undefined ? before.isTurned : rightToLeft.test(character);
    const isSeparate = level % 2 === 1 && !isTurned;
    const shown = isSeparate ? (bidi.getMirroredCharacter(character) ?? character) : character;
    if (before?.font === font && before.level === level && before.isTurned === isTurned && !isSeparate) {
      before.text += shown;
    } else runs.push({ font, level, isTurned, text: shown });
    at += character.length;
  }
  return reorder(runs);
}

/** Rule L2: from the highest level to the lowest odd one, what stands at that level or above is turned round. */
function reorder<R extends Run & { readonly level: number }>(runs: readonly R[]): readonly R[] {
  const order = [...runs];
  const highest = Math.max(0, ...order.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    let from = 0;
    while (from < order.length) {
      let to = from;
      while (to < order.length && (order[to] as R).level >= level) to += 1;
      order.splice(from, to - from, ...order.slice(from, to).reverse());
      from = to + 1;
    }
  }
  return order;
}

const textOf = (characters: readonly Character[]): string => characters.map(({ text }) => text).join('');

/** PDFKit takes fonts that fontkit has opened; its types do not say so. */
const select = (document: PDFKit.PDFDocument, { font, name }: PrintFont): PDFKit.PDFDocument =>
  document.font(font as unknown as Uint8Array, name);

const widthOf = (document: PDFKit.PDFDocument, runs: readonly Run[]): number =>
  runs.reduce((sum, { font, text }) => sum + select(document, font).widthOfString(text), 0);

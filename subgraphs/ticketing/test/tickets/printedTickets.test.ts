import { inflateSync } from 'node:zlib';
import { ClientError } from '@games/service';
import { expect, test } from '@jest/globals';
import { pdfTicket } from '../../src/http/tickets/pdfTicket.ts';

const print = {
  sessionCode: 'ATH-T01',
  venueCode: 'STA',
  planName: 'Stadium',
  doorsOpenAt: new Date('2028-07-22T18:00:00Z'),
  startsAt: new Date('2028-07-22T20:00:00Z'),
  utcOffsetMinutes: 0,
  block: 'A',
  row: '1',
  seat: '2',
  category: 'A',
  priceMinor: 10_000n,
  currency: 'USD',
};

const drawnText = async (sessionName: string): Promise<string> =>
  (await drawnGlyphs(sessionName)).map(({ text }) => text).join('');

/** What a reader of the file finds, in the order in which it is drawn: glyphs with their texts by the fonts' tables ToUnicode. */
async function drawnGlyphs(sessionName: string): Promise<readonly { glyph: string; text: string }[]> {
  const file = await pdfTicket({ ...print, sessionName }, 'GG1:TEST');
  const text = file.toString('latin1');
  const objects = new Map(
    [...text.matchAll(/(\d+) 0 obj\s([\s\S]*?)\s+endobj/g)].map(([, id, body]) => [id, body ?? '']),
  );
  const stream = (body: string): string => {
    const start = body.indexOf('stream\n') + 7;
    const bytes = Buffer.from(body.slice(start, body.lastIndexOf('\nendstream')), 'latin1');
    return (body.includes('FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1');
  };
  const fontObjects = new Map([...text.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, id]));
  const unicode = new Map(
    [...fontObjects].map(([name, id]) => {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id) ?? '')?.[1];
      return [name, table === undefined ? [] : glyphTexts(stream(objects.get(table) ?? ''))];
    }),
  );
  const contents = [...objects.values()].find((body) => body.includes('stream\n') && stream(body).includes(' Tf'));
  let glyphs: readonly string[] = [];
  const drawn: { glyph: string; text: string }[] = [];
  for (const [, font, hex] of stream(contents ?? '').matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>/g)) {
    if (font !== undefined) glyphs = unicode.get(font) ?? [];
    for (const glyph of hex?.match(/.{4}/g) ?? []) {
      drawn.push({ glyph, text: glyphs[Number.parseInt(glyph, 16)] ?? '\ufffd' });
    }
  }
  return drawn;
}

/** The text of each glyph, by its number: `[<0000> <00e9> …]` in the table. */
const glyphTexts = (table: string): string[] =>
  [...table.matchAll(/\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) =>
      Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  );

test.each([
  ['Polish', 'Zażółć gęślą jaźń', 'Zażółć gęślą jaźń'],
  ['Vietnamese', 'Nguyễn Thị Ánh Viên', 'Nguyễn Thị Ánh Viên'],
  ['Russian', 'Лёгкая атлетика', 'Лёгкая атлетика'],
  ['Greek', 'Αθλητισμός', 'Αθλητισμός'],
  ['Thai', 'กรีฑา', 'กรีฑา'],
  ['Chinese', '田径决赛', '田径决赛'],
  ['Japanese', '陸上競技 けっしょう', '陸上競技 けっしょう'],
  ['Korean', '육상 결승', '육상 결승'],
  ['Hebrew', 'גמר שחייה', [...'גמר שחייה'].reverse().join('')],
])('A ticket shows a name in %s', async (_language, name, drawn) => {
  expect(await drawnText(name)).toContain(drawn);
});

test('A ticket shows Arabic from right to left, with numbers from left to right', async () => {
  expect(await drawnText('كرة 100 قدم')).toContain(
    `${[...'قدم'].reverse().join('')} 100 ${[...'كرة'].reverse().join('')}`,
  );
});

test('A ticket joins Arabic letters: one letter has other glyphs at the beginning, in the middle and at the end', async () => {
  const glyphs = (await drawnGlyphs('ممم')).slice(0, 3);
  expect(glyphs.map(({ text }) => text)).toEqual(['م', 'م', 'م']);
  expect(new Set(glyphs.map(({ glyph }) => glyph)).size).toBe(3);
});

test('A ticket shows Devanagari in its conjuncts', async () => {
  const drawn = await drawnText('क्षत्रिय');
  expect(drawn).not.toContain('\ufffd');
  expect(drawn).toMatch(/क्ष/);
});

test('A long name takes several lines', async () => {
  expect((await drawnText('東京体育館 '.repeat(12))).match(/東京体育館/g)).toHaveLength(12);
});

test('A character that no font has is an error, not garbage', async () => {
  const printed = pdfTicket({ ...print, sessionName: 'Final \u{13000}' }, 'GG1:TEST');
  await expect(printed).rejects.toBeInstanceOf(ClientError);
  await expect(printed).rejects.toMatchObject({ code: 'CHARACTER_NOT_PRINTABLE' });
});

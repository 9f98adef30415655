import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readHeaderList } from '../src/headerList.ts';

/** A text that counts how often somebody looks at one of its characters. */
function counted(text: string): { readonly text: string; readonly looks: () => number } {
  let looks = 0;
  const watched = Object.assign(new String(text), {
    charCodeAt: (at: number) => {
      looks++;
      return text.charCodeAt(at);
    },
  });
  return { text: watched as unknown as string, looks: () => looks };
}

describe('a header that is a list', () => {
  test('is read with its parameters, whatever the case and the blanks around them', () => {
    const items = readHeaderList(' Text/HTML ; Level=1;q=0.5,\t*/*;Q=0.1 , a;b="c, d;e" ');
    expect(items.map(({ value, quality }) => [value, quality])).toEqual([
      ['text/html', 0.5],
      ['*/*', 0.1],
      ['a', 1],
    ]);
    expect(items[0]?.parameters.get('level')).toBe('1');
    expect(items[2]?.parameters.get('b')).toBe('c, d;e');
  });

  test('has no members where there is nothing but separators, and no quality from what is not a number', () => {
    expect(readHeaderList(undefined)).toEqual([]);
    expect(readHeaderList(' , ,, ')).toEqual([]);
    expect(readHeaderList('gzip;q=high, br;q=-1, zstd;q=2').map(({ quality }) => quality)).toEqual([0, 0, 0]);
  });

  test('is read in a walk whose length grows with the header and not faster, whatever it is made of', () => {
    const piece = fc.constantFrom(' ', '\t', ',', ';', '=', '"', '\\', 'q=0.5', ';q=1', 'gzip', '*/*', 'a;b="', '  ,');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const header = pieces.join('').repeat(16_384).slice(0, 16_384);
        const { text, looks } = counted(header);
        readHeaderList(text);
        expect(looks()).toBeLessThan(4 * 4_096);
      }),
    );
  });
});

import { expect, test } from '@jest/globals';
import { findRegularExpressions } from '../src/regularExpressions.ts';
import { createVerdicts } from '../src/verdicts.ts';

// The checker as it is without a helper process of its own.
process.env.RECHECK_BACKEND = 'pure';

const source = `#!/usr/bin/env node
const half = (a: number): number => a / 2 / 4; // no expression here
export const parts = (header: string): string[] => header.split(/\\s*,\\s*/);
export const nested = new RegExp('^(a+)+$', 'i');
export const named = /^[\\w.:-]{8,128}$/;
`;

test('every regular expression of a source is found with its place, literals and constants alike', () => {
  expect(findRegularExpressions('a.ts', source)).toEqual([
    { file: 'a.ts', line: 3, pattern: '\\s*,\\s*', flags: '' },
    { file: 'a.ts', line: 4, pattern: '^(a+)+$', flags: 'i' },
    { file: 'a.ts', line: 5, pattern: '^[\\w.:-]{8,128}$', flags: '' },
  ]);
});

test('an expression that some text makes run longer than its length is found; one that none does is not', async () => {
  const verdicts = createVerdicts();
  const found = findRegularExpressions('a.ts', source);
  expect(await Promise.all(found.map(verdicts.of))).toEqual(['2nd degree polynomial', 'exponential', 'linear']);
});

test('what is known of an expression is not examined again', async () => {
  const verdicts = createVerdicts({ '/a*b/': 'as it was kept' });
  expect(await verdicts.of({ pattern: 'a*b', flags: '' })).toBe('as it was kept');
  expect(verdicts.known()).toEqual({ '/a*b/': 'as it was kept' });
});

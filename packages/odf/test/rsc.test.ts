import {
  buildRsc,
  isRsc,
  OdfRefusal,
  padRsc,
  parseRsc,
  rscContains,
  rscLevel,
  rscPrefix,
  truncateRsc,
} from '@games/odf';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';

const final100 = 'ATHM100M--------------FNL-000100--';

test('a unit code is taken apart into its padded parts', () => {
  expect(parseRsc(final100)).toEqual({
    code: final100,
    level: 'unit',
    discipline: 'ATH',
    gender: 'M',
    event: '100M--------------',
    eventType: '100M----',
    eventModifier: '----------',
    phase: 'FNL-',
    unit: '000100--',
    unitNumber: '000100',
    subUnit: '--',
  });
});

test('levels are addressed by truncation and padded again, never trimmed', () => {
  expect(truncateRsc(final100, 'phase')).toBe('ATHM100M--------------FNL---------');
  expect(truncateRsc(final100, 'event')).toBe('ATHM100M--------------------------');
  expect(truncateRsc(final100, 'discipline')).toBe('ATH-------------------------------');
  expect(rscPrefix(final100, 'phase')).toBe('ATHM100M--------------FNL-');
});

test('the level of a code is its deepest part that is not padding', () => {
  expect(rscLevel(final100)).toBe('unit');
  expect(rscLevel(truncateRsc(final100, 'phase'))).toBe('phase');
  expect(rscLevel(truncateRsc(final100, 'event'))).toBe('event');
  expect(rscLevel(padRsc('ATHM'))).toBe('gender');
  expect(rscLevel(padRsc('ATH'))).toBe('discipline');
  expect(rscLevel(padRsc(''))).toBe('competition');
});

test('a phase whose code is a prefix of another keeps its padding, so it does not contain the other', () => {
  expect(rscContains('ATHM100M--------------FNL---------', final100)).toBe(true);
  expect(rscContains('ATHM100M--------------FNLB--------', final100)).toBe(false);
  expect(rscContains('ATHM100M--------------------------', 'ATHM100MH-------------FNL-000100--')).toBe(false);
});

test('what is not 34 characters of the alphabet is refused', () => {
  for (const bad of [
    '',
    'ATH',
    `${final100}-`,
    final100.toLowerCase(),
    final100.replace('M', 'Z'),
    `ATH ${'-'.repeat(30)}`,
  ]) {
    expect(isRsc(bad)).toBe(false);
    expect(() => parseRsc(bad)).toThrow(OdfRefusal);
  }
  expect(() => padRsc('-'.repeat(35))).toThrow(OdfRefusal);
  expect(() => buildRsc({ discipline: 'ATH', phase: 'FINAL' })).toThrow(OdfRefusal);
});

test('any code built from parts is taken apart into the same parts', () => {
  const part = (max: number) => fc.stringMatching(new RegExp(`^[A-Z0-9]{0,${max}}$`));
  const parts = fc.record({
    discipline: fc.stringMatching(/^[A-Z0-9]{3}$/),
    gender: fc.constantFrom('M', 'W', 'X', 'O', ''),
    event: part(18),
    phase: part(4),
    unit: part(8),
  });
  fc.assert(
    fc.property(parts, (given) => {
      const code = buildRsc(given);
      const read = parseRsc(code);
      expect(code).toHaveLength(34);
      expect(read.event).toBe(given.event.padEnd(18, '-'));
      expect(read.phase).toBe(given.phase.padEnd(4, '-'));
      expect(read.unit).toBe(given.unit.padEnd(8, '-'));
      expect(rscContains(truncateRsc(code, 'event'), code)).toBe(true);
    }),
  );
});

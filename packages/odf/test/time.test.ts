import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCalendarDate, isRsc, readMoment, readOffset } from '../src/index.ts';

const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysOf = (year: number, month: number): number =>
  [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

/** Numbers that look like a time, most of them possible and some just beyond it. */
const parts = fc.record({
  year: fc.integer({ min: 1900, max: 2199 }),
  month: fc.integer({ min: 0, max: 13 }),
  day: fc.integer({ min: 0, max: 32 }),
  hour: fc.integer({ min: 0, max: 25 }),
  minute: fc.integer({ min: 0, max: 61 }),
  second: fc.integer({ min: 0, max: 61 }),
  offsetHours: fc.integer({ min: 0, max: 16 }),
  offsetMinutes: fc.integer({ min: 0, max: 61 }),
  isWest: fc.boolean(),
});

describe('times of messages', () => {
  test('are read exactly where calendar, clock and offset know them, and never as another moment', () => {
    fc.assert(
      fc.property(parts, ({ year, month, day, hour, minute, second, offsetHours, offsetMinutes, isWest }) => {
        const date = `${year}-${pad(month)}-${pad(day)}`;
        const isDay = day >= 1 && day <= daysOf(year, month);
        expect(isCalendarDate(date)).toBe(isDay);
        const zone = `${isWest ? '-' : '+'}${pad(offsetHours)}:${pad(offsetMinutes)}`;
        const offset = offsetHours * 60 + offsetMinutes;
        const isOffset = offsetMinutes < 60 && offset <= 14 * 60;
        expect(readOffset(zone)).toBe(isOffset ? (isWest && offset !== 0 ? -offset : isWest ? -0 : offset) : null);
        const read = readMoment(`${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${zone}`, 0);
        if (!isDay || !isOffset || hour > 23 || minute > 59 || second > 59) return expect(read).toBeNull();
        const shown = new Date((read?.at.getTime() ?? 0) + (isWest ? -offset : offset) * 60_000).toISOString();
        expect(shown).toBe(`${date}T${pad(hour)}:${pad(minute)}:${pad(second)}.000Z`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('may have an offset in hours alone, or none', () => {
    expect(readMoment('2028-07-16T21:45:00+09', 0)?.at.toISOString()).toBe('2028-07-16T12:45:00.000Z');
    expect(readMoment('2028-07-16T21:45', -420)?.at.toISOString()).toBe('2028-07-17T04:45:00.000Z');
    for (const text of ['2028-02-30T10:00:00Z', '2028-07-16T24:00:00Z', '2028-07-16T10:00:00+14:01', '2028-07-16', ''])
      expect(readMoment(text, 0)).toBeNull();
  });
});

test('codes of events have whatever visible characters their sports use', () => {
  for (const event of ['W+87KG', '4X100M', "M1'5", 'K1(SL)', 'A/B', 'TEAM#6', 'MX&Y']) {
    expect(isRsc(`WLF${'W'}${event.padEnd(30, '-')}`)).toBe(true);
  }
  for (const code of [`WLFW${'W|87KG'.padEnd(30, '-')}`, `WLFW${'W 87KG'.padEnd(30, '-')}`, 'WLFW']) {
    expect(isRsc(code)).toBe(false);
  }
});

import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scalarResolvers } from '../src/index.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

test('a date or time that a client sends is the one it wrote, or is refused', () => {
  const number = (max: number) => fc.integer({ min: 0, max });
  fc.assert(
    fc.property(
      fc.tuple(fc.integer({ min: 1950, max: 2100 }), number(13), number(32), number(25), number(61), number(16)),
      ([year, month, day, hour, minute, offset]) => {
        const date = `${year}-${pad(month)}-${pad(day)}`;
        const isDay = new Date(Date.UTC(year, month - 1, day)).toISOString().startsWith(date) && month > 0 && day > 0;
        for (const scalar of [scalarResolvers.Date, scalarResolvers.LogicalDate]) {
          if (isDay) expect(scalar.parseValue(date)).toBe(date);
          else expect(() => scalar.parseValue(date)).toThrow('must be a day of the calendar');
        }
        const text = `${date}T${pad(hour)}:${pad(minute)}:00+${pad(offset)}:00`;
        if (!isDay || hour > 23 || minute > 59 || offset > 14) {
          return expect(() => scalarResolvers.DateTime.parseValue(text)).toThrow('must be a time of the calendar');
        }
        const at = scalarResolvers.DateTime.parseValue(text).getTime() + offset * 3_600_000;
        expect(new Date(at).toISOString()).toBe(`${date}T${pad(hour)}:${pad(minute)}:00.000Z`);
      },
    ),
    { numRuns: 2_000 },
  );
});

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type FrameRate,
  formatTimecode,
  framesADay,
  framesInMilliseconds,
  framesToNanoseconds,
  parseTimecode,
} from '../src/domain/assets/timecode.ts';
import { formatTimerange } from '../src/domain/assets/timerange.ts';

const ntsc: FrameRate = { numerator: 30_000, denominator: 1_001, dropFrame: true };
const ntsc60: FrameRate = { numerator: 60_000, denominator: 1_001, dropFrame: true };
const nonDrop60: FrameRate = { ...ntsc60, dropFrame: false };
const pal: FrameRate = { numerator: 50, denominator: 1, dropFrame: false };
const film: FrameRate = { numerator: 24_000, denominator: 1_001, dropFrame: false };
const fast: FrameRate = { numerator: 120, denominator: 1, dropFrame: false };
const anyRate = fc.constantFrom(ntsc, ntsc60, nonDrop60, pal, film, fast);

describe('labels of frames', () => {
  test('drop-frame counting skips two labels at 29.97 and four at 59.94, but not in every tenth minute', () => {
    expect(formatTimecode(1_799, ntsc)).toBe('00:00:59;29');
    expect(formatTimecode(1_800, ntsc)).toBe('00:01:00;02');
    expect(formatTimecode(17_981, ntsc)).toBe('00:09:59;29');
    expect(formatTimecode(17_982, ntsc)).toBe('00:10:00;00');
    expect(formatTimecode(3_599, ntsc60)).toBe('00:00:59;59');
    expect(formatTimecode(3_600, ntsc60)).toBe('00:01:00;04');
    expect(formatTimecode(35_964, ntsc60)).toBe('00:10:00;00');
    expect(parseTimecode('00:59:59;58', ntsc60)).toBe(215_782);
  });

  test('a day has as many frames as the standard says, and the labels begin anew after it', () => {
    expect(framesADay(ntsc)).toBe(2_589_408);
    expect(framesADay(ntsc60)).toBe(5_178_816);
    expect(framesADay(pal)).toBe(4_320_000);
    expect(formatTimecode(framesADay(ntsc), ntsc)).toBe('00:00:00;00');
    expect(formatTimecode(framesADay(ntsc) - 1, ntsc)).toBe('23:59:59;29');
    expect(formatTimecode(-1, pal)).toBe('23:59:59:49');
  });

  test('a label is read back as the frame that carries it, at every rate', () => {
    fc.assert(
      fc.property(anyRate, fc.nat(), (rate, number) => {
        const frame = number % framesADay(rate);
        expect(parseTimecode(formatTimecode(frame, rate), rate)).toBe(frame);
      }),
    );
  });

  test('frames in order carry labels in order', () => {
    fc.assert(
      fc.property(anyRate, fc.nat(), (rate, number) => {
        const frame = number % (framesADay(rate) - 1);
        expect(formatTimecode(frame, rate) < formatTimecode(frame + 1, rate)).toBe(true);
      }),
    );
  });

  test.each([
    ['00:01:00;00', ntsc],
    ['00:01:00;03', ntsc60],
    ['00:00:00:00', ntsc],
    ['00:00:00;00', pal],
    ['00:00:60:00', pal],
    ['24:00:00:00', pal],
    ['00:00:00:50', pal],
    ['0:00:00:00', pal],
    ['10:00:05.13', pal],
  ] as const)('%s is not a label that a frame of this rate carries', (text, rate) => {
    expect(() => parseTimecode(text, rate)).toThrow(RangeError);
  });

  test('at 120 frames a second the last part of a label has three digits', () => {
    expect(formatTimecode(119, fast)).toBe('00:00:00:119');
  });
});

describe('frames and time', () => {
  test('one second of 59.94 is not sixty frames long', () => {
    expect(framesToNanoseconds(60, ntsc60)).toBe(1_001_000_000n);
    expect(framesInMilliseconds(1_000, ntsc60)).toBe(59);
    expect(framesInMilliseconds(1_001, ntsc60)).toBe(60);
  });

  test('hours of frames stay exact where a float of seconds would not', () => {
    const tenHours = 10 * 3_600 * 1_000;
    const frames = framesInMilliseconds(tenHours, ntsc60);
    expect(framesToNanoseconds(frames, ntsc60) <= BigInt(tenHours) * 1_000_000n).toBe(true);
    expect(framesToNanoseconds(frames + 1, ntsc60) > BigInt(tenHours) * 1_000_000n).toBe(true);
  });

  test('a timerange is in atomic time, and open while the recording grows', () => {
    const start = new Date('2028-07-22T19:30:00.500-07:00');
    const seconds = start.getTime() / 1_000 - 0.5 + 37;
    expect(formatTimerange(start, 250, pal)).toBe(`[${seconds}:500000000_${seconds + 5}:500000000)`);
    expect(formatTimerange(start, null, pal)).toBe(`[${seconds}:500000000_)`);
  });

  test.each([
    ['2016-08-05T20:00:00Z', 36],
    ['2016-12-31T23:59:59Z', 36],
    ['2017-01-01T00:00:00Z', 37],
    ['2012-07-27T20:00:00Z', 35],
    ['2012-06-30T23:59:59Z', 34],
    ['1972-01-01T00:00:00Z', 10],
    ['1968-10-12T17:00:00Z', 10],
  ])('at %s atomic time is %i s ahead of UTC', (moment, ahead) => {
    const start = new Date(moment);
    expect(formatTimerange(start, null, pal)).toBe(`[${start.getTime() / 1_000 + ahead}:0_)`);
  });
});

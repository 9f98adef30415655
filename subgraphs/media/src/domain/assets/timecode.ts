/**
 * SMPTE timecode (ST 12-1). A timecode is a label on a frame: not a time, and never a float of seconds. All arithmetic
 * is on whole frames; labels are made from them, and read back into them, here only.
 */

/** Frames a second as an exact fraction; `dropFrame` says how labels are counted, not how frames are made. */
export interface FrameRate {
  readonly numerator: number;
  readonly denominator: number;
  readonly dropFrame: boolean;
}

const minutesADay = 24 * 60;
const labelPattern = /^(\d{2}):(\d{2}):(\d{2})([:;])(\d{2,3})$/;

/** Labels in a second: 60 for 60000/1001. */
function labelsASecond({ numerator, denominator }: FrameRate): number {
  return Math.round(numerator / denominator);
}

/** Labels that drop-frame counting skips at the start of each minute but every tenth: 2 at 29.97, 4 at 59.94. */
function skippedAMinute(rate: FrameRate): number {
  return rate.dropFrame ? labelsASecond(rate) / 15 : 0;
}

/** Frames with labels of their own; after them the labels begin again at 00:00:00:00. */
export function framesADay(rate: FrameRate): number {
  return minutesADay * 60 * labelsASecond(rate) - (minutesADay - minutesADay / 10) * skippedAMinute(rate);
}

/** The label of the frame that is `frames` after 00:00:00:00, around the clock. A semicolon marks drop-frame. */
export function formatTimecode(frames: number, rate: FrameRate): string {
  const perSecond = labelsASecond(rate);
  const label = toLabelCount(((frames % framesADay(rate)) + framesADay(rate)) % framesADay(rate), rate);
  const seconds = Math.floor(label / perSecond);
  const two = (value: number): string => String(value).padStart(2, '0');
  const last = String(label % perSecond).padStart(perSecond > 100 ? 3 : 2, '0');
  const separator = rate.dropFrame ? ';' : ':';
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${separator}${last}`;
}

/**
 * The number of frames after 00:00:00:00 that a label stands for.
 * @throws RangeError for a text that is not a label of this rate: a skipped one, a 60th second, the wrong separator.
 */
export function parseTimecode(text: string, rate: FrameRate): number {
  const parts = labelPattern.exec(text);
  if (!parts || (parts[4] === ';') !== rate.dropFrame)
    throw new RangeError(`"${text}" is not a timecode of this rate.`);
  const [hours, minutes, seconds, frames] = [parts[1], parts[2], parts[3], parts[5]].map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const perSecond = labelsASecond(rate);
  const skipped = skippedAMinute(rate);
  const isSkipped = frames < skipped && seconds === 0 && minutes % 10 !== 0;
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= perSecond || isSkipped) {
    throw new RangeError(`"${text}" is not a timecode of this rate.`);
  }
  const wholeMinutes = hours * 60 + minutes;
  const label = (wholeMinutes * 60 + seconds) * perSecond + frames;
  return label - skipped * (wholeMinutes - Math.floor(wholeMinutes / 10));
}

/** A count of frames as the count of labels that includes the skipped ones (Heidelberger's rule). */
function toLabelCount(frames: number, rate: FrameRate): number {
  const skipped = skippedAMinute(rate);
  if (skipped === 0) return frames;
  const aMinute = 60 * labelsASecond(rate) - skipped;
  const tenMinutes = 10 * aMinute + skipped;
  const tens = Math.floor(frames / tenMinutes);
  const rest = frames % tenMinutes;
  // The first minute of ten skips nothing: it is longer by what the others skip.
  const minutesStarted = rest < aMinute + skipped ? 0 : 1 + Math.floor((rest - aMinute - skipped) / aMinute);
  return frames + skipped * (tens * 9 + minutesStarted);
}

/** Nanoseconds from the first frame to the start of frame `frames`, rounded down. */
export function framesToNanoseconds(frames: number, { numerator, denominator }: FrameRate): bigint {
  return (BigInt(frames) * BigInt(denominator) * 1_000_000_000n) / BigInt(numerator);
}

/** Whole frames in a stretch of time, rounded down. */
export function framesInMilliseconds(milliseconds: number, { numerator, denominator }: FrameRate): number {
  return Number((BigInt(Math.trunc(milliseconds)) * BigInt(numerator)) / (BigInt(denominator) * 1_000n));
}

/**
 * Alipay writes times as `2026-07-14 19:30:00` in China Standard Time, which knows no summer time.
 */

const chinaOffsetMs = 8 * 3_600_000;

/** A moment in Alipay's form. */
export function toAlipayTime(moment: Date): string {
  return new Date(moment.getTime() + chinaOffsetMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** The moment of a time in Alipay's form; null when it is not in that form. */
export function fromAlipayTime(text: string | undefined): Date | null {
  if (text === undefined || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?$/.test(text)) return null;
  const moment = new Date(`${text.replace(' ', 'T')}+08:00`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}

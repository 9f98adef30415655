/** A moment as ISO 8601 with the offset of the venue's clock, `2028-07-22T21:45:00-07:00`. */
export function withOffset(at: Date, utcOffsetMinutes: number): string {
  const local = new Date(at.getTime() + utcOffsetMinutes * 60_000).toISOString();
  const withoutZone = local.endsWith('.000Z') ? local.slice(0, -5) : local.slice(0, -1);
  return `${withoutZone}${offsetText(utcOffsetMinutes)}`;
}

/** `-07:00`; `Z` is written `+00:00`. */
export function offsetText(utcOffsetMinutes: number): string {
  const minutes = Math.abs(utcOffsetMinutes);
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${utcOffsetMinutes < 0 ? '-' : '+'}${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`;
}

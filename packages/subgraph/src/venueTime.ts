/** A moment in ISO 8601 with the offset of a venue: `2028-07-22T19:30:00-07:00`. The offset is in minutes east of UTC. */
export function venueTime(moment: Date, utcOffsetMinutes: number): string {
  const local = new Date(moment.getTime() + utcOffsetMinutes * 60_000).toISOString().slice(0, 19);
  const sign = utcOffsetMinutes < 0 ? '-' : '+';
  const minutes = Math.abs(utcOffsetMinutes);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${local}${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

import type { DrawnPlace, DrawRecord, SlotRules } from './drawRecord.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads a published record. Throws an Error that names the first field that is missing or of the wrong form. */
export function readRecord(value: unknown): DrawRecord {
  const fields = objectOf(value, 'The record');
  return {
    format: textOf(fields, 'format'),
    algorithm: textOf(fields, 'algorithm'),
    draw: textOf(fields, 'draw'),
    phase: textOf(fields, 'phase'),
    seedHash: textOf(fields, 'seedHash'),
    seed: textOf(fields, 'seed'),
    beaconSource: textOrNull(fields, 'beaconSource'),
    beaconValue: textOrNull(fields, 'beaconValue'),
    entryCount: countOf(fields, 'entryCount'),
    entriesHash: textOf(fields, 'entriesHash'),
    entries: listOf(fields, 'entries').map((entry) => {
      if (typeof entry !== 'string') throw new Error('entries has something that is not a text.');
      return entry;
    }),
    slots: slotsOf(objectOf(fields.slots, 'slots')),
    closedAt: timeOf(fields, 'closedAt'),
    drawnAt: timeOf(fields, 'drawnAt'),
    publishedAt: timeOf(fields, 'publishedAt'),
    result: listOf(fields, 'result').map((place, index) => placeOf(objectOf(place, `result ${index + 1}`))),
  };
}

function slotsOf(fields: Fields): SlotRules {
  const hours = countOf(fields, 'hours');
  const size = countOf(fields, 'size');
  if (hours === 0 || size === 0) throw new Error('slots must have hours and size above 0.');
  return { firstOpensAt: timeOf(fields, 'firstOpensAt'), lastClosesAt: timeOf(fields, 'lastClosesAt'), hours, size };
}

function placeOf(fields: Fields): DrawnPlace {
  return {
    position: countOf(fields, 'position'),
    entry: textOf(fields, 'entry'),
    slotOpensAt: fields.slotOpensAt === null ? null : timeOf(fields, 'slotOpensAt'),
    slotClosesAt: fields.slotClosesAt === null ? null : timeOf(fields, 'slotClosesAt'),
  };
}

function objectOf(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Error(`${name} is not an object.`);
}

function listOf(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  throw new Error(`${name} is not a list.`);
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new Error(`${name} is not a text.`);
}

function textOrNull(fields: Fields, name: string): string | null {
  return fields[name] === null ? null : textOf(fields, name);
}

function countOf(fields: Fields, name: string): number {
  const value = fields[name];
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw new Error(`${name} is not a count.`);
}

function timeOf(fields: Fields, name: string): string {
  const ms = Date.parse(textOf(fields, name));
  if (Number.isNaN(ms)) throw new Error(`${name} is not a time.`);
  return new Date(ms).toISOString();
}

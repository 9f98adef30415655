import type { CompetitionSession } from '../world.ts';
import { dateOfDay, iso } from './clock.ts';
import type { PlacedUnit } from './placement.ts';

const partCode = { m: 'MOR', a: 'AFT', e: 'EVE' } as const;
const partName = { m: 'morning', a: 'afternoon', e: 'evening' } as const;

/** Competition sessions: what one discipline does at one venue in one part of a day. */
export function createSessions(placed: readonly PlacedUnit[]): CompetitionSession[] {
  const groups = new Map<string, PlacedUnit[]>();
  for (const unit of placed) {
    const key = `${unit.event.sport.code} ${unit.venue} ${unit.slot.day}${unit.slot.part}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  const numbers = new Map<string, number>();
  return [...groups.values()].sort(byStart).map((group) => {
    const { event } = first(group);
    const number = (numbers.get(event.sport.code) ?? 0) + 1;
    numbers.set(event.sport.code, number);
    return createSession(`${event.sport.code}${String(number).padStart(2, '0')}`, group);
  });
}

function createSession(code: string, group: readonly PlacedUnit[]): CompetitionSession {
  const { event, slot, venue } = first(group);
  const inOrder = group.toSorted((a, b) => a.start - b.start || (a.unit.code < b.unit.code ? -1 : 1));
  return {
    code,
    discipline: event.sport.code,
    name: `${event.sport.name}, ${partName[slot.part]} of day ${slot.day}`,
    venue,
    logicalDate: dateOfDay(slot.day),
    start: iso(Math.min(...group.map((unit) => unit.start))),
    end: iso(Math.max(...group.map((unit) => unit.end))),
    part: partCode[slot.part],
    medals: group.filter((unit) => unit.unit.medal === 'GOLD').length,
    units: inOrder.map((unit) => unit.unit.code),
  };
}

function first(group: readonly PlacedUnit[]): PlacedUnit {
  const found = group[0];
  if (found === undefined) throw new RangeError('a session without units');
  return found;
}

const startOf = (group: readonly PlacedUnit[]): number => Math.min(...group.map((unit) => unit.start));

const byStart = (a: readonly PlacedUnit[], b: readonly PlacedUnit[]): number =>
  startOf(a) - startOf(b) || (first(a).unit.code < first(b).unit.code ? -1 : 1);

import { games } from '../games.ts';
import type { TicketedSession, Venue } from '../world.ts';
import { dateOfDay, iso, type Minutes, minutesAt } from './clock.ts';
import type { PlacedUnit } from './placement.ts';
import { pricesOf, ticketRule } from './ticketing.ts';

/** Units sold together, in order of their start. */
type Group = readonly PlacedUnit[];

/** Minutes for which the doors are open before a session, for sports and ceremonies. */
const doorsBefore = 90;
const ceremonyDoorsBefore = 180;

/**
 * Sessions as they are ticketed. Their grouping follows what people want to see, not
 * what a results system counts; see `ticketing.ts`.
 * @param wanted how many there shall be, ceremonies included; null leaves the natural number.
 */
export function createTicketedSessions(
  placed: readonly PlacedUnit[],
  venues: ReadonlyMap<string, Venue>,
  wanted: number | null,
): TicketedSession[] {
  const ceremonies = createCeremonies(venues);
  const natural = groupUnits(placed);
  const groups = wanted === null ? natural : adjustNumber(natural, wanted - ceremonies.length);
  const numbers = new Map<string, number>();
  const sports = groups.toSorted(byStart).map((group) => {
    const lead = firstOf(group).event.sport.code;
    const number = (numbers.get(lead) ?? 0) + 1;
    numbers.set(lead, number);
    return sportSession(`${lead}-T${String(number).padStart(2, '0')}`, group, venues);
  });
  return [...ceremonies, ...sports].sort((a, b) => (a.start + a.code < b.start + b.code ? -1 : 1));
}

function groupUnits(placed: readonly PlacedUnit[]): Group[] {
  const groups = new Map<string, PlacedUnit[]>();
  for (const unit of placed) {
    const key = groupKey(unit);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [unit]);
    else group.push(unit);
  }
  return [...groups.entries()].flatMap(([key, group]) => {
    const inOrder = group.sort((a, b) => a.start - b.start || (a.unit.code < b.unit.code ? -1 : 1));
    return key.startsWith('PAIR') ? pairs(inOrder) : [inOrder];
  });
}

function groupKey({ event, venue, place, slot, unit }: PlacedUnit): string {
  const { grouping } = ticketRule(event.sport.code);
  const part = slot.part === 'e' ? 'night' : 'day';
  switch (grouping) {
    case 'PART':
      return `PART ${venue} ${slot.day}${slot.part}`;
    case 'DAY':
      return `DAY ${venue} ${slot.day}`;
    case 'COURT':
      return `COURT ${venue} ${slot.day}${part} ${Math.min(place, 2)}`;
    case 'MATCH':
      return `MATCH ${unit.code}`;
    case 'PAIR':
      return `PAIR ${event.sport.code} ${venue} ${slot.day}${slot.part} ${event.spec.cluster} ${place}`;
  }
}

function pairs(group: Group): Group[] {
  return Array.from({ length: Math.ceil(group.length / 2) }, (_, i) => group.slice(i * 2, i * 2 + 2));
}

/** Splits the longest sessions, or joins the shortest with its neighbour of the day, until the number is right. */
function adjustNumber(natural: readonly Group[], wanted: number): Group[] {
  const groups = [...natural];
  while (groups.length < wanted) splitLongest(groups);
  while (groups.length > wanted) joinShortest(groups);
  return groups;
}

const startOf = (group: Group): Minutes => firstOf(group).start;
const endOf = (group: Group): Minutes => Math.max(...group.map((unit) => unit.end));
const lengthOf = (group: Group): Minutes => endOf(group) - startOf(group);

/** Index of the element with the greatest measure, the earlier one on a tie. */
function greatest(groups: readonly Group[], measure: (group: Group) => number): number {
  let best = 0;
  let bestMeasure = Number.NEGATIVE_INFINITY;
  groups.forEach((group, i) => {
    const value = measure(group);
    if (value > bestMeasure) {
      best = i;
      bestMeasure = value;
    }
  });
  return best;
}

function splitLongest(groups: Group[]): void {
  const at = greatest(groups, (group) => (group.length > 1 ? lengthOf(group) : -1));
  const group = groups[at] as Group;
  if (group.length < 2) throw new RangeError('no ticketed session is left to split');
  const middle = startOf(group) + lengthOf(group) / 2;
  const cut = Math.min(
    group.length - 1,
    Math.max(
      1,
      group.findIndex((unit) => unit.start >= middle),
    ),
  );
  groups.splice(at, 1, group.slice(0, cut), group.slice(cut));
}

function joinShortest(groups: Group[]): void {
  groups.sort(byVenueAndStart);
  const at = greatest(groups, (group) => {
    const next = groups[groups.indexOf(group) + 1];
    return next !== undefined && sameDay(group, next) ? -(lengthOf(group) + lengthOf(next)) : Number.NEGATIVE_INFINITY;
  });
  const next = groups[at + 1];
  if (next === undefined || !sameDay(groups[at] as Group, next))
    throw new RangeError('no ticketed sessions are left to join');
  groups.splice(at, 2, [...(groups[at] as Group), ...next]);
}

const sameDay = (a: Group, b: Group): boolean =>
  firstOf(a).venue === firstOf(b).venue && firstOf(a).slot.day === firstOf(b).slot.day;

const byStart = (a: Group, b: Group): number =>
  startOf(a) - startOf(b) || (firstOf(a).unit.code < firstOf(b).unit.code ? -1 : 1);

const byVenueAndStart = (a: Group, b: Group): number =>
  firstOf(a).venue < firstOf(b).venue ? -1 : firstOf(a).venue > firstOf(b).venue ? 1 : byStart(a, b);

function firstOf(group: Group): PlacedUnit {
  const found = group[0];
  if (found === undefined) throw new RangeError('a ticketed session without units');
  return found;
}

function sportSession(code: string, group: Group, venues: ReadonlyMap<string, Venue>): TicketedSession {
  const first = firstOf(group);
  const sports = [...new Set(group.map((unit) => unit.event.sport))];
  const medals = group.filter((unit) => unit.unit.medal === 'GOLD').length;
  const dollars = Math.max(...sports.map((sport) => ticketRule(sport.code).dollars));
  return {
    code,
    kind: 'SPORT',
    name: `${sports.map((sport) => sport.name).join(' and ')}: ${summary(group)}`,
    venue: first.venue,
    disciplines: sports.map((sport) => sport.code),
    logicalDate: dateOfDay(first.slot.day),
    doorsOpen: iso(startOf(group) - doorsBefore),
    start: iso(startOf(group)),
    end: iso(endOf(group)),
    units: group.map((unit) => unit.unit.code),
    prices: pricesOf(categoriesOf(venues, first.venue), dollars, medals),
  };
}

/** What is to be seen: the finals where there are any, else the rounds. */
function summary(group: Group): string {
  const finals = group.filter((unit) => unit.unit.medal === 'GOLD').map((unit) => unit.event.name);
  if (finals.length === 1) return `${finals[0]}, final`;
  if (finals.length > 1) return `${finals.length} finals`;
  const rounds = [...new Set(group.map((unit) => `${unit.event.name}, ${unit.phase.name.toLowerCase()}`))];
  return rounds.length > 2 ? `${rounds.slice(0, 2).join('; ')} and more` : rounds.join('; ');
}

function categoriesOf(venues: ReadonlyMap<string, Venue>, code: string): Venue['categories'] {
  const venue = venues.get(code);
  if (venue === undefined) throw new RangeError(`no venue ${code}`);
  return venue.categories;
}

function createCeremonies(venues: ReadonlyMap<string, Venue>): TicketedSession[] {
  const venue = 'MST';
  const ceremony = (
    code: string,
    name: string,
    day: number,
    clock: string,
    minutes: Minutes,
    dollars: number,
  ): TicketedSession => {
    const start = minutesAt(day, clock);
    return {
      code,
      kind: 'CEREMONY',
      name,
      venue,
      disciplines: [],
      logicalDate: dateOfDay(day),
      doorsOpen: iso(start - ceremonyDoorsBefore),
      start: iso(start),
      end: iso(start + minutes),
      units: [],
      prices: pricesOf(categoriesOf(venues, venue), dollars, 0),
    };
  };
  return [
    ceremony('CER-T01', 'Opening ceremony', 1, '20:00', 210, 2400),
    ceremony('CER-T02', 'Closing ceremony', games.days.length, '20:30', 150, 1500),
  ];
}

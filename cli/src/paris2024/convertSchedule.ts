import { element, isRsc, type OdfElement, padRsc, type RscLevel, rscLevel } from '@games/odf';
import type { Ledger, Row } from './ledger.ts';
import { listsWrittenAt, type OutgoingMessage, type WriteOutgoing } from './outgoing.ts';
import type { DataSet } from './readDataSet.ts';
import type { Structure } from './structure.ts';
import { dateColumn, isMoment, type ReadDate } from './values.ts';

/** A row of the schedule with the code that its address names: a unit, or a whole phase or event. */
interface Slot {
  readonly row: Row;
  readonly code: string;
  readonly discipline: string;
  readonly start: string;
  /** Null where the row gives none. */
  readonly end: string | null;
  /** The competition day, as the row says it: it is not always the day of the start. */
  readonly day: string;
  /** Null where the row tells none that there is. */
  readonly status: string | null;
}

/** The place of one unit in the schedule. */
interface Placed {
  readonly unit: string;
  readonly slot: Slot;
  readonly start: string;
  readonly end: string | null;
  /** True when the times are those of a whole phase: placeholders, not to be shown as the unit's own. */
  readonly isHidden: boolean;
  readonly medal: string | null;
}

export interface Schedule {
  readonly messages: readonly OutgoingMessage[];
  /** The competition day of each unit that has one. */
  readonly days: ReadonlyMap<string, string>;
  /** The status of each unit of which the schedule tells one. */
  readonly statuses: ReadonlyMap<string, string>;
}

const statuses: readonly string[] = [
  'SCHEDULED',
  'FINISHED',
  'CANCELLED',
  'POSTPONED',
  'RUNNING',
  'DELAYED',
  'INTERRUPTED',
];

/**
 * The schedule of each discipline. Where a row's address names a unit, the unit is placed as the row says. Where it
 * names a whole phase or event, its units share the row; they get times of their own only when the times of their
 * results prove which row is whose, and hidden placeholders otherwise.
 */
export function convertSchedule(data: DataSet, structure: Structure, ledger: Ledger, write: WriteOutgoing): Schedule {
  const readDay = dateColumn(data.schedule.map(({ cells }) => cells.day));
  const slots = data.schedule.flatMap((row) => {
    const slot = readSlot(row, structure, readDay, ledger);
    if (typeof slot !== 'string') {
      ledger.apply(row);
      return [slot];
    }
    ledger.refuse(row, slot);
    return [];
  });
  const placed = placeUnits(slots, structure, medalUnits(data, structure), ledger);
  const messages = [...new Set(slots.map((slot) => slot.discipline))].sort().map((discipline) =>
    write(
      { documentType: 'DT_SCHEDULE', documentCode: padRsc(discipline), writtenAt: listsWrittenAt },
      placed.filter(({ slot }) => slot.discipline === discipline).map((place) => unitElement(place, structure)),
      slots.filter((slot) => slot.discipline === discipline).map(({ row }) => row),
    ),
  );
  return {
    messages,
    days: new Map(placed.map(({ unit, slot }) => [unit, slot.day])),
    statuses: new Map(placed.flatMap(({ unit, slot }) => (slot.status === null ? [] : [[unit, slot.status] as const]))),
  };
}

/** The slot of a row, or the reason why it has no place. */
function readSlot(row: Row, structure: Structure, readDay: ReadDate, ledger: Ledger): Slot | string {
  const { start_date: start = '', end_date: end = '', day: writtenDay = '', status = '', url = '' } = row.cells;
  const { discipline_code: discipline = '', event = '', gender = '' } = row.cells;
  if (url === '') return 'The row has no address, so that its unit has no code.';
  const ending = url.replace(/\/$/, '').split('/').at(-1)?.toUpperCase() ?? '';
  if (!/^[A-Z0-9-]{12}$/.test(ending)) return `The address ends in "${ending.toLowerCase()}", which names no unit.`;
  const events = structure.findEvents(discipline, event, gender);
  if (events.length !== 1) return `There is no event "${event}" of ${discipline} ${gender}.`;
  const code = `${events[0]?.slice(0, 22)}${ending}`;
  if (!isRsc(code)) return `"${code}" is not the code of a unit.`;
  if (!isMoment(start)) return `The start is "${start}".`;
  const warnUnless = (isFit: boolean, column: string, text: string): void => {
    if (!isFit) ledger.warn(row, `${column} is "${text.slice(0, 60)}"; left out.`);
  };
  const knownEnd = isMoment(end) ? end : null;
  warnUnless(end === '' || knownEnd !== null, 'end_date', end);
  const day = readDay(writtenDay) ?? start.slice(0, 10);
  warnUnless(readDay(writtenDay) != null, 'day', writtenDay);
  const isKnown = statuses.includes(status);
  warnUnless(isKnown, 'status', status);
  return { row, code, discipline, start, end: knownEnd, day, status: isKnown ? status : null };
}

function placeUnits(
  slots: readonly Slot[],
  structure: Structure,
  medals: ReadonlyMap<string, string>,
  ledger: Ledger,
): readonly Placed[] {
  const depth: Readonly<Partial<Record<RscLevel, number>>> = { event: 2, phase: 1, unit: 0 };
  const deepestFirst = [...Map.groupBy(slots, ({ code }) => code)].sort(
    ([a], [b]) => (depth[rscLevel(a)] ?? 0) - (depth[rscLevel(b)] ?? 0) || (a < b ? -1 : 1),
  );
  const placed = new Map<string, Placed>();
  for (const [code, group] of deepestFirst) {
    const sorted = [...group].sort((a, b) => (a.start < b.start ? -1 : 1));
    const places =
      rscLevel(code) === 'unit'
        ? [placeWhole(code, sorted, ledger)]
        : placeShared(code, sorted, structure, placed, medals, ledger);
    for (const place of places) placed.set(place.unit, place);
  }
  return [...placed.values()].sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

/** One unit for all rows of one address. */
function placeWhole(code: string, group: readonly Slot[], ledger: Ledger): Placed {
  const held = takingPlace(group);
  const [slot] = held as readonly [Slot, ...Slot[]];
  const span = spanOf(held);
  for (const { row } of group.slice(1)) {
    ledger.warn(
      row,
      `${group.length} rows have the address of ${code}: they are one unit from ${span.start} to ${span.end}.`,
    );
  }
  const medal = group.map(({ row }) => medalOf(row)).find((one) => one !== null) ?? null;
  return { unit: code, slot, ...span, isHidden: false, medal };
}

/** The rows of a whole phase or event, shared by the units that have no row of their own. */
function placeShared(
  code: string,
  group: readonly Slot[],
  structure: Structure,
  placed: ReadonlyMap<string, Placed>,
  medals: ReadonlyMap<string, string>,
  ledger: Ledger,
): readonly Placed[] {
  const held = takingPlace(group);
  const [first] = held as readonly [Slot, ...Slot[]];
  const units = structure
    .unitsBelow(code)
    .filter((unit) => !placed.has(unit) && (rscLevel(code) === 'phase' || !isBefore(structure, unit, first)));
  if (units.length === 0) return [placeWhole(code, group, ledger)];
  const proven = proveSlots(units, held, structure);
  if (proven !== null) {
    return proven.map(([unit, slot]) => ({
      unit,
      slot,
      start: slot.start,
      end: slot.end,
      isHidden: false,
      medal: medalOf(slot.row),
    }));
  }
  for (const { row } of group) {
    ledger.warn(row, `The row is of ${code}, which has ${units.length} units: its time is their placeholder.`);
  }
  const span = spanOf(held);
  return units.map((unit) => ({ unit, slot: first, ...span, isHidden: true, medal: medals.get(unit) ?? null }));
}

/** Each unit's own row, when there are as many as units and the result of each falls into the time of one; else null. */
function proveSlots(
  units: readonly string[],
  group: readonly Slot[],
  structure: Structure,
): readonly (readonly [string, Slot])[] | null {
  if (units.length !== group.length) return null;
  if (units.length === 1) return [[units[0] as string, group[0] as Slot]];
  const pairs = units.map((unit) => {
    const changedMs = Date.parse(structure.stages.get(unit)?.changedAt ?? '');
    return [unit, group.findLast((slot) => Date.parse(slot.start) <= changedMs)] as const;
  });
  const slots = new Set(pairs.map(([, slot]) => slot));
  return slots.size === group.length && !slots.has(undefined) ? (pairs as readonly (readonly [string, Slot])[]) : null;
}

/** What was cancelled takes no time, unless all of it was. */
function takingPlace(group: readonly Slot[]): readonly Slot[] {
  const held = group.filter(({ status }) => status !== 'CANCELLED');
  return held.length > 0 ? held : group;
}

function isBefore(structure: Structure, unit: string, slot: Slot): boolean {
  return Date.parse(structure.stages.get(unit)?.changedAt ?? '') < Date.parse(slot.start);
}

function spanOf(group: readonly Slot[]): { readonly start: string; readonly end: string | null } {
  const ends = group
    .map(({ end }) => end)
    .filter((end) => end !== null)
    .sort();
  return { start: (group[0] as Slot).start, end: ends.at(-1) ?? null };
}

/** `1` gold, `3` bronze. */
function medalOf({ cells }: Row): string | null {
  return cells.event_medal === '1' || cells.event_medal === '3' ? cells.event_medal : null;
}

/** The units that the medals' addresses name: of gold, or of bronze alone. */
function medalUnits(data: DataSet, structure: Structure): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { cells } of data.medals) {
    const ending = (cells.url_event ?? '').split('/').at(-1)?.toUpperCase() ?? '';
    const discipline = structure.disciplineCodes.get(cells.discipline ?? '') ?? '';
    const [event = ''] = structure.findEvents(discipline, cells.event ?? '');
    const unit = `${event.slice(0, 22)}${ending}`;
    if (cells.medal_code?.startsWith('1')) found.set(unit, '1');
    else if (cells.medal_code?.startsWith('3') && !found.has(unit)) found.set(unit, '3');
  }
  return found;
}

function unitElement({ unit, slot, start, end, isHidden, medal }: Placed, structure: Structure): OdfElement {
  const { cells } = slot.row;
  const name = structure.stages.get(unit)?.name || [cells.event, cells.phase].filter((part) => part !== '').at(-1);
  return element(
    'Unit',
    {
      Code: unit,
      ScheduleStatus: slot.status,
      StartDate: start,
      EndDate: end,
      HideStartDate: isHidden ? 'Y' : null,
      HideEndDate: isHidden ? 'Y' : null,
      LogicalDate: slot.day,
      Medal: medal ?? '0',
      Venue: cells.venue_code || null,
      Location: cells.location_code || null,
    },
    [
      element('ItemName', { Language: 'ENG', Value: name }),
      element('VenueDescription', { VenueName: cells.venue || null, LocationName: cells.location_description || null }),
    ],
  );
}

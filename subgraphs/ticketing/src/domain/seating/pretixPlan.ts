import { median, placesInRow } from './placesInRow.ts';
import type { DraftBlock, DraftRow, PlanDraft, Point } from './planDraft.ts';

/** A plan in pretix's format, as far as it is read. Positions of rows are relative to the zone, of seats to the row. */
interface PretixPlan {
  readonly name: string;
  readonly categories: readonly { readonly name: string; readonly color: string }[];
  readonly zones: readonly PretixZone[];
}
interface PretixPosition {
  readonly x: number;
  readonly y: number;
}
interface PretixZone {
  readonly name: string;
  readonly zone_id?: string;
  readonly position: PretixPosition;
  readonly rows: readonly PretixRow[];
  readonly areas?: readonly unknown[];
}
interface PretixRow {
  readonly row_number: string;
  readonly position: PretixPosition;
  readonly seats: readonly PretixSeat[];
}
interface PretixSeat {
  readonly seat_number: string;
  readonly seat_guid: string;
  readonly uuid?: string;
  readonly position: PretixPosition;
  readonly category: string;
}

/** Why a plan is refused. `where` names the place in the file, e.g. `zones[0].rows[3].seats[1]`. */
export type PlanFault =
  | { readonly kind: 'NOT_JSON'; readonly message: string }
  | { readonly kind: 'MALFORMED'; readonly where: string; readonly message: string }
  | { readonly kind: 'DUPLICATE_GUID'; readonly guid: string; readonly where: readonly string[] };

export type PretixReading =
  | {
      readonly kind: 'read';
      readonly draft: PlanDraft;
      /** Guids that were made unique, with how many seats shared each. */
      readonly repairedGuids: readonly { readonly guid: string; readonly seats: number }[];
      /** Drawn areas without seats, which are not imported: the format gives them no capacity. */
      readonly areasLeftOut: number;
    }
  | { readonly kind: 'refused'; readonly faults: readonly PlanFault[] };

/** How far apart the middles of two seats are in the plans that we store. */
const seatPitchCm = 50;
const marginCm = 200;
const faultsMax = 1_000;
const seatsMax = 200_000;

/**
 * Reads a seating plan in pretix's format. Seats are identified by `seat_guid`, which must be unique: where it is not, the
 * plan is refused with every duplicate named, unless `repairGuids` asks to replace duplicates by the seats' `uuid`s (or
 * by their place in the file). The file's unit is scaled so that seats stand half a metre apart.
 */
export function readPretixPlan(
  text: string,
  options: { readonly code: string; readonly venueCode: string; readonly repairGuids: boolean },
): PretixReading {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { kind: 'refused', faults: [{ kind: 'NOT_JSON', message: (error as Error).message }] };
  }
  const malformed = checkShape(content);
  if (malformed.length > 0) return { kind: 'refused', faults: malformed };
  const plan = content as PretixPlan;
  const duplicates = findDuplicates(plan);
  if (duplicates.size > 0 && !options.repairGuids) {
    const faults = [...duplicates].map(([guid, where]): PlanFault => ({ kind: 'DUPLICATE_GUID', guid, where }));
    return { kind: 'refused', faults };
  }
  return {
    kind: 'read',
    draft: toDraft(plan, options, guidsOf(plan, duplicates)),
    repairedGuids: [...duplicates].map(([guid, where]) => ({ guid, seats: where.length })),
    areasLeftOut: plan.zones.reduce((sum, zone) => sum + (zone.areas?.length ?? 0), 0),
  };
}

function checkShape(content: unknown): PlanFault[] {
  const faults: PlanFault[] = [];
  const fault = (where: string, message: string): void => {
    if (faults.length < faultsMax) faults.push({ kind: 'MALFORMED', where, message });
  };
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  const listOf = (owner: Record<string, unknown>, name: string, where: string): Record<string, unknown>[] => {
    const list = owner[name];
    if (Array.isArray(list) && list.every(isObject)) return list;
    fault(where, `${name} is missing or no list of objects.`);
    return [];
  };
  const expectText = (owner: Record<string, unknown>, name: string, where: string): void => {
    const value = owner[name];
    if (typeof value !== 'string' || value.length === 0 || value.length > 200)
      fault(where, `${name} is missing or no text.`);
  };
  const expectPosition = (owner: Record<string, unknown>, where: string): void => {
    const { position } = owner;
    const fits = isObject(position) && Number.isFinite(position.x) && Number.isFinite(position.y);
    if (!fits) fault(where, 'position is missing or has no numbers x and y.');
  };

  if (!isObject(content)) return [{ kind: 'MALFORMED', where: '', message: 'The file is not a JSON object.' }];
  expectText(content, 'name', '');
  const categories = listOf(content, 'categories', '');
  categories.forEach((category, index) => {
    expectText(category, 'name', `categories[${index}]`);
    if (!/^#[0-9A-Fa-f]{6}$/.test(String(category.color))) fault(`categories[${index}]`, 'color is not like #F44336.');
  });
  const names = new Set(categories.map((category) => category.name));
  if (names.size !== categories.length) fault('categories', 'Two categories have the same name.');
  let seatsCount = 0;
  listOf(content, 'zones', '').forEach((zone, zoneIndex) => {
    const zoneAt = `zones[${zoneIndex}]`;
    expectText(zone, 'name', zoneAt);
    expectPosition(zone, zoneAt);
    listOf(zone, 'rows', zoneAt).forEach((row, rowIndex) => {
      const rowAt = `${zoneAt}.rows[${rowIndex}]`;
      expectText(row, 'row_number', rowAt);
      expectPosition(row, rowAt);
      listOf(row, 'seats', rowAt).forEach((seat, seatIndex) => {
        const seatAt = `${rowAt}.seats[${seatIndex}]`;
        expectText(seat, 'seat_number', seatAt);
        expectText(seat, 'seat_guid', seatAt);
        expectPosition(seat, seatAt);
        if (!names.has(seat.category))
          fault(seatAt, `category ${JSON.stringify(seat.category)} is not among the plan's.`);
        seatsCount += 1;
      });
    });
  });
  if (seatsCount === 0 && faults.length === 0) fault('zones', 'The plan has no seats.');
  if (seatsCount > seatsMax) fault('zones', `The plan has more than ${seatsMax} seats.`);
  return faults;
}

function* seatsOf(plan: PretixPlan): Generator<{ readonly seat: PretixSeat; readonly where: string }> {
  for (const [zoneIndex, zone] of plan.zones.entries()) {
    for (const [rowIndex, row] of zone.rows.entries()) {
      for (const [seatIndex, seat] of row.seats.entries()) {
        yield { seat, where: `zones[${zoneIndex}].rows[${rowIndex}].seats[${seatIndex}]` };
      }
    }
  }
}

function findDuplicates(plan: PretixPlan): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const { seat, where } of seatsOf(plan)) {
    const known = places.get(seat.seat_guid);
    if (known) known.push(where);
    else places.set(seat.seat_guid, [where]);
  }
  return new Map([...places].filter(([, where]) => where.length > 1));
}

/** The guid of each seat: its own where it is unique, else its uuid where that is, else its place in the file. */
function guidsOf(
  plan: PretixPlan,
  duplicates: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<PretixSeat, string> {
  const uuids = new Map<string, number>();
  for (const { seat } of seatsOf(plan)) if (seat.uuid) uuids.set(seat.uuid, (uuids.get(seat.uuid) ?? 0) + 1);
  const guids = new Map<PretixSeat, string>();
  for (const { seat, where } of seatsOf(plan)) {
    const unique = seat.uuid !== undefined && uuids.get(seat.uuid) === 1 ? seat.uuid : where;
    guids.set(seat, duplicates.has(seat.seat_guid) ? unique : seat.seat_guid);
  }
  return guids;
}

function toDraft(
  plan: PretixPlan,
  { code, venueCode }: { readonly code: string; readonly venueCode: string },
  guids: ReadonlyMap<PretixSeat, string>,
): PlanDraft {
  const scale = scaleOf(plan);
  const all = plan.zones.flatMap((zone) =>
    zone.rows.flatMap((row) => row.seats.map((seat) => absolute(zone, row, seat))),
  );
  const box = boxOf(all);
  const toCm = ({ x, y }: PretixPosition): PretixPosition => ({
    x: Math.round((x - box.left) * scale) + marginCm,
    y: Math.round((y - box.top) * scale) + marginCm,
  });
  const used = new Set([...seatsOf(plan)].map(({ seat }) => seat.category));
  const categories = plan.categories.filter(({ name }) => used.has(name));
  const rankOf = new Map(categories.map(({ name }, index) => [name, index]));
  const blocks = plan.zones.map((zone, index) => toBlock(zone, index, toCm, guids, rankOf));
  const corner = toCm({ x: box.right, y: box.bottom });
  return {
    code,
    venueCode,
    name: plan.name,
    widthCm: corner.x + marginCm,
    heightCm: corner.y + marginCm,
    fieldOutline: null,
    categories: categories.map(({ name, color }) => ({ code: name, name, colour: color })),
    blocks: blocks.filter((block) => block.rows.length > 0),
  };
}

const absolute = (zone: PretixZone, row: PretixRow, seat: PretixSeat): PretixPosition => ({
  x: zone.position.x + row.position.x + seat.position.x,
  y: zone.position.y + row.position.y + seat.position.y,
});

/** Centimetres for one unit of the file. */
function scaleOf(plan: PretixPlan): number {
  const distances = plan.zones.flatMap((zone) =>
    zone.rows.flatMap((row) =>
      row.seats.slice(1).map((seat, index) => {
        const before = (row.seats[index] as PretixSeat).position;
        return Math.hypot(seat.position.x - before.x, seat.position.y - before.y);
      }),
    ),
  );
  const usual = median(distances.filter((distance) => distance > 0));
  return Number.isFinite(usual) ? seatPitchCm / usual : 1;
}

function toBlock(
  zone: PretixZone,
  index: number,
  toCm: (position: PretixPosition) => PretixPosition,
  guids: ReadonlyMap<PretixSeat, string>,
  rankOf: ReadonlyMap<string, number>,
): DraftBlock {
  const rows = zone.rows
    .filter((row) => row.seats.length > 0)
    .map((row, rowIndex): DraftRow => {
      const positions = row.seats.map((seat) => toCm(absolute(zone, row, seat)));
      const best = Math.min(...row.seats.map((seat) => rankOf.get(seat.category) as number));
      return {
        label: row.row_number,
        // The format knows no quality: the dearer category is better, then what comes first in the file.
        quality: best * 1_000_000 + index * 10_000 + rowIndex,
        seats: placesInRow(positions).map(({ index: at, place }) => {
          const seat = row.seats[at] as PretixSeat;
          const { x, y } = positions[at] as PretixPosition;
          return {
            place,
            label: seat.seat_number,
            category: seat.category,
            x,
            y,
            kind: 'STANDARD',
            companionOf: null,
            sight: null,
            guid: guids.get(seat) as string,
          };
        }),
      };
    });
  const name = zone.name;
  return {
    code: zone.zone_id ?? name,
    name,
    kind: 'SEATED',
    level: index + 1,
    outline: outlineOf(rows),
    category: null,
    capacity: 0,
    rows,
  };
}

/** The rectangle around the seats of rows, with half a metre to spare. */
function outlineOf(rows: readonly DraftRow[]): readonly Point[] {
  const seats = rows.flatMap((row) => row.seats);
  if (seats.length === 0) return [];
  const { left, top, right, bottom } = boxOf(seats);
  return [
    [left - 50, top - 50],
    [right + 50, top - 50],
    [right + 50, bottom + 50],
    [left - 50, bottom + 50],
  ];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The rectangle around positions, of which there must be one. */
function boxOf(positions: readonly PretixPosition[]): Box {
  const { x, y } = positions[0] as PretixPosition;
  return positions.reduce<Box>(
    (box, position) => ({
      left: Math.min(box.left, position.x),
      top: Math.min(box.top, position.y),
      right: Math.max(box.right, position.x),
      bottom: Math.max(box.bottom, position.y),
    }),
    { left: x, top: y, right: x, bottom: y },
  );
}

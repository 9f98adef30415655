import {
  CALLS_MAX,
  CATCH_UP_MS,
  CLOCK_SET_BACK_MS,
  type Joining,
  LATE_FROM,
  type Pace,
  type QueueStore,
  type Standing,
} from './queueStore.ts';

interface Entry {
  readonly place: number;
  readonly member: string;
}

interface Room {
  /** Sorted by place; those before `head` have been called. */
  entries: Entry[];
  head: number;
  readonly places: Map<string, number>;
  /** When each called member first heard of it; null while it hasn't. */
  readonly called: Map<string, number | null>;
  arrivals: number;
  calls: number;
  tickMs: number | null;
  credit: number;
}

/** The places of waiting rooms inside this process: for one machine that runs one process. */
export function createInProcessQueue(): QueueStore {
  const rooms = new Map<string, Room>();
  const roomOf = (name: string): Room => {
    const known = rooms.get(name);
    if (known !== undefined) return known;
    const room: Room = {
      entries: [],
      head: 0,
      places: new Map(),
      called: new Map(),
      arrivals: 0,
      calls: 0,
      tickMs: null,
      credit: 0,
    };
    rooms.set(name, room);
    return room;
  };
  return {
    join: async (name, member, joining) => {
      const room = roomOf(name);
      const known = standingOf(room, member, joining.nowMs);
      if (known !== null) return known;
      insert(room, { member, place: placeFor(room, joining) });
      return standingOf(room, member, joining.nowMs) as Standing;
    },
    find: async (name, member, nowMs) => standingOf(roomOf(name), member, nowMs),
    forget: async (name, member) => {
      roomOf(name).called.delete(member);
    },
    call: async (name, pace) => {
      const room = roomOf(name);
      for (let left = turnsBy(room, pace); left > 0; left -= 1) callNext(room);
      compact(room);
      return { called: room.calls, waiting: room.entries.length - room.head };
    },
    close: async () => rooms.clear(),
  };
}

function placeFor(room: Room, { nowMs, opensAtMs, chance, proven }: Joining): number {
  if (proven !== null) return proven;
  if (nowMs < opensAtMs) return chance;
  room.arrivals += 1;
  return LATE_FROM + room.arrivals;
}

function standingOf(room: Room, member: string, nowMs: number): Standing | null {
  const place = room.places.get(member);
  if (place !== undefined) {
    return { kind: 'waiting', place, ahead: indexFor(room, { place, member }) - room.head, called: room.calls };
  }
  const heardAtMs = room.called.get(member);
  if (heardAtMs === undefined) return null;
  if (heardAtMs === null) room.called.set(member, nowMs);
  return { kind: 'called', heardAtMs: heardAtMs ?? nowMs };
}

/** How many turns have come up since the last call, with what was left over from it. */
function turnsBy(room: Room, { nowMs, opensAtMs, perMinute, paused }: Pace): number {
  if (room.tickMs !== null && room.tickMs - nowMs > CLOCK_SET_BACK_MS) room.tickMs = nowMs;
  const sinceMs = Math.max(room.tickMs ?? nowMs, opensAtMs);
  room.tickMs = Math.max(nowMs, room.tickMs ?? nowMs);
  if (paused || nowMs < opensAtMs) return 0;
  const elapsedMs = Math.min(Math.max(nowMs - sinceMs, 0), CATCH_UP_MS);
  const credit = room.credit + (elapsedMs * perMinute) / 60_000;
  const turns = Math.min(Math.floor(credit), room.entries.length - room.head, CALLS_MAX);
  // Turns that nobody took are not saved up.
  room.credit = Math.min(credit - turns, 1);
  return turns;
}

function callNext(room: Room): void {
  const next = room.entries[room.head];
  if (next === undefined) return;
  room.head += 1;
  room.calls += 1;
  room.places.delete(next.member);
  room.called.set(next.member, null);
}

function insert(room: Room, entry: Entry): void {
  room.entries.splice(indexFor(room, entry), 0, entry);
  room.places.set(entry.member, entry.place);
}

/** Where an entry stands, or would: by place, then by member, as in a sorted set of Redis. */
function indexFor(room: Room, { place, member }: Entry): number {
  let from = room.head;
  let to = room.entries.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const entry = room.entries[middle] as Entry;
    if (entry.place < place || (entry.place === place && entry.member < member)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function compact(room: Room): void {
  if (room.head < 1_000) return;
  room.entries = room.entries.slice(room.head);
  room.head = 0;
}

import {
  callsMax,
  catchUpMs,
  clockSetBackMs,
  type Joining,
  lateFrom,
  type Pace,
  type QueueStatus,
  type QueueStore,
} from './queueStore.ts';

interface Entry {
  readonly position: number;
  readonly member: string;
}

interface Room {
  /** Sorted by position; those before `head` have been called. */
  entries: Entry[];
  head: number;
  readonly positions: Map<string, number>;
  /** When each called member first heard of it; null while it hasn't. */
  readonly called: Map<string, number | null>;
  arrivals: number;
  calls: number;
  tickMs: number | null;
  credit: number;
}

/** The positions of waiting rooms inside this process: for one machine that runs one process. */
export function createInProcessQueue(): QueueStore {
  const rooms = new Map<string, Room>();
  const roomOf = (name: string): Room => {
    const known = rooms.get(name);
    if (known !== undefined) return known;
    const room: Room = {
      entries: [],
      head: 0,
      positions: new Map(),
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
      const known = statusOf(room, member, joining.nowMs);
      if (known !== null) return known;
      insert(room, { member, position: positionFor(room, joining) });
      return statusOf(room, member, joining.nowMs) as QueueStatus;
    },
    find: async (name, member, nowMs) => statusOf(roomOf(name), member, nowMs),
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

function positionFor(room: Room, { nowMs, opensAtMs, chance, proven }: Joining): number {
  if (proven !== null) return proven;
  if (nowMs < opensAtMs) return chance;
  room.arrivals += 1;
  return lateFrom + room.arrivals;
}

function statusOf(room: Room, member: string, nowMs: number): QueueStatus | null {
  const position = room.positions.get(member);
  if (position !== undefined) {
    return { kind: 'waiting', position, ahead: indexFor(room, { position, member }) - room.head, called: room.calls };
  }
  const heardAtMs = room.called.get(member);
  if (heardAtMs === undefined) return null;
  if (heardAtMs === null) room.called.set(member, nowMs);
  return { kind: 'called', heardAtMs: heardAtMs ?? nowMs };
}

/** How many turns have come up since the last call, with what was left over from it. */
function turnsBy(room: Room, { nowMs, opensAtMs, perMinute, paused }: Pace): number {
  if (room.tickMs !== null && room.tickMs - nowMs > clockSetBackMs) room.tickMs = nowMs;
  const sinceMs = Math.max(room.tickMs ?? nowMs, opensAtMs);
  room.tickMs = Math.max(nowMs, room.tickMs ?? nowMs);
  if (paused || nowMs < opensAtMs) return 0;
  const elapsedMs = Math.min(Math.max(nowMs - sinceMs, 0), catchUpMs);
  const credit = room.credit + (elapsedMs * perMinute) / 60_000;
  const turns = Math.min(Math.floor(credit), room.entries.length - room.head, callsMax);
  // Turns that nobody took are not saved up.
  room.credit = Math.min(credit - turns, 1);
  return turns;
}

function callNext(room: Room): void {
  const next = room.entries[room.head];
  if (next === undefined) return;
  room.head += 1;
  room.calls += 1;
  room.positions.delete(next.member);
  room.called.set(next.member, null);
}

function insert(room: Room, entry: Entry): void {
  room.entries.splice(indexFor(room, entry), 0, entry);
  room.positions.set(entry.member, entry.position);
}

/** Where an entry stands, or would: by position, then by member, as in a sorted set of Redis. */
function indexFor(room: Room, { position, member }: Entry): number {
  let from = room.head;
  let to = room.entries.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const entry = room.entries[middle] as Entry;
    if (entry.position < position || (entry.position === position && entry.member < member)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function compact(room: Room): void {
  if (room.head < 1_000) return;
  room.entries = room.entries.slice(room.head);
  room.head = 0;
}

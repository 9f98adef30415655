import { randomInt } from 'node:crypto';
import type { Database } from '@games/postgres';
import type { GamesClock, Log } from '@games/service';
import { type HeldPosition, readAdmission, readPosition, signPosition } from '../../domain/waitingRoom/position.ts';
import {
  gathersFrom,
  type PositionOutcome,
  quietMs,
  type RoomState,
  roomState,
  viewPosition,
} from '../../domain/waitingRoom/positionView.ts';
import type { TokenSigner } from '../../domain/waitingRoom/signedTokens.ts';
import { selectWaitingRooms, type WaitingRoomRow } from '../../sql/waitingRoom/waitingRooms.ts';
import type { Admissions } from './admissions.ts';
import { lateFrom, type QueueCounts, type QueueStatus, type QueueStore } from './queueStore.ts';

/** The waiting rooms of this process. */
export interface WaitingRooms extends Admissions {
  /** The room of a phase; null for a phase that has none. */
  room(name: string): Promise<WaitingRoomRow | null>;
  stateOf(room: WaitingRoomRow): RoomState;
  /** Reads anew how rooms work, after somebody has changed it. */
  refresh(): Promise<void>;
  /** How many wait; null while nobody can count them. */
  waitingIn(name: string): number | null;
  /** Takes a position, or gives the one that the account has. `token` is a signed position from before. */
  join(fanId: string, name: string, token: string | null): Promise<PositionOutcome>;
  find(fanId: string, token: string): Promise<PositionOutcome>;
  /** The position whenever it moves, until admission or until the signal. */
  watch(fanId: string, token: string, signal: AbortSignal): AsyncGenerator<PositionOutcome, void>;
  close(): Promise<void>;
}

export interface WaitingRoomParts {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly store: QueueStore;
  readonly signer: TokenSigner;
  readonly log: Log;
  /** Chance: a whole number from 0 to below its argument. Default: the system's cryptographic one. */
  readonly chance?: (below: number) => number;
  /** How often those whose turn it is are called (default 1,000). */
  readonly tickMs?: number;
}

/** How long settings are believed before they are read again. */
const settingsMs = 2_000;
/** A watched position is looked up anew this often: positions that come back after a loss may go before it. */
const lookUpMs = 30_000;
const forgetAfterMs = 24 * 3_600_000;
/** What the position of somebody who has been called already is worth, should the store be lost. */
const atTheEnd = 2 * lateFrom;

/** A fan who has no token from before. */
interface NoPosition {
  readonly room: string;
  readonly fanId: string;
  readonly position: null;
  readonly token: null;
}

/** What a look-up has found, for reckoning on without asking the store again. */
type Seen =
  | {
      readonly kind: 'seen';
      readonly held: HeldPosition;
      readonly status: QueueStatus;
      readonly atMs: number;
      readonly state: RoomState;
    }
  | { readonly kind: 'outcome'; readonly outcome: PositionOutcome };

/** Wires the waiting rooms, and keeps calling those whose turn it is. Any number of processes may do so at once. */
export function createWaitingRooms(parts: WaitingRoomParts): WaitingRooms {
  return new Rooms(parts);
}

class Rooms implements WaitingRooms {
  readonly #parts: WaitingRoomParts;
  readonly #chance: (below: number) => number;
  readonly #counts = new Map<string, QueueCounts>();
  readonly #timer: NodeJS.Timeout;
  #settings: { readonly rooms: readonly WaitingRoomRow[]; readonly readAtMs: number } | null = null;
  #reading: Promise<readonly WaitingRoomRow[]> | null = null;
  #ticking: Promise<void> | null = null;
  #ticked = Promise.withResolvers<void>();

  constructor(parts: WaitingRoomParts) {
    this.#parts = parts;
    this.#chance = parts.chance ?? ((below) => randomInt(below));
    this.#timer = setInterval(() => this.#startTick(), parts.tickMs ?? 1_000);
    this.#timer.unref();
  }

  async admittedTo(fanId: string, admission: string): Promise<readonly string[]> {
    const read = readAdmission(this.#parts.signer, admission, fanId, this.#nowMs());
    return read === null ? [] : [read.room];
  }

  async room(name: string): Promise<WaitingRoomRow | null> {
    const named = (rooms: readonly WaitingRoomRow[]) => rooms.find(({ room }) => room === name) ?? null;
    const known = named(await this.#rooms());
    if (known !== null) return known;
    // It may have been made a moment ago. However many ask, one read is under way.
    this.#reading ??= this.#readSettings();
    return named(await this.#reading);
  }

  stateOf(room: WaitingRoomRow): RoomState {
    return roomState(room, this.#nowMs());
  }

  async refresh(): Promise<void> {
    await this.#readSettings();
  }

  waitingIn(name: string): number | null {
    return this.#counts.get(name)?.waiting ?? null;
  }

  async join(fanId: string, name: string, token: string | null): Promise<PositionOutcome> {
    const proven = token === null ? null : readPosition(this.#parts.signer, token, fanId);
    if (token !== null && proven?.room !== name) return { kind: 'PositionRefused' };
    const seen = await this.#look(proven ?? { room: name, fanId, position: null, token: null }, true);
    return this.#view(seen, name);
  }

  async find(fanId: string, token: string): Promise<PositionOutcome> {
    const held = readPosition(this.#parts.signer, token, fanId);
    if (held === null) return { kind: 'PositionRefused' };
    return this.#view(await this.#look(held, false), held.room);
  }

  async *watch(fanId: string, token: string, signal: AbortSignal): AsyncGenerator<PositionOutcome, void> {
    const held = readPosition(this.#parts.signer, token, fanId);
    if (held === null) return yield { kind: 'PositionRefused' };
    let seen: Seen | null = null;
    let shown = { text: '', quietUntilMs: 0 };
    while (!signal.aborted) {
      if (seen === null || (await this.#isStale(seen))) seen = await this.#look(held, false);
      const outcome = await this.#view(seen, held.room);
      const ahead = outcome.kind === 'Position' ? outcome.ahead : null;
      const text = JSON.stringify([outcome.kind, outcome.kind === 'Position' ? outcome.state : null, ahead]);
      if (text !== shown.text && Date.now() >= shown.quietUntilMs) {
        yield outcome;
        shown = { text, quietUntilMs: Date.now() + quietMs(ahead) };
      }
      if (outcome.kind === 'NotOpen' || (outcome.kind === 'Position' && outcome.state !== 'WAITING')) return;
      await this.#nextTick(signal);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#ticked.resolve();
    await this.#ticking;
    await this.#parts.store.close();
  }

  /**
   * Asks the store for a position. A position that the store has lost is taken again with what the signed position proves; one
   * whose admission is over is taken anew, at the end, when the fan joins.
   */
  async #look(asked: HeldPosition | NoPosition, joining: boolean): Promise<Seen> {
    const room = await this.room(asked.room);
    if (room === null) return { kind: 'outcome', outcome: { kind: 'NotOpen', gathersFrom: null } };
    const state = this.stateOf(room);
    if (state === 'CLOSED' || state === 'ENDED') {
      const from = state === 'CLOSED' ? gathersFrom(room) : null;
      return { kind: 'outcome', outcome: { kind: 'NotOpen', gathersFrom: from } };
    }
    try {
      const status = await this.#findOrJoin(room, asked.fanId, asked.position, joining);
      const position = status.kind === 'waiting' ? status.position : (asked.position ?? atTheEnd);
      return { kind: 'seen', held: this.#hold(asked, position), status, atMs: Date.now(), state };
    } catch (error) {
      this.#parts.log.warn('a waiting room’s store does not answer', { room: asked.room, error });
      return { kind: 'outcome', outcome: { kind: 'Unavailable' } };
    }
  }

  /** The token that the fan has stays good while it says what is true: most requests sign nothing. */
  #hold(asked: HeldPosition | NoPosition, position: number): HeldPosition {
    if (asked.token !== null && asked.position === position) return asked;
    const claims = { room: asked.room, fanId: asked.fanId, position };
    return { ...claims, token: signPosition(this.#parts.signer, claims) };
  }

  async #findOrJoin(
    room: WaitingRoomRow,
    fanId: string,
    proven: number | null,
    joining: boolean,
  ): Promise<QueueStatus> {
    const { store } = this.#parts;
    const nowMs = this.#nowMs();
    const found = await store.find(room.room, fanId, nowMs);
    const isOver = found?.kind === 'called' && found.heardAtMs + room.admissionMinutes * 60_000 <= nowMs;
    if (found !== null && !(isOver && joining)) return found;
    if (isOver) await store.forget(room.room, fanId);
    return store.join(room.room, fanId, {
      nowMs,
      opensAtMs: room.opensAt.getTime(),
      chance: this.#chance(lateFrom),
      proven: isOver ? null : proven,
      forgetAtMs: room.closesAt.getTime() + forgetAfterMs,
    });
  }

  async #view(seen: Seen, name: string): Promise<PositionOutcome> {
    if (seen.kind === 'outcome') return seen.outcome;
    const room = await this.room(name);
    if (room === null) return { kind: 'NotOpen', gathersFrom: null };
    const called = this.#counts.get(name)?.called ?? 0;
    return viewPosition(this.#parts.signer, room, seen.held, seen.status, called, this.#nowMs());
  }

  /** Whether a watched position has to be looked up: its turn may have come, the room has changed, or it was long ago. */
  async #isStale(seen: Seen): Promise<boolean> {
    if (seen.kind === 'outcome' || seen.status.kind !== 'waiting') return true;
    const room = await this.room(seen.held.room);
    if (room === null || this.stateOf(room) !== seen.state || Date.now() - seen.atMs > lookUpMs) return true;
    const counts = this.#counts.get(room.room);
    if (counts === undefined) return true;
    return counts.called - seen.status.called > seen.status.ahead;
  }

  #startTick(): void {
    if (this.#ticking !== null) return;
    this.#ticking = this.#tick().finally(() => {
      this.#ticking = null;
      this.#ticked.resolve();
      this.#ticked = Promise.withResolvers();
    });
  }

  /** Calls those whose turn it is, in every room that is in use. While the store is away nobody is called. */
  async #tick(): Promise<void> {
    const rooms = await this.#rooms().catch(() => []);
    for (const room of rooms) {
      const state = this.stateOf(room);
      if (state === 'CLOSED' || state === 'ENDED') continue;
      const { admissionsPerMinute: perMinute, paused, opensAt } = room;
      const forgetAtMs = room.closesAt.getTime() + forgetAfterMs;
      const pace = { nowMs: this.#nowMs(), opensAtMs: opensAt.getTime(), perMinute, paused, forgetAtMs };
      try {
        this.#counts.set(room.room, await this.#parts.store.call(room.room, pace));
      } catch {
        this.#counts.delete(room.room);
      }
    }
  }

  async #nextTick(signal: AbortSignal): Promise<void> {
    const aborted = Promise.withResolvers<void>();
    const onAbort = () => aborted.resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    await Promise.race([this.#ticked.promise, aborted.promise]);
    signal.removeEventListener('abort', onAbort);
  }

  async #rooms(): Promise<readonly WaitingRoomRow[]> {
    const known = this.#settings;
    if (known !== null && Date.now() - known.readAtMs <= settingsMs) return known.rooms;
    this.#reading ??= this.#readSettings();
    if (known === null) return this.#reading;
    // What is known serves meanwhile, and for as long as the database is away.
    this.#reading.catch((error) => this.#parts.log.warn('waiting rooms’ settings could not be read', { error }));
    return known.rooms;
  }

  async #readSettings(): Promise<readonly WaitingRoomRow[]> {
    try {
      const rooms = await selectWaitingRooms(this.#parts.database);
      this.#settings = { rooms, readAtMs: Date.now() };
      return rooms;
    } finally {
      this.#reading = null;
    }
  }

  #nowMs(): number {
    return this.#parts.clock.now().getTime();
  }
}

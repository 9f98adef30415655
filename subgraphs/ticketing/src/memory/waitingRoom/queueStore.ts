/**
 * Where the positions of waiting rooms are kept. Two implementations behave alike: Redis, for any number of processes, and one
 * inside the process, good for one process only. Losing it pauses admission; admissions that were given work without it,
 * and positions come back with the signed positions that the fans hold.
 */
export interface QueueStore {
  /** Takes a position, or finds the one that the member has. */
  join(room: string, member: string, joining: Joining): Promise<QueueStatus>;
  /** The member's status; null when it has none. Finding that it was called starts its time. */
  find(room: string, member: string, nowMs: number): Promise<QueueStatus | null>;
  /** Takes a called member whose time is over out, so that it can join anew. */
  forget(room: string, member: string): Promise<void>;
  /** Calls those whose turn it is by now. */
  call(room: string, pace: Pace): Promise<QueueCounts>;
  close(): Promise<void>;
}

export interface Joining {
  readonly nowMs: number;
  readonly opensAtMs: number;
  /** The position that chance gives when the room has not opened yet: 0 or more, below {@link lateFrom}. */
  readonly chance: number;
  /** The position that a signed position proves; null where there is none. */
  readonly proven: number | null;
  /** When everything about the room may be forgotten. */
  readonly forgetAtMs: number;
}

/** Positions from here on are those of latecomers, in the order of coming. Below are the positions at random. */
export const lateFrom = 2 ** 40;

export type QueueStatus =
  | {
      readonly kind: 'waiting';
      readonly position: number;
      /** How many wait with better positions. */
      readonly ahead: number;
      /** How many had been called when this was found, for reckoning on without asking. */
      readonly called: number;
    }
  | {
      readonly kind: 'called';
      /** When the member first heard of it. */
      readonly heardAtMs: number;
    };

export interface Pace {
  readonly nowMs: number;
  readonly opensAtMs: number;
  readonly perMinute: number;
  readonly paused: boolean;
  /** When everything about the room may be forgotten. */
  readonly forgetAtMs: number;
}

export interface QueueCounts {
  readonly called: number;
  readonly waiting: number;
}

/** After a silence (a restart, a lost store) no more than this is made up for, so that nobody is let through in a flood. */
export const catchUpMs = 5_000;
/**
 * A last call that lies further ahead means that the clock was set back, as when a demonstration is started again: calling
 * goes on from now, instead of waiting until that time has come again.
 */
export const clockSetBackMs = 5_000;
/** Called at once at most. */
export const callsMax = 10_000;

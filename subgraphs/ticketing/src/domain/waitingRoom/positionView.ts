import type { QueueStatus } from '../../memory/waitingRoom/queueStore.ts';
import type { WaitingRoomRow } from '../../sql/waitingRoom/waitingRooms.ts';
import { type HeldPosition, signAdmission } from './position.ts';
import type { TokenSigner } from './signedTokens.ts';

/** A position as its fan sees it. */
export interface PositionView {
  readonly kind: 'Position';
  readonly room: WaitingRoomRow;
  readonly position: string;
  readonly state: 'WAITING' | 'ADMITTED' | 'OVER';
  /** Null before the opening, when positions are not given yet, and after admission. */
  readonly ahead: number | null;
  readonly estimatedSeconds: number | null;
  readonly admission: string | null;
  readonly admissionExpiresAt: Date | null;
}

export type PositionOutcome =
  | PositionView
  | { readonly kind: 'NotOpen'; readonly gathersFrom: Date | null }
  | { readonly kind: 'PositionRefused' }
  /** The store doesn't answer. */
  | { readonly kind: 'Unavailable' };

export type RoomState = 'CLOSED' | 'GATHERING' | 'OPEN' | 'PAUSED' | 'ENDED';

const minuteMs = 60_000;

/** When a room begins to take people in. */
export function gathersFrom({ opensAt, leadMinutes }: WaitingRoomRow): Date {
  return new Date(opensAt.getTime() - leadMinutes * minuteMs);
}

/** What a room does at a moment. */
export function roomState(room: WaitingRoomRow, nowMs: number): RoomState {
  if (nowMs >= room.closesAt.getTime()) return 'ENDED';
  if (nowMs < gathersFrom(room).getTime()) return 'CLOSED';
  if (nowMs < room.opensAt.getTime()) return 'GATHERING';
  return room.paused ? 'PAUSED' : 'OPEN';
}

/**
 * A status as its fan sees it. `called` is how many the room has called by now: those who were ahead and have been called
 * since the status was looked up are ahead no more.
 */
export function viewPosition(
  signer: TokenSigner,
  room: WaitingRoomRow,
  held: HeldPosition,
  status: QueueStatus,
  called: number,
  nowMs: number,
): PositionView {
  if (status.kind === 'called') return viewCalled(signer, room, held, status.heardAtMs, nowMs);
  const state = roomState(room, nowMs);
  const ahead = Math.max(0, status.ahead - Math.max(0, called - status.called));
  return {
    kind: 'Position',
    room,
    position: held.token,
    state: 'WAITING',
    ahead: state === 'GATHERING' ? null : ahead,
    estimatedSeconds: state === 'OPEN' ? Math.ceil((ahead * 60) / room.admissionsPerMinute) : null,
    admission: null,
    admissionExpiresAt: null,
  };
}

function viewCalled(
  signer: TokenSigner,
  room: WaitingRoomRow,
  held: HeldPosition,
  heardAtMs: number,
  nowMs: number,
): PositionView {
  const expiresAtMs = heardAtMs + room.admissionMinutes * minuteMs;
  const isOver = expiresAtMs <= nowMs;
  return {
    kind: 'Position',
    room,
    position: held.token,
    state: isOver ? 'OVER' : 'ADMITTED',
    ahead: null,
    estimatedSeconds: null,
    admission: isOver ? null : signAdmission(signer, { room: room.room, fanId: held.fanId, expiresAtMs }),
    admissionExpiresAt: isOver ? null : new Date(expiresAtMs),
  };
}

/** How long a watched position need not be published again: those far back see their number move in larger steps. */
export function quietMs(ahead: number | null): number {
  if (ahead === null || ahead < 200) return 0;
  return ahead < 5_000 ? 3_000 : 10_000;
}

import type { Standing } from '../../memory/waitingRoom/queueStore.ts';
import type { WaitingRoomRow } from '../../sql/waitingRoom/waitingRooms.ts';
import { type Position, signAdmission, signPosition } from './position.ts';
import type { TokenSigner } from './signedTokens.ts';

/** What a fan is told about a place. */
export interface PlaceView {
  readonly kind: 'Place';
  readonly room: WaitingRoomRow;
  readonly position: string;
  readonly state: 'WAITING' | 'ADMITTED' | 'OVER';
  /** Null before the opening, when places are not given yet, and after admission. */
  readonly ahead: number | null;
  readonly estimatedSeconds: number | null;
  readonly admission: string | null;
  readonly admissionExpiresAt: Date | null;
}

export type PlaceOutcome =
  | PlaceView
  | { readonly kind: 'NotOpen'; readonly gathersFrom: Date | null }
  | { readonly kind: 'PositionRefused' }
  /** The store doesn't answer. */
  | { readonly kind: 'Unavailable' };

export type RoomState = 'CLOSED' | 'GATHERING' | 'OPEN' | 'PAUSED' | 'ENDED';

const MINUTE_MS = 60_000;

/** When a room begins to take people in. */
export function gathersFrom({ opensAt, leadMinutes }: WaitingRoomRow): Date {
  return new Date(opensAt.getTime() - leadMinutes * MINUTE_MS);
}

/** What a room does at a moment. */
export function roomState(room: WaitingRoomRow, nowMs: number): RoomState {
  if (nowMs >= room.closesAt.getTime()) return 'ENDED';
  if (nowMs < gathersFrom(room).getTime()) return 'CLOSED';
  if (nowMs < room.opensAt.getTime()) return 'GATHERING';
  return room.paused ? 'PAUSED' : 'OPEN';
}

/**
 * A standing as its fan sees it. `called` is how many the room has called by now: those who were ahead and have been called
 * since the standing was looked up are ahead no more.
 */
export function viewPlace(
  signer: TokenSigner,
  room: WaitingRoomRow,
  position: Position,
  standing: Standing,
  called: number,
  nowMs: number,
): PlaceView {
  const token = signPosition(signer, position);
  if (standing.kind === 'called') return viewCalled(signer, room, position, token, standing.heardAtMs, nowMs);
  const state = roomState(room, nowMs);
  const ahead = Math.max(0, standing.ahead - Math.max(0, called - standing.called));
  return {
    kind: 'Place',
    room,
    position: token,
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
  position: Position,
  token: string,
  heardAtMs: number,
  nowMs: number,
): PlaceView {
  const expiresAtMs = heardAtMs + room.admissionMinutes * MINUTE_MS;
  const isOver = expiresAtMs <= nowMs;
  return {
    kind: 'Place',
    room,
    position: token,
    state: isOver ? 'OVER' : 'ADMITTED',
    ahead: null,
    estimatedSeconds: null,
    admission: isOver ? null : signAdmission(signer, { room: room.room, fanId: position.fanId, expiresAtMs }),
    admissionExpiresAt: isOver ? null : new Date(expiresAtMs),
  };
}

/** How long a watched place need not be told of again: those far back see their number move in larger steps. */
export function quietMs(ahead: number | null): number {
  if (ahead === null || ahead < 200) return 0;
  return ahead < 5_000 ? 3_000 : 10_000;
}

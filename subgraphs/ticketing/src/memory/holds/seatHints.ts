import type { Database } from '@games/postgres';
import type { Chart } from '../../domain/seating/chart.ts';
import { firstUuidOf } from '../../domain/uuid.ts';
import { selectAllocatedBlocks, selectHoldsSince, selectOccupiedSeats } from '../../sql/holds/seatHints.ts';
import { SessionSeats } from './sessionSeats.ts';
import { createShareOfRows, type Share } from './shareOfRows.ts';

/** What other processes have held is not looked for more often. */
const catchUpEveryMs = 100;
/** A whole reading is never repeated sooner. */
const reloadEveryMs = 1_000;
/** Holds that were begun before our last look and committed after it. */
const overlapMs = 1_000;
const sessionsMax = 64;

/** The seats of one session for one allocation, as this process believes them to be. */
export interface SeatHint {
  readonly seats: SessionSeats;
  /** Which rows this process proposes first; null when it is the only one that sells. */
  share(): Share | null;
  /** Reads what other processes have held since the last look, unless that was a moment ago. */
  catchUp(): Promise<void>;
  /** Reads everything anew, unless that was done a moment ago. Returns whether it was done. */
  reload(): Promise<boolean>;
}

export interface SeatHints {
  /** The hint for a session and allocation; read from the database when it is first asked for. */
  of(chart: Chart, sessionId: number, allocationId: number): Promise<SeatHint>;
  /** Marks in all hints of a session that there are that seats are held until a moment. */
  markHeld(sessionId: number, seatNos: readonly number[], freeAtMs: number): void;
  /** Marks in all hints of a session that there are that seats have come free. */
  markFree(sessionId: number, seatNos: readonly number[]): void;
}

/** Hints are kept for the sessions asked for last. */
export function createSeatHints(database: Database): SeatHints {
  const shares = createShareOfRows(database);
  const hints = new Map<string, { readonly sessionId: number; readonly hint: Promise<SeatHint> }>();
  const loaded = new Map<number, Set<SeatHint>>();

  const load = async (chart: Chart, sessionId: number, allocationId: number): Promise<SeatHint> => {
    await shares.refresh();
    const hint = await createHint(database, chart, sessionId, allocationId, () => shares.current());
    const ofSession = loaded.get(sessionId) ?? new Set();
    loaded.set(sessionId, ofSession.add(hint));
    return hint;
  };
  const forgetOldest = (): void => {
    const [key, oldest] = hints.entries().next().value as [string, { readonly sessionId: number }];
    hints.delete(key);
    loaded.delete(oldest.sessionId);
  };

  return {
    of(chart, sessionId, allocationId) {
      const key = `${sessionId} ${allocationId}`;
      const known = hints.get(key);
      if (known) {
        hints.delete(key);
        hints.set(key, known);
        return known.hint;
      }
      const hint = load(chart, sessionId, allocationId);
      hints.set(key, { sessionId, hint });
      hint.catch(() => hints.delete(key));
      if (hints.size > sessionsMax) forgetOldest();
      return hint;
    },
    markHeld(sessionId, seatNos, freeAtMs) {
      for (const { seats } of loaded.get(sessionId) ?? []) for (const seatNo of seatNos) seats.hold(seatNo, freeAtMs);
    },
    markFree(sessionId, seatNos) {
      for (const { seats } of loaded.get(sessionId) ?? []) for (const seatNo of seatNos) seats.free(seatNo);
    },
  };
}

async function createHint(
  database: Database,
  chart: Chart,
  sessionId: number,
  allocationId: number,
  currentShare: () => Share,
): Promise<SeatHint> {
  let seats = await readSeats(database, chart, sessionId, allocationId);
  let readAtMs = Date.now();
  let lookedAtMs = readAtMs;
  let catchingUp: Promise<void> | null = null;
  let reloading: Promise<void> | null = null;

  const look = async (): Promise<void> => {
    const firstId = firstUuidOf(lookedAtMs - overlapMs);
    lookedAtMs = Date.now();
    for (const { seatNos, expiresAt } of await selectHoldsSince(database, sessionId, firstId)) {
      for (const seatNo of seatNos) seats.hold(seatNo, expiresAt.getTime());
    }
  };
  return {
    get seats() {
      return seats;
    },
    share: () => {
      const share = currentShare();
      return share.of === 1 ? null : share;
    },
    catchUp: async () => {
      if (catchingUp === null && Date.now() - lookedAtMs < catchUpEveryMs) return;
      catchingUp ??= look().finally(() => {
        catchingUp = null;
      });
      await catchingUp;
    },
    reload: async () => {
      if (reloading === null && Date.now() - readAtMs < reloadEveryMs) return false;
      reloading ??= readSeats(database, chart, sessionId, allocationId)
        .then((fresh) => {
          seats = fresh;
          readAtMs = Date.now();
          lookedAtMs = readAtMs;
        })
        .finally(() => {
          reloading = null;
        });
      await reloading;
      return true;
    },
  };
}

async function readSeats(
  database: Database,
  chart: Chart,
  sessionId: number,
  allocationId: number,
): Promise<SessionSeats> {
  const [occupied, blocks] = await Promise.all([
    selectOccupiedSeats(database, sessionId),
    selectAllocatedBlocks(database, sessionId),
  ]);
  const seats = new SessionSeats(chart);
  const allocationOf = new Map(blocks.map((block) => [block.blockNo, block.allocationId]));
  for (const { blockNo, firstSeat, lastSeat } of chart.rows) {
    if ((allocationOf.get(blockNo) ?? 1) === allocationId) continue;
    for (let seatNo = firstSeat; seatNo <= lastSeat; seatNo += 1) seats.close(seatNo);
  }
  for (const { state, seatNos, freeAtMs } of occupied) {
    const times = state === 'HELD' ? (freeAtMs ?? '').split(',').map(Number) : [];
    seatNos.split(',').forEach((seatNo, index) => {
      if (state === 'HELD') seats.hold(Number(seatNo), times[index] as number);
      else seats.close(Number(seatNo));
    });
  }
  return seats;
}

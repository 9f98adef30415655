import type { Random, World } from '@games/demonstration';
import type { Transaction } from '@games/postgres';
import { allocationNo } from '../src/sql/sales/allocations.ts';
import { copyLines } from '../src/sql/seating/insertPlans.ts';
import type { LayoutBlock, LayoutRow } from './planLayout.ts';
import type { SeededSession } from './sessions.ts';
import { countSoldElsewhere, insertAllocation, sellAreaPlaces } from './sql/soldElsewhere.ts';

/** Seats that the seed has left free, per session: rows from which purchases can be made. */
export type FreeRows = ReadonlyMap<number, readonly (LayoutRow & { readonly categoryNo: number })[]>;

interface Allocations {
  readonly organisations: number;
  readonly hospitality: number;
}

/** Of a block that is sold seat by seat: how much less than the session's demand its share is. */
const looseShare = 0.45;
/** A row with fewer seats than this is left to purchases as it is. */
const freeRowsKept = 40;

/**
 * What was sold in the phases before this platform, on the platform of another organiser, or to tour operators: whole
 * blocks as blocks, the rest seat by seat; besides, blocks that are set aside for organisations and hospitality. Of each
 * session so much as the demand for it makes plausible.
 */
export async function seedSoldElsewhere(
  tx: Transaction,
  world: World,
  sessions: readonly SeededSession[],
  onShare: (share: number) => void,
): Promise<FreeRows> {
  const allocations = {
    organisations: await insertAllocation(tx, 'ORGANISATIONS', 'Organisations and their guests', 'ORGANISATION'),
    hospitality: await insertAllocation(tx, 'HOSPITALITY', 'Hospitality', 'HOSPITALITY'),
  };
  const random = world.random('tickets sold');
  const free = new Map<number, (LayoutRow & { categoryNo: number })[]>();
  const blocks: [number, number, number][] = [];
  const areas: { readonly sessionId: number; readonly blockNo: number; readonly share: number }[] = [];
  const seats = function* (): Generator<(string | number | null)[]> {
    for (const [index, session] of sessions.entries()) {
      const demand = demandFor(session, world.now, random);
      const freeRows: (LayoutRow & { categoryNo: number })[] = [];
      for (const block of session.layout.blocks) {
        const whole = wholeBlock(block, demand, allocations, random);
        if (whole !== null) blocks.push([session.id, block.blockNo, whole]);
        else if (block.kind === 'GENERAL_ADMISSION') {
          areas.push({ sessionId: session.id, blockNo: block.blockNo, share: demand * random.next() });
        } else yield* looseSeats(session.id, block, demand * looseShare, random, freeRows);
      }
      free.set(session.id, freeRows);
      if (index % 20 === 0) onShare(index / sessions.length);
    }
  };
  await tx.copyFrom(
    'copy seat_occupancy (session_id, seat_no, state, category_no, allocation_id) from stdin',
    copyLines(seats()),
  );
  await tx.copyFrom('copy session_block (session_id, block_no, allocation_id) from stdin', copyLines(blocks));
  await sellAreaPlaces(tx, areas);
  await countSoldElsewhere(tx);
  return free;
}

/** The share of a session that is sold, 0 to 1: finals and ceremonies sell out, the past has sold more than the future. */
function demandFor(session: SeededSession, now: string, random: Random): number {
  const isFinal = session.kind === 'CEREMONY' || /final/.test(session.name);
  const usual = isFinal ? 0.97 : 0.8;
  const isOver = Date.parse(session.end) < Date.parse(now);
  const share = random.normal(isOver ? usual + 0.02 : usual - 0.05, 0.06);
  return Math.min(0.995, Math.max(0.3, share));
}

/** The allocation that has a whole block, or null when its places are sold one by one. */
function wholeBlock(block: LayoutBlock, demand: number, allocations: Allocations, random: Random): number | null {
  const lot = random.next();
  if (block.categoryNo === 1 && lot < 0.15) return allocations.hospitality;
  if (block.categoryNo === 2 && lot < 0.12) return allocations.organisations;
  return random.next() < demand ? allocationNo.elsewhere : null;
}

/** Groups of one to six neighbours, with gaps between them, until the share is reached row by row. */
function* looseSeats(
  sessionId: number,
  block: LayoutBlock,
  share: number,
  random: Random,
  free: (LayoutRow & { categoryNo: number })[],
): Generator<(string | number | null)[]> {
  for (const row of block.rows) {
    if (random.next() > share * 1.6) {
      if (free.length < freeRowsKept) free.push({ ...row, categoryNo: block.categoryNo });
      continue;
    }
    let at = random.whole(0, 4);
    while (at < row.count) {
      const last = Math.min(row.count, at + random.whole(1, 6));
      for (; at < last; at += 1) {
        const seatNo = row.firstSeat + at;
        if (!row.skipped.has(seatNo)) yield [sessionId, seatNo, 'SOLD', block.categoryNo, allocationNo.elsewhere];
      }
      at += random.next() < 0.6 ? 0 : random.whole(2, 6);
    }
  }
}

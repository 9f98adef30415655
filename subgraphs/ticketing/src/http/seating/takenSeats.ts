import type { Queryable } from '@games/postgres';
import type { Chart } from '../../domain/seating/chart.ts';
import { selectBlocksSetAside, selectTakenSeatLists } from '../../sql/seating/seatMap.ts';
import type { TakenSeats, TakenState } from './seatColours.ts';

/** What is not free in a session at this moment: taken seats, and whole blocks that are set aside. */
export async function readTakenSeats(db: Queryable, chart: Chart, sessionId: number): Promise<TakenSeats> {
  const [lists, aside] = await Promise.all([selectTakenSeatLists(db, sessionId), selectBlocksSetAside(db, sessionId)]);
  const taken = new Map<number, TakenState>();
  const blocks = new Map(aside.map(({ blockNo, state }) => [blockNo, state]));
  for (const row of chart.rows) {
    const state = blocks.get(row.blockNo);
    if (state === undefined) continue;
    for (let seatNo = row.firstSeat; seatNo <= row.lastSeat; seatNo += 1) taken.set(seatNo, state);
  }
  for (const { state, seatNos } of lists) {
    for (const seatNo of seatNos.split(',')) taken.set(Number(seatNo), state);
  }
  return taken;
}

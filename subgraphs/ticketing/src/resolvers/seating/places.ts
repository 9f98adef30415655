import type { TicketingContext } from '../../context.ts';
import { pairKey } from '../../domain/pairKey.ts';
import type { BlockRow, PlacedSeat } from '../../sql/seating/seatingPlans.ts';
import { categoryOf } from './seating.ts';

/** A place of a plan: a numbered seat, or one of a block's places. */
export interface Place {
  readonly planId: number;
  readonly seatNo: number | null;
  readonly blockNo: number | null;
  readonly categoryNo: number;
}

/** The numbered seat of a place, or null. */
export async function seatOf(place: Place, _args: unknown, { loaders }: TicketingContext): Promise<PlacedSeat | null> {
  return place.seatNo === null ? null : loaders.seat.load(pairKey(place.planId, place.seatNo));
}

/** The block of a place. */
export async function blockOf(place: Place, args: unknown, context: TicketingContext): Promise<BlockRow> {
  const blockNo = place.blockNo ?? (await seatOf(place, args, context))?.blockNo;
  const blocks = await context.loaders.blocksOfPlan.load(place.planId);
  return blocks.find((block) => block.blockNo === blockNo) as BlockRow;
}

/** The code of a place's category. */
export async function categoryCodeOf(place: Place, _args: unknown, context: TicketingContext): Promise<string> {
  return (await categoryOf(context, place.planId, place.categoryNo))?.code ?? '';
}

import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { decodeId, encodeId, loadReference } from '@games/subgraph';
import type { TicketingContext } from '../../context.ts';
import { pairKey } from '../../domain/pairKey.ts';
import { encodeSeatId } from '../../domain/seating/seatId.ts';
import type { CategoryRow } from '../../sql/seating/seatingPlans.ts';

/** A category of a plan by its number; null where the number is null. */
export async function categoryOf(
  { loaders }: TicketingContext,
  planId: number,
  categoryNo: number | null,
): Promise<CategoryRow | null> {
  if (categoryNo === null) return null;
  return (await loaders.categoriesOfPlan.load(planId)).find((category) => category.categoryNo === categoryNo) ?? null;
}

export const seatingResolvers: Resolvers = {
  Query: {
    seatingPlan: (_root, { id }, { loaders }) => loaders.planByCode.load(decodeId(id, 'pln')),
  },
  Venue: {
    __resolveReference: ({ code }) => ({ code }),
    id: ({ code }) => encodeId('ven', code),
    seatingPlan: ({ code }, _args, { loaders }) => loaders.planOfVenue.load(code),
  },
  SeatingPlan: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'pln', loaders.planByCode),
    id: ({ code }) => encodeId('pln', code),
    venue: ({ venueCode }) => ({ code: venueCode }),
    seatCount: ({ seatsCount }) => seatsCount,
    categories: ({ id }, _args, { loaders }) => loaders.categoriesOfPlan.load(id),
    blocks: ({ id }, _args, { loaders }) => loaders.blocksOfPlan.load(id),
    block: async ({ id }, { code }, { loaders }) =>
      (await loaders.blocksOfPlan.load(id)).find((block) => block.code === code) ?? null,
    mapPath: ({ code }) => `/seatmap/${code}.svg`,
  },
  SeatCategory: {},
  SeatingBlock: {
    category: ({ planId, categoryNo }, _args, context) => categoryOf(context, planId, categoryNo),
    rows: ({ planId, blockNo }, _args, { loaders }) => loaders.rowsOfBlock.load(pairKey(planId, blockNo)),
    mapPath: ({ planCode, code }) => `/seatmap/${planCode}/${encodeURIComponent(code)}.svg`,
  },
  SeatRow: {
    seats: ({ planId, rowNo }, _args, { loaders }) => loaders.seatsOfRow.load(pairKey(planId, rowNo)),
  },
  Seat: {
    id: ({ planCode, seatNo }) => encodeSeatId(planCode, seatNo),
    position: ({ place }) => place,
    row: ({ rowLabel }) => rowLabel,
    block: ({ blockCode }) => blockCode,
    category: async ({ planId, categoryNo }, _args, context) =>
      (await categoryOf(context, planId, categoryNo)) as CategoryRow,
    companionOf: ({ planCode, companionOf }) => (companionOf === null ? null : encodeSeatId(planCode, companionOf)),
  },
};

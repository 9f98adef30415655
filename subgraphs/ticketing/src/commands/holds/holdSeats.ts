import { ClientError } from '@games/service';
import { companionAlone } from '../../domain/holds/companions.ts';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from '../../domain/holds/seatHoldRequest.ts';
import { type IdempotentRequest, idempotent, type ReplayProblem } from '../../domain/idempotency.ts';
import { hasSeat, rowOfSeat } from '../../domain/seating/chart.ts';
import { newUuid } from '../../domain/uuid.ts';
import type { Sale } from '../../memory/sales/saleCache.ts';
import { allocationNo } from '../../sql/sales/allocations.ts';
import type { Buying, HoldDependencies } from './holdDependencies.ts';
import { type OpenSale, openSale } from './openSale.ts';

export const placesPerHoldMax = 20;

/**
 * Holds the named seats of a session for a fan, all or none. Throws ClientError BAD_USER_INPUT when there are no seats, too
 * many or the same twice, and INVALID_ID when the session has no such seat.
 */
export async function holdSeats(
  dependencies: HoldDependencies,
  buying: Buying,
  sale: Sale,
  seatNos: readonly number[],
): Promise<HoldOutcome | ReplayProblem> {
  const chosen = checkSeats(sale, seatNos);
  const content = { session: sale.session.code, seats: chosen };
  const idempotency = idempotent(buying.fanId, buying.idempotencyKey, 'holdSeats', content);
  const alone = companionAlone(sale.chart, chosen);
  if (alone !== null) return saveRefusal(dependencies, idempotency, { kind: 'CompanionAlone', seatNo: alone });
  const allocationId = allocationOfSeats(sale, chosen);
  const categoryNos = chosen.map((seatNo) => sale.chart.category[seatNo] as number);
  const open = await openSale(dependencies, sale, buying, { categoryNos, allocationId });
  if (open.kind !== 'Open') return saveRefusal(dependencies, idempotency, open);
  const request = toRequest(sale, open, { idempotency, fanId: buying.fanId, seatNos: chosen, allocationId });
  const { outcome, expiresAt } = await dependencies.seatHolds.submit(request);
  if (expiresAt !== null) dependencies.hints.markHeld(sale.session.id, chosen, expiresAt.getTime());
  return outcome;
}

function checkSeats({ chart }: Sale, seatNos: readonly number[]): number[] {
  if (seatNos.length < 1 || seatNos.length > placesPerHoldMax) {
    throw new ClientError('BAD_USER_INPUT', `A hold has from 1 to ${placesPerHoldMax} seats.`);
  }
  const chosen = [...new Set(seatNos)].sort((a, b) => a - b);
  if (chosen.length < seatNos.length) throw new ClientError('BAD_USER_INPUT', 'A seat was named twice.');
  if (!chosen.every((seatNo) => hasSeat(chart, seatNo))) {
    throw new ClientError('INVALID_ID', 'This is not the id of a seat of this session.');
  }
  return chosen;
}

/** The allocation that all the seats belong to; seats of several are asked for as the public's, and refused as such. */
function allocationOfSeats({ chart, allocationOf }: Sale, seatNos: readonly number[]): number {
  const found = new Set(seatNos.map((seatNo) => allocationOf.get(rowOfSeat(chart, seatNo).blockNo) ?? 1));
  const [only = allocationNo.public] = found;
  return found.size === 1 && only !== allocationNo.elsewhere ? only : allocationNo.public;
}

/** What is asked of the batch, with price and category fixed seat by seat. */
export function toRequest(
  { session, chart, prices, rules }: Sale,
  { phase, limits, at }: OpenSale,
  chosen: {
    readonly idempotency: IdempotentRequest;
    readonly fanId: string;
    readonly seatNos: readonly number[];
    readonly allocationId: number;
  },
): SeatHoldRequest {
  const categories = chosen.seatNos.map((seatNo) => chart.category[seatNo] as number);
  return {
    ...chosen,
    ...limits,
    holdId: newUuid(),
    at,
    sessionId: session.id,
    phaseId: phase.id,
    holdSeconds: rules.holdSeconds,
    currency: session.currency,
    categories,
    blockNos: chosen.seatNos.map((seatNo) => rowOfSeat(chart, seatNo).blockNo),
    pricesMinor: categories.map((categoryNo) => priceOf(prices, categoryNo)),
    conflictsAreFinal: true,
  };
}

/** The face value of a category. Throws ClientError BAD_USER_INPUT where the session has no price for it. */
export function priceOf(prices: Sale['prices'], categoryNo: number): bigint {
  const price = prices.get(categoryNo);
  if (price === undefined) throw new ClientError('BAD_USER_INPUT', 'This category is not sold for this session.');
  return price;
}

/** Writes a refusal under its key, or answers with what the key was used for before. */
export function saveRefusal(
  { refusals }: Pick<HoldDependencies, 'refusals'>,
  idempotency: IdempotentRequest,
  outcome: HoldOutcome,
): Promise<HoldOutcome | ReplayProblem> {
  return refusals.submit({ request: idempotency, outcome });
}

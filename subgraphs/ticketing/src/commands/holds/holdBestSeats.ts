import { ClientError } from '@games/service';
import type { HoldOutcome, SeatConflict } from '../../domain/holds/holdOutcome.ts';
import { type IdempotentRequest, idempotent, type ReplayProblem } from '../../domain/idempotency.ts';
import type { SeatHint } from '../../memory/holds/seatHints.ts';
import type { SeatCriteria } from '../../memory/holds/sessionSeats.ts';
import type { Share } from '../../memory/holds/shareOfRows.ts';
import type { Sale } from '../../memory/sales/saleCache.ts';
import { allocationNo } from '../../sql/sales/allocations.ts';
import type { Buying, HoldDependencies } from './holdDependencies.ts';
import { placesPerHoldMax, saveRefusal, toRequest } from './holdSeats.ts';
import { type OpenSale, openSale } from './openSale.ts';

/** Proposals that one request may lose to other processes before it is refused. */
const attemptsMax = 12;

/**
 * Holds the best seats that fit the criteria: neighbours, never split, no single seats left where that can be avoided; or
 * wheelchair places in one row with their companions. Seats are proposed from memory and decided in the database: a
 * proposal that lost the race is learned from and replaced.
 * Throws ClientError BAD_USER_INPUT when the numbers of places make no sense.
 */
export async function holdBestSeats(
  dependencies: HoldDependencies,
  buying: Buying,
  sale: Sale,
  criteria: SeatCriteria,
  allocationId: number = allocationNo.public,
): Promise<HoldOutcome | ReplayProblem> {
  assertCriteria(criteria);
  const content = { session: sale.session.code, allocationId, ...criteria };
  const idempotency = idempotent(buying.fanId, buying.idempotencyKey, 'holdBestSeats', content);
  const open = await openSale(dependencies, sale, buying, { categoryNos: [criteria.categoryNo], allocationId });
  if (open.kind !== 'Open') return saveRefusal(dependencies, idempotency, open);
  const hint = await dependencies.hints.of(sale.chart, sale.session.id, allocationId);
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const seatNos = await takeProposal(hint, criteria, sale.rules.holdSeconds);
    if (seatNos === null) break;
    const outcome = await tryToHold(dependencies, sale, open, hint, { idempotency, seatNos, allocationId, buying });
    if (outcome !== null) return outcome;
  }
  const { free, held } = hint.seats.count(criteria.categoryNo);
  return saveRefusal(dependencies, idempotency, { kind: 'NotEnoughPlaces', freePlaces: free, heldPlaces: held });
}

function assertCriteria(criteria: SeatCriteria): void {
  const places = criteria.kind === 'TOGETHER' ? criteria.quantity : criteria.wheelchairs + criteria.companions;
  if (places < 1 || places > placesPerHoldMax) {
    throw new ClientError('BAD_USER_INPUT', `A hold has from 1 to ${placesPerHoldMax} seats.`);
  }
  if (
    criteria.kind === 'ACCESSIBLE' &&
    (criteria.wheelchairs < 1 || criteria.companions < 0 || criteria.companions > criteria.wheelchairs)
  ) {
    throw new ClientError('BAD_USER_INPUT', 'A wheelchair place has one companion at most.');
  }
}

/**
 * A proposal from memory: from the rows that this process sells first; then from all rows, with what other processes have
 * held in the meantime; before giving up the seats are read anew.
 */
async function takeProposal(
  hint: SeatHint,
  criteria: SeatCriteria,
  holdSeconds: number,
): Promise<readonly number[] | null> {
  const take = (share: Share | null) => hint.seats.take(criteria, Date.now() + holdSeconds * 1_000, share);
  const share = hint.share();
  if (share !== null) {
    const own = take(share);
    if (own !== null) return own;
    await hint.catchUp();
  }
  return take(null) ?? ((await hint.reload()) ? take(null) : null);
}

interface Attempt {
  readonly idempotency: IdempotentRequest;
  readonly seatNos: readonly number[];
  readonly allocationId: number;
  readonly buying: Buying;
}

/** Tries to hold seats that were taken in memory. Null when it lost the race and another proposal should be tried. */
async function tryToHold(
  dependencies: HoldDependencies,
  sale: Sale,
  open: OpenSale,
  hint: SeatHint,
  { idempotency, seatNos, allocationId, buying }: Attempt,
): Promise<HoldOutcome | ReplayProblem | null> {
  const { seats } = hint;
  const request = {
    ...toRequest(sale, open, { idempotency, fanId: buying.fanId, seatNos, allocationId }),
    conflictsAreFinal: false,
  };
  const { outcome, expiresAt } = await dependencies.seatHolds.submit(request).catch((error) => {
    for (const seatNo of seatNos) seats.free(seatNo);
    throw error;
  });
  if (expiresAt !== null) return outcome;
  for (const seatNo of seatNos) seats.free(seatNo);
  if (outcome.kind !== 'SeatsUnavailable') return outcome;
  learn(hint, outcome.conflicts);
  await hint.catchUp();
  return null;
}

function learn({ seats }: SeatHint, conflicts: readonly SeatConflict[]): void {
  for (const { seatNo, freeAt } of conflicts) {
    if (freeAt === null) seats.close(seatNo);
    else seats.hold(seatNo, Date.parse(freeAt));
  }
}

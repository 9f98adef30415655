import type { Database, Transaction } from '@games/postgres';
import type { HoldOutcome, SeatConflict } from '../../domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from '../../domain/holds/seatHoldRequest.ts';
import { type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { giveBackAllowances } from '../../sql/holds/allowances.ts';
import { type ClaimRow, claimSeats, conflictsOf, unclaimSeats } from '../../sql/holds/claimSeats.ts';
import { expireHoldsOfFans } from '../../sql/holds/endHolds.ts';
import { type ClaimedHold, type KeptRow, keepHolds, unkeepHolds } from '../../sql/holds/keepHolds.ts';
import { findKey, keepOutcomes } from '../../sql/idempotencyKeys.ts';
import { limitReached } from '../../steps/holds/limitReached.ts';

/** How one request of a batch ended. */
export interface SeatHoldEnd {
  readonly outcome: HoldOutcome | ReplayProblem;
  /** Of a hold that was made by this request: until when. */
  readonly expiresAt: Date | null;
}

/** A batch under way: what has ended, and what was refused but is not written down yet. Requests are named by index. */
interface Batch {
  readonly tx: Transaction;
  readonly requests: readonly SeatHoldRequest[];
  readonly ends: SeatHoldEnd[];
  readonly refusals: { readonly index: number; readonly outcome: HoldOutcome }[];
}

/**
 * Holds named seats for many fans in one transaction: each request gets all of its seats or none. The requests of a batch
 * must not share a fan or a seat. Claiming comes first, as it decides; what can not be kept then is unclaimed again before
 * the transaction ends, so that nobody ever sees half a hold.
 */
export function holdNamedSeats(
  database: Database,
  requests: readonly SeatHoldRequest[],
): Promise<readonly SeatHoldEnd[]> {
  return database.transaction(async (tx) => {
    const batch: Batch = { tx, requests, ends: [], refusals: [] };
    const claimed = await claim(batch);
    const withoutRoom = await keepWithinLimits(batch, claimed);
    await refuseLimited(batch, await retryAfterExpiry(batch, withoutRoom));
    await writeRefusals(batch);
    return batch.ends;
  });
}

const end = (outcome: SeatHoldEnd['outcome'], expiresAt: Date | null = null): SeatHoldEnd => ({ outcome, expiresAt });
const pick = ({ requests }: Batch, indices: readonly number[]): SeatHoldRequest[] =>
  indices.map((index) => requests[index] as SeatHoldRequest);

/** Claims what is free; ends or refuses all others. Returns the requests that have all their seats. */
async function claim(batch: Batch): Promise<number[]> {
  const won: number[] = [];
  const outrun: number[] = [];
  for (const row of await claimSeats(batch.tx, batch.requests)) {
    const request = batch.requests[row.ix] as SeatHoldRequest;
    if (row.claimed === request.seatNos.length) won.push(row.ix);
    else if (row.keyCommand !== null) batch.ends[row.ix] = end(replayOf(request, row));
    else if (row.sessionState !== 'SCHEDULED') refuse(batch, row.ix, { kind: 'SessionCancelled' });
    else if (row.conflicts !== null) refuse(batch, row.ix, unavailable(row.conflicts));
    // Nothing stood against it when the statement began, yet it got less than all: somebody was quicker by a moment.
    else outrun.push(row.ix);
  }
  await refuseOutrun(batch, outrun);
  return won;
}

function replayOf(request: SeatHoldRequest, row: ClaimRow): HoldOutcome | ReplayProblem {
  return replay(request.idempotency, {
    command: row.keyCommand as string,
    requestHash: row.keyRequestHash as string,
    outcome: row.keyOutcome,
  });
}

function refuse(batch: Batch, index: number, outcome: HoldOutcome): void {
  const isFinal = outcome.kind !== 'SeatsUnavailable' || (batch.requests[index] as SeatHoldRequest).keepConflicts;
  if (isFinal) batch.refusals.push({ index, outcome });
  else batch.ends[index] = end(outcome);
}

function unavailable(conflicts: NonNullable<ClaimRow['conflicts']>): HoldOutcome {
  const toConflict = ([seatNo, state, freeAt]: (typeof conflicts)[number]): SeatConflict => ({
    seatNo,
    state,
    freeAt: freeAt === null ? null : new Date(freeAt).toISOString(),
  });
  return { kind: 'SeatsUnavailable', conflicts: conflicts.map(toConflict) };
}

async function refuseOutrun(batch: Batch, outrun: readonly number[]): Promise<void> {
  if (outrun.length === 0) return;
  const losers = pick(batch, outrun);
  await unclaimSeats(batch.tx, losers);
  const found = new Map((await conflictsOf(batch.tx, losers)).map(({ ix, conflicts }) => [ix, conflicts]));
  for (const [at, index] of outrun.entries()) refuse(batch, index, unavailable(found.get(at) ?? []));
}

/** Writes holds down within their accounts' limits. Returns those for which there was no room. */
async function keepWithinLimits(batch: Batch, claimed: readonly number[]): Promise<number[]> {
  const fitting = claimed.filter((index) => fitsAnEmptyAccount(batch.requests[index] as SeatHoldRequest));
  const withoutRoom = claimed.filter((index) => !fitting.includes(index));
  if (fitting.length === 0) return withoutRoom;
  const halfCounted: Counted[] = [];
  for (const row of await keepHolds(batch.tx, pick(batch, fitting).map(toClaimed))) {
    const index = fitting[row.ix] as number;
    const request = batch.requests[index] as SeatHoldRequest;
    if (!row.accountRoom || !row.sessionRoom) {
      withoutRoom.push(index);
      halfCounted.push(...countedOf(request, row));
    } else if (row.keyed) {
      batch.ends[index] = end({ kind: 'Held', holdId: request.holdId }, row.expiresAt);
    } else {
      batch.ends[index] = await takeBack(batch.tx, request);
    }
  }
  await giveBackAllowances(batch.tx, halfCounted);
  return withoutRoom;
}

const toClaimed = (request: SeatHoldRequest): ClaimedHold => ({ ...request, blockNo: null, poolNo: null });

/** A request for more than a limit allows at all can not even be tried: its first row would break the CHECK. */
const fitsAnEmptyAccount = ({ seatNos, accountCap, sessionCap }: SeatHoldRequest): boolean =>
  seatNos.length <= accountCap && seatNos.length <= sessionCap;

interface Counted {
  readonly fanId: string;
  readonly sessionId: number;
  readonly quantity: number;
}

/** What the limits have counted of a request: of the account (session 0) and of the session. */
function countedOf(
  { fanId, sessionId, seatNos }: SeatHoldRequest,
  { accountRoom, sessionRoom }: Pick<KeptRow, 'accountRoom' | 'sessionRoom'>,
): Counted[] {
  const quantity = seatNos.length;
  return [
    ...(accountRoom ? [{ fanId, sessionId: 0, quantity }] : []),
    ...(sessionRoom ? [{ fanId, sessionId, quantity }] : []),
  ];
}

/** Another request has used the key since: its outcome counts, and this hold was never there. */
async function takeBack(tx: Transaction, request: SeatHoldRequest): Promise<SeatHoldEnd> {
  await unkeepHolds(tx, [request.holdId]);
  await unclaimSeats(tx, [request]);
  await giveBackAllowances(tx, countedOf(request, { accountRoom: true, sessionRoom: true }));
  return endOfOther(tx, request);
}

/** The end that the request which has used the key before has found. */
async function endOfOther(tx: Transaction, request: SeatHoldRequest): Promise<SeatHoldEnd> {
  const known = await findKey<HoldOutcome>(tx, request.idempotency);
  return end(known === null ? { kind: 'InProgress' } : replay(request.idempotency, known));
}

/** An account may have reached a limit only by holds whose time is over: these are ended, and it is tried once more. */
async function retryAfterExpiry(batch: Batch, withoutRoom: readonly number[]): Promise<readonly number[]> {
  if (withoutRoom.length === 0) return [];
  const fans = pick(batch, withoutRoom).map(({ fanId }) => fanId);
  const expired = await expireHoldsOfFans(batch.tx, fans);
  return expired.length === 0 ? withoutRoom : keepWithinLimits(batch, withoutRoom);
}

async function refuseLimited(batch: Batch, withoutRoom: readonly number[]): Promise<void> {
  if (withoutRoom.length === 0) return;
  await unclaimSeats(batch.tx, pick(batch, withoutRoom));
  for (const index of withoutRoom) {
    const request = batch.requests[index] as SeatHoldRequest;
    refuse(batch, index, await limitReached(batch.tx, request, request.seatNos.length));
  }
}

/** Keeps the refusals under their keys, all at once. */
async function writeRefusals(batch: Batch): Promise<void> {
  const entries = batch.refusals.map(({ index, outcome }) => {
    const request = batch.requests[index] as SeatHoldRequest;
    return { index, request, outcome };
  });
  const written = await keepOutcomes(
    batch.tx,
    entries.map(({ request, outcome }) => ({ request: request.idempotency, outcome })),
  );
  for (const [at, { index, request, outcome }] of entries.entries()) {
    batch.ends[index] = written[at] ? end(outcome) : await endOfOther(batch.tx, request);
  }
}

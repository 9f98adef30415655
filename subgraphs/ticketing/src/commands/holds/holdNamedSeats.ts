import type { Database, Transaction } from '@games/postgres';
import type { HoldOutcome, SeatConflict } from '../../domain/holds/holdOutcome.ts';
import { mustWait } from '../../domain/holds/mustWait.ts';
import type { SeatHoldRequest } from '../../domain/holds/seatHoldRequest.ts';
import { type ReplayProblem, replay } from '../../domain/idempotency.ts';
import { updateAllowancesReleased } from '../../sql/holds/allowances.ts';
import { updateExpiredHoldsOfFans } from '../../sql/holds/endHolds.ts';
import { type ClaimedHold, deleteHolds, type InsertedHoldRow, insertHolds } from '../../sql/holds/insertHolds.ts';
import { type ClaimRow, deleteSeatClaims, insertSeatClaims, selectSeatConflicts } from '../../sql/holds/seatClaims.ts';
import { insertOutcomes, selectKey } from '../../sql/idempotencyKeys.ts';
import { limitReached } from '../../steps/holds/limitReached.ts';

/** The result of one request of a batch. */
export interface SeatHoldResult {
  readonly outcome: HoldOutcome | ReplayProblem;
  /** Of a hold that was made by this request: until when. */
  readonly expiresAt: Date | null;
}

/** A batch under way: its results, and what was refused but is not saved yet. Requests are named by index. */
interface Batch {
  readonly tx: Transaction;
  readonly requests: readonly SeatHoldRequest[];
  readonly results: SeatHoldResult[];
  readonly refusals: { readonly index: number; readonly outcome: HoldOutcome }[];
}

/**
 * Holds named seats for many fans in one transaction: each request gets all of its seats or none. The requests of a batch
 * must not share a fan or a seat. Claiming comes first, as it decides; what can not be inserted then is released again before
 * the transaction ends, so that nobody ever sees half a hold.
 */
export function holdNamedSeats(
  database: Database,
  requests: readonly SeatHoldRequest[],
): Promise<readonly SeatHoldResult[]> {
  return database.transaction(async (tx) => {
    const batch: Batch = { tx, requests, results: [], refusals: [] };
    const claimed = await claim(batch);
    const overLimit = await insertWithinLimits(batch, claimed);
    await rejectLimited(batch, await retryAfterExpiry(batch, overLimit));
    await writeRefusals(batch);
    return batch.results;
  });
}

const result = (outcome: SeatHoldResult['outcome'], expiresAt: Date | null = null): SeatHoldResult => ({
  outcome,
  expiresAt,
});
const pick = ({ requests }: Batch, indices: readonly number[]): SeatHoldRequest[] =>
  indices.map((index) => requests[index] as SeatHoldRequest);

/** Claims what is free; settles or refuses all others. Returns the requests that have all their seats. */
async function claim(batch: Batch): Promise<number[]> {
  const won: number[] = [];
  const lost: number[] = [];
  for (const row of await insertSeatClaims(batch.tx, batch.requests)) {
    const request = batch.requests[row.ix] as SeatHoldRequest;
    if (row.claimed === request.seatNos.length) won.push(row.ix);
    else if (row.keyCommand !== null) batch.results[row.ix] = result(replayOf(request, row));
    else if (row.sessionState !== 'SCHEDULED') refuse(batch, row.ix, { kind: 'SessionCancelled' });
    else if (row.waitUntil !== null) refuse(batch, row.ix, mustWait(row.waitUntil, request.at, Date.now()));
    else if (row.conflicts !== null) refuse(batch, row.ix, unavailable(row.conflicts));
    // Nothing stood against it when the statement began, yet it got less than all: it lost the race.
    else lost.push(row.ix);
  }
  await rejectLosers(batch, lost);
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
  const isFinal = outcome.kind !== 'SeatsUnavailable' || (batch.requests[index] as SeatHoldRequest).conflictsAreFinal;
  if (isFinal) batch.refusals.push({ index, outcome });
  else batch.results[index] = result(outcome);
}

function unavailable(conflicts: NonNullable<ClaimRow['conflicts']>): HoldOutcome {
  const toConflict = ([seatNo, state, freeAt]: (typeof conflicts)[number]): SeatConflict => ({
    seatNo,
    state,
    freeAt: freeAt === null ? null : new Date(freeAt).toISOString(),
  });
  return { kind: 'SeatsUnavailable', conflicts: conflicts.map(toConflict) };
}

async function rejectLosers(batch: Batch, lost: readonly number[]): Promise<void> {
  if (lost.length === 0) return;
  const losers = pick(batch, lost);
  await deleteSeatClaims(batch.tx, losers);
  const found = new Map((await selectSeatConflicts(batch.tx, losers)).map(({ ix, conflicts }) => [ix, conflicts]));
  for (const [at, index] of lost.entries()) refuse(batch, index, unavailable(found.get(at) ?? []));
}

/** Inserts holds within their accounts' limits. Returns those that are over a limit. */
async function insertWithinLimits(batch: Batch, claimed: readonly number[]): Promise<number[]> {
  const fitting = claimed.filter((index) => fitsAnEmptyAccount(batch.requests[index] as SeatHoldRequest));
  const overLimit = claimed.filter((index) => !fitting.includes(index));
  if (fitting.length === 0) return overLimit;
  const halfCounted: Counted[] = [];
  for (const row of await insertHolds(batch.tx, pick(batch, fitting).map(toClaimed))) {
    const index = fitting[row.ix] as number;
    const request = batch.requests[index] as SeatHoldRequest;
    if (!row.accountFits || !row.sessionFits) {
      overLimit.push(index);
      halfCounted.push(...countedOf(request, row));
    } else if (row.keyed) {
      batch.results[index] = result({ kind: 'Held', holdId: request.holdId }, row.expiresAt);
    } else {
      batch.results[index] = await rollBack(batch.tx, request);
    }
  }
  await updateAllowancesReleased(batch.tx, halfCounted);
  return overLimit;
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
  { accountFits, sessionFits }: Pick<InsertedHoldRow, 'accountFits' | 'sessionFits'>,
): Counted[] {
  const quantity = seatNos.length;
  return [
    ...(accountFits ? [{ fanId, sessionId: 0, quantity }] : []),
    ...(sessionFits ? [{ fanId, sessionId, quantity }] : []),
  ];
}

/** Another request has used the key since: its outcome counts, and this hold was never there. */
async function rollBack(tx: Transaction, request: SeatHoldRequest): Promise<SeatHoldResult> {
  await deleteHolds(tx, [request.holdId]);
  await deleteSeatClaims(tx, [request]);
  await updateAllowancesReleased(tx, countedOf(request, { accountFits: true, sessionFits: true }));
  return resultOfOther(tx, request);
}

/** The result of the request that used the key before. */
async function resultOfOther(tx: Transaction, request: SeatHoldRequest): Promise<SeatHoldResult> {
  const known = await selectKey<HoldOutcome>(tx, request.idempotency);
  return result(known === null ? { kind: 'InProgress' } : replay(request.idempotency, known));
}

/** An account may have reached a limit only by holds whose time is over: these are ended, and it is tried once more. */
async function retryAfterExpiry(batch: Batch, overLimit: readonly number[]): Promise<readonly number[]> {
  if (overLimit.length === 0) return [];
  const fans = pick(batch, overLimit).map(({ fanId }) => fanId);
  const expired = await updateExpiredHoldsOfFans(batch.tx, fans);
  return expired.length === 0 ? overLimit : insertWithinLimits(batch, overLimit);
}

async function rejectLimited(batch: Batch, overLimit: readonly number[]): Promise<void> {
  if (overLimit.length === 0) return;
  await deleteSeatClaims(batch.tx, pick(batch, overLimit));
  for (const index of overLimit) {
    const request = batch.requests[index] as SeatHoldRequest;
    refuse(batch, index, await limitReached(batch.tx, request, request.seatNos.length));
  }
}

/** Saves the refusals under their keys, all at once. */
async function writeRefusals(batch: Batch): Promise<void> {
  const entries = batch.refusals.map(({ index, outcome }) => {
    const request = batch.requests[index] as SeatHoldRequest;
    return { index, request, outcome };
  });
  const written = await insertOutcomes(
    batch.tx,
    entries.map(({ request, outcome }) => ({ request: request.idempotency, outcome })),
  );
  for (const [at, { index, request, outcome }] of entries.entries()) {
    batch.results[index] = written[at] ? result(outcome) : await resultOfOther(batch.tx, request);
  }
}

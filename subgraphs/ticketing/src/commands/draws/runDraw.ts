import { type Database, publishEvents, type Transaction } from '@games/postgres';
import { type GamesClock, InternalError } from '@games/service';
import { encodeId } from '@games/subgraph';
import { hashOf, hashOfEntries } from '../../domain/draws/drawOrder.ts';
import { drawResult, type SlotRules } from '../../domain/draws/drawRecord.ts';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import {
  type DrawWithSeed,
  lockDraw,
  selectEntryNames,
  updateDrawDrawn,
  updateDrawPositions,
} from '../../sql/draws/drawLifecycle.ts';

export type RunDrawOutcome =
  | { readonly kind: 'Held'; readonly code: string }
  | { readonly kind: 'NotFound' | 'NotClosed' | 'Final' }
  | { readonly kind: 'BeaconMismatch'; readonly beaconSource: string | null };

const hourMs = 3_600_000;

/**
 * Holds a draw whose list is closed: order and slots, once. Throws InternalError when seed or list are not those that were
 * promised; then nothing is drawn.
 */
export function runDraw(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  code: string,
  beaconValue: string | null,
  staffId: string,
): Promise<RunDrawOutcome> {
  return database.transaction(async (tx): Promise<RunDrawOutcome> => {
    const draw = await lockDraw(tx, code);
    if (draw === null) return { kind: 'NotFound' };
    if (draw.state === 'ANNOUNCED') return { kind: 'NotClosed' };
    if (draw.state === 'DRAWN') return draw.beaconValue === beaconValue ? { kind: 'Held', code } : { kind: 'Final' };
    const { beaconSource, seed } = draw;
    if ((beaconSource === null) !== (beaconValue === null)) return { kind: 'BeaconMismatch', beaconSource };
    const entries = await readPromised(tx, draw);
    const drawnAt = clock.now();
    const slots = slotRules(draw, drawnAt);
    const places = drawResult({ entries, seed, beaconValue, slots });
    await updateDrawDrawn(tx, draw.id, { beaconValue, drawnAt, slots });
    await updateDrawPositions(tx, draw.id, places);
    const subject = encodeId('drw', code);
    const detail = { beaconValue, entries: entries.length };
    await insertAuditLogEntry(tx, staff(staffId), 'draw.held', subject, detail);
    await publishEvents(tx, [{ aggregate: `draw/${code}`, type: 'ticketing.draw.held', payload: { draw: subject } }]);
    return { kind: 'Held', code };
  });
}

async function readPromised(tx: Transaction, draw: DrawWithSeed): Promise<readonly string[]> {
  if (hashOf(draw.seed) !== draw.seedHash)
    throw new InternalError(`The seed of draw ${draw.code} is not the promised one`);
  const entries = await selectEntryNames(tx, draw.id);
  if (hashOfEntries(entries) !== draw.entriesHash) {
    throw new InternalError(`The list of draw ${draw.code} is not the one that was closed`);
  }
  return entries;
}

/** Slots begin with the phase, or on the full hour by which everybody can have been notified in time. */
function slotRules({ opensAt, closesAt, noticeHours, slotHours, slotSize }: DrawWithSeed, now: Date): SlotRules {
  const notifiedMs = Math.ceil((now.getTime() + noticeHours * hourMs) / hourMs) * hourMs;
  return {
    firstOpensAt: new Date(Math.max(opensAt.getTime(), notifiedMs)).toISOString(),
    lastClosesAt: closesAt.toISOString(),
    hours: slotHours,
    size: slotSize,
  };
}

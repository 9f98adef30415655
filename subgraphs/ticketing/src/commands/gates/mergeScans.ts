import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { type Refusal, refusalTexts } from '../../domain/gates/reasons.ts';
import { scanIdOf } from '../../domain/gates/scanId.ts';
import { readTicketCode } from '../../domain/tickets/ticketCode.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { insertScans, lockTickets, type NewScan, selectInvalidScans } from '../../sql/gates/scans.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { settleCheckIns } from '../../steps/gates/settleCheckIns.ts';

/** A scan that a gate decided by itself and reports later. */
export interface OfflineScan {
  readonly nonce: string;
  readonly code: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly deviceTime: Date;
  readonly refusal: Refusal | null;
  readonly forced: boolean;
}

export interface MergeScans {
  readonly deviceId: string;
  readonly session: SessionRow;
  /** What the device's clock shows as it reports: its deviation from ours corrects the times of the scans. */
  readonly deviceNow: Date;
  readonly scans: readonly OfflineScan[];
}

export interface MergeOutcome {
  /** Scans that we had not heard of. */
  readonly merged: number;
}

/** True for a refusal that we know. */
export function isRefusal(text: string): text is Refusal {
  return Object.hasOwn(refusalTexts, text);
}

/**
 * Adds the scans of a gate that was cut off. What the gate did has happened, whatever we would have said: an entry is an
 * entry. When it turns out that a ticket came in twice, that it was not good any more, or that two came in on one
 * seat, the entries stay and a conflict is written down. The end is the
 * same in whichever order, and however often, the gates report.
 */
export async function mergeScans(
  { database, clock, keys }: { readonly database: Database; readonly clock: GamesClock; readonly keys: TicketKeys },
  request: MergeScans,
): Promise<MergeOutcome> {
  const deviationMs = clock.now().getTime() - request.deviceNow.getTime();
  const reported = request.scans.map((scan) => attribute(keys, request, scan, deviationMs));
  const named = [...new Set(reported.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId])))];
  return database.transaction(async (tx) => {
    const existing = await lockTickets(tx, named);
    const scans = reported.map((scan) =>
      scan.ticketId === null || existing.has(scan.ticketId) ? scan : unknown(scan),
    );
    const invalid = await selectInvalidScans(tx, entriesAt(scans, clock));
    const judged = scans.map((scan) => (invalid.has(scan.id) ? { ...scan, wasValid: false } : scan));
    const merged = new Set(await insertScans(tx, judged));
    const passed = scans.filter(({ id, ticketId, refusal }) => merged.has(id) && ticketId !== null && refusal === null);
    await settleCheckIns(tx, [...new Set(passed.map(({ ticketId }) => ticketId as string))]);
    return { merged: merged.size };
  });
}

/** Entries that a gate let in by itself, each with the moment at which it did by our own clock: changes of tickets are kept by that. */
function entriesAt(scans: readonly NewScan[], clock: GamesClock): (NewScan & { readonly at: Date })[] {
  const aheadMs = clock.now().getTime() - Date.now();
  return scans
    .filter(({ ticketId, direction, refusal }) => ticketId !== null && direction === 'ENTRY' && refusal === null)
    .map((scan) => ({ ...scan, at: new Date(scan.scannedAt.getTime() - aheadMs) }));
}

/** Whose scan it was, by the signature: a gate may be wrong, and a thief of its key may lie. */
function attribute(
  keys: TicketKeys,
  { deviceId, session }: MergeScans,
  scan: OfflineScan,
  deviationMs: number,
): NewScan {
  const read = readTicketCode(scan.code, keys.publicKeys);
  const body = read.kind === 'Read' ? read.body : null;
  return {
    id: scanIdOf(deviceId, scan.nonce),
    deviceId,
    nonce: scan.nonce,
    direction: scan.direction,
    sessionId: session.id,
    ticketId: body?.ticketId ?? null,
    ticketVersion: body?.version ?? null,
    refusal: read.kind === 'Unreadable' ? read.reason : scan.refusal,
    forced: scan.forced && body !== null && scan.refusal === null,
    offline: true,
    deviceTime: scan.deviceTime,
    scannedAt: new Date(scan.deviceTime.getTime() + deviationMs),
    wasValid: true,
  };
}

const unknown = (scan: NewScan): NewScan => ({ ...scan, ticketId: null, refusal: 'UNKNOWN_TICKET', forced: false });

import type { Database, Transaction } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { type Judgement, judgeRead } from '../../domain/gates/judgeTicket.ts';
import type { Refusal } from '../../domain/gates/reasons.ts';
import { scanIdOf } from '../../domain/gates/scanId.ts';
import { sessionRotationKey } from '../../domain/tickets/rotatingCode.ts';
import { type ReadTicket, readTicketCode } from '../../domain/tickets/ticketCode.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { selectIsInside } from '../../sql/gates/checkInStatuses.ts';
import { insertScans, selectScansByIds } from '../../sql/gates/scans.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { lockTicket } from '../../sql/tickets/ticketStatus.ts';
import { settleCheckIns } from '../../steps/gates/settleCheckIns.ts';

export interface ScanTicket {
  readonly deviceId: string;
  readonly nonce: string;
  readonly code: string;
  readonly direction: 'ENTRY' | 'EXIT';
  readonly session: SessionRow;
  readonly deviceTime: Date;
  /** Staff at the gate lets the ticket through whatever the judgement, if it can be read at all. */
  readonly force: boolean;
}

export interface ScanOutcome {
  readonly scanId: string;
  readonly refusal: Refusal | null;
  readonly ticketId: string | null;
}

export interface ScanDependencies {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly keys: TicketKeys;
}

/**
 * Decides about one ticket at a gate that is connected. The same scan sent again (device and nonce) is answered as the first
 * time and counts once. Scans of one ticket, and whatever changes the ticket itself, take turns on its row.
 */
export async function scanTicket(dependencies: ScanDependencies, request: ScanTicket): Promise<ScanOutcome> {
  const { database, keys } = dependencies;
  const scanId = scanIdOf(request.deviceId, request.nonce);
  // The signature is checked before any connection is taken: it costs more than the rest.
  const read = readTicketCode(request.code, keys.publicKeys);
  return database.transaction(async (tx): Promise<ScanOutcome> => {
    const judged = await judge(dependencies, tx, request, read);
    // Looked for after the ticket is locked, so that of two equal scans at once the second sees the first.
    const [known] = await selectScansByIds(tx, [scanId]);
    if (known !== undefined) return { scanId, refusal: known.refusal, ticketId: known.ticketId };
    const { ticketId, version } = judged;
    const forced = request.force && judged.refusal !== null && ticketId !== null;
    const refusal = forced ? null : judged.refusal;
    const { deviceId, nonce, direction, session, deviceTime } = request;
    await insertScans(tx, [
      {
        id: scanId,
        deviceId,
        nonce,
        direction,
        sessionId: session.id,
        ticketId,
        ticketVersion: version,
        refusal,
        forced,
        offline: false,
        deviceTime,
        scannedAt: dependencies.clock.now(),
        wasValid: true,
      },
    ]);
    if (refusal === null && ticketId !== null) await settleCheckIns(tx, [ticketId]);
    return { scanId, refusal, ticketId };
  });
}

interface Judged {
  readonly refusal: Refusal | null;
  readonly ticketId: string | null;
  readonly version: number | null;
}

async function judge(
  { keys, clock }: ScanDependencies,
  tx: Transaction,
  { session, direction }: ScanTicket,
  read: ReadTicket,
): Promise<Judged> {
  if (read.kind === 'Unreadable') return { refusal: read.reason, ticketId: null, version: null };
  const status = await lockTicket(tx, read.body.ticketId);
  if (status === null) return { refusal: 'UNKNOWN_TICKET', ticketId: null, version: read.body.version };
  const judgedSession = {
    id: session.id,
    isCancelled: session.state === 'CANCELLED',
    rotationKey: sessionRotationKey(keys.rotationMasterKey, session.id),
  };
  const judgement: Judgement = judgeRead(read, judgedSession, () => status, clock.now());
  const known = { ticketId: status.id, version: read.body.version };
  if (judgement.kind === 'Refused') return { ...known, refusal: judgement.reason };
  const inside = await selectIsInside(tx, status.id);
  if (direction === 'ENTRY') return { ...known, refusal: inside ? 'ALREADY_IN' : null };
  return { ...known, refusal: inside ? null : 'NOT_IN' };
}

import { type Database, publishEvents } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { hashOfEntries } from '../../domain/draws/drawOrder.ts';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import {
  lockDraw,
  selectEntryNames,
  selectExcludedCount,
  updateDrawClosed,
  updateFullAccountsExcluded,
} from '../../sql/draws/drawLifecycle.ts';

export type CloseDrawOutcome =
  | { readonly kind: 'Closed'; readonly code: string; readonly excluded: number }
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'RegistrationNotOver'; readonly closesAt: Date };

/** Closes the list of a draw when registration is over: accounts at their limit leave, the rest is hashed for good. */
export function closeDraw(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  code: string,
  staffId: string,
): Promise<CloseDrawOutcome> {
  return database.transaction(async (tx): Promise<CloseDrawOutcome> => {
    const draw = await lockDraw(tx, code);
    if (draw === null) return { kind: 'NotFound' };
    if (draw.state !== 'ANNOUNCED') return { kind: 'Closed', code, excluded: await selectExcludedCount(tx, draw.id) };
    const closedAt = clock.now();
    if (closedAt < draw.registrationClosesAt)
      return { kind: 'RegistrationNotOver', closesAt: draw.registrationClosesAt };
    const excluded = await updateFullAccountsExcluded(tx, draw.id, draw.accountCap);
    const entries = await selectEntryNames(tx, draw.id);
    const closed = { entriesCount: entries.length, entriesHash: hashOfEntries(entries) };
    await updateDrawClosed(tx, draw.id, { ...closed, closedAt });
    const subject = encodeId('drw', code);
    const detail = { ...closed, excluded };
    await insertAuditLogEntry(tx, staff(staffId), 'draw.closed', subject, detail);
    await publishEvents(tx, [
      { aggregate: `draw/${code}`, type: 'ticketing.draw.closed', payload: { draw: subject, ...closed } },
    ]);
    return { kind: 'Closed', code, excluded };
  });
}

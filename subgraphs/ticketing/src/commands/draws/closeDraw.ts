import { type Database, publishEvents } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { hashOfEntries } from '../../domain/draws/drawOrder.ts';
import { recordDeeds } from '../../sql/audit/auditTrail.ts';
import {
  countExcluded,
  excludeFullAccounts,
  listEntryNames,
  lockDraw,
  markClosed,
} from '../../sql/draws/drawKeeping.ts';

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
    if (draw.state !== 'ANNOUNCED') return { kind: 'Closed', code, excluded: await countExcluded(tx, draw.id) };
    const closedAt = clock.now();
    if (closedAt < draw.registrationClosesAt)
      return { kind: 'RegistrationNotOver', closesAt: draw.registrationClosesAt };
    const excluded = await excludeFullAccounts(tx, draw.id, draw.accountCap);
    const entries = await listEntryNames(tx, draw.id);
    const closed = { entriesCount: entries.length, entriesHash: hashOfEntries(entries) };
    await markClosed(tx, draw.id, { ...closed, closedAt });
    const subject = encodeId('drw', code);
    const detail = { ...closed, excluded };
    await recordDeeds(tx, [{ actor: { kind: 'STAFF', id: staffId }, action: 'draw.closed', subject, detail }]);
    await publishEvents(tx, [
      { aggregate: `draw/${code}`, type: 'ticketing.draw.closed', payload: { draw: subject, ...closed } },
    ]);
    return { kind: 'Closed', code, excluded };
  });
}

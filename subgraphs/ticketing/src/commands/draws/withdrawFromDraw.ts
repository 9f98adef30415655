import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { deleteDrawEntry, lockDrawShared } from '../../sql/draws/drawLifecycle.ts';
import { type RegistrationNotOpen, registrationNotOpen } from './registerForDraw.ts';

export type WithdrawFromDrawOutcome =
  | { readonly kind: 'Withdrawn'; readonly code: string }
  | { readonly kind: 'NotFound' }
  | RegistrationNotOpen;

/** Takes an account out of a draw while registration is open. */
export function withdrawFromDraw(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  code: string,
  fanId: string,
): Promise<WithdrawFromDrawOutcome> {
  return database.transaction(async (tx): Promise<WithdrawFromDrawOutcome> => {
    const draw = await lockDrawShared(tx, code);
    if (draw === null) return { kind: 'NotFound' };
    const closed = registrationNotOpen(draw, clock.now());
    if (closed !== null) return closed;
    if (await deleteDrawEntry(tx, draw.id, fanId)) {
      const subject = encodeId('drw', code);
      await insertAuditLogEntry(tx, fan(fanId), 'draw.withdrawn', subject);
    }
    return { kind: 'Withdrawn', code };
  });
}

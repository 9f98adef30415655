import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { recordDeeds } from '../../sql/audit/auditTrail.ts';
import { deleteEntry, shareDraw } from '../../sql/draws/drawKeeping.ts';
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
    const draw = await shareDraw(tx, code);
    if (draw === null) return { kind: 'NotFound' };
    const closed = registrationNotOpen(draw, clock.now());
    if (closed !== null) return closed;
    if (await deleteEntry(tx, draw.id, fanId)) {
      const subject = encodeId('drw', code);
      await recordDeeds(tx, [{ actor: { kind: 'FAN', id: fanId }, action: 'draw.withdrawn', subject }]);
    }
    return { kind: 'Withdrawn', code };
  });
}

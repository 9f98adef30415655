import { type Database, publishEvents } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { lockDraw, updateDrawPublished } from '../../sql/draws/drawLifecycle.ts';

export type PublishDrawOutcome =
  | { readonly kind: 'Published'; readonly code: string }
  | { readonly kind: 'NotFound' | 'NotHeld' };

/** Shows the seed of a draw that was held, and with it the whole record. */
export function publishDraw(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  code: string,
  staffId: string,
): Promise<PublishDrawOutcome> {
  return database.transaction(async (tx): Promise<PublishDrawOutcome> => {
    const draw = await lockDraw(tx, code);
    if (draw === null) return { kind: 'NotFound' };
    if (draw.state !== 'DRAWN') return { kind: 'NotHeld' };
    if (draw.publishedAt !== null) return { kind: 'Published', code };
    await updateDrawPublished(tx, draw.id, clock.now());
    const subject = encodeId('drw', code);
    await insertAuditLogEntry(tx, staff(staffId), 'draw.published', subject);
    const payload = { draw: subject, seed: draw.seed, recordPath: `/draws/${code}.json` };
    await publishEvents(tx, [{ aggregate: `draw/${code}`, type: 'ticketing.draw.published', payload }]);
    return { kind: 'Published', code };
  });
}

import { randomBytes } from 'node:crypto';
import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { type DrawWithSeed, insertDrawEntry, lockDrawShared, selectDrawEntry } from '../../sql/draws/drawLifecycle.ts';
import type { DrawEntryRow } from '../../sql/draws/draws.ts';
import { selectTakenByFan } from '../../sql/holds/allowances.ts';

export interface RegistrationNotOpen {
  readonly kind: 'RegistrationNotOpen';
  readonly opensAt: Date;
  readonly closesAt: Date;
}

export type RegisterForDrawOutcome =
  | { readonly kind: 'Registered'; readonly entry: DrawEntryRow }
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'OtherCountry'; readonly countries: readonly string[] }
  | { readonly kind: 'AccountCapReached'; readonly cap: number; readonly taken: number }
  | RegistrationNotOpen;

const entryBytes = 16;

/** Puts an account into a draw while registration is open; an account that is in it stays as it is. */
export function registerForDraw(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  code: string,
  { fanId, country }: { readonly fanId: string; readonly country: string | null },
): Promise<RegisterForDrawOutcome> {
  return database.transaction(async (tx): Promise<RegisterForDrawOutcome> => {
    const draw = await lockDrawShared(tx, code);
    if (draw === null) return { kind: 'NotFound' };
    const known = await selectDrawEntry(tx, draw.id, fanId);
    if (known !== null) return { kind: 'Registered', entry: known };
    const registeredAt = clock.now();
    const closed = registrationNotOpen(draw, registeredAt);
    if (closed !== null) return closed;
    const { countries, accountCap: cap } = draw;
    if (countries !== null && !countries.includes(country ?? '')) return { kind: 'OtherCountry', countries };
    const taken = await selectTakenByFan(tx, fanId);
    if (taken >= cap) return { kind: 'AccountCapReached', cap, taken };
    const name = randomBytes(entryBytes).toString('hex');
    const entry = await insertDrawEntry(tx, { drawId: draw.id, fanId, entry: name, country, registeredAt });
    // Null: the same account came twice in the same moment.
    if (entry === null)
      return { kind: 'Registered', entry: (await selectDrawEntry(tx, draw.id, fanId)) as DrawEntryRow };
    const subject = encodeId('drw', code);
    await insertAuditLogEntry(tx, fan(fanId), 'draw.registered', subject);
    return { kind: 'Registered', entry };
  });
}

/** Why registration takes nobody in and lets nobody out now; null when it is open. */
export function registrationNotOpen(draw: DrawWithSeed, now: Date): RegistrationNotOpen | null {
  const { state, registrationOpensAt: opensAt, registrationClosesAt: closesAt } = draw;
  return state === 'ANNOUNCED' && now >= opensAt && now < closesAt
    ? null
    : { kind: 'RegistrationNotOpen', opensAt, closesAt };
}

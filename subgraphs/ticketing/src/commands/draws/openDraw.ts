import { randomBytes } from 'node:crypto';
import { type Database, publishEvents } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { hashOf } from '../../domain/draws/drawOrder.ts';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { insertDraw, lockDraw, selectDrawPhase } from '../../sql/draws/drawLifecycle.ts';

export interface OpenDraw {
  readonly phase: string;
  readonly beaconSource: string | null;
  readonly staffId: string;
}

export type OpenDrawOutcome =
  | { readonly kind: 'Opened'; readonly code: string }
  | { readonly kind: 'PhaseNotFound' | 'Final' }
  | { readonly kind: 'TooLate'; readonly registrationOpensAt: Date };

const seedBytes = 32;

/**
 * Announces the draw of a phase before its registration opens. The seed leaves this function into its row alone; what the
 * world, the trail and partners hear of is its hash.
 */
export function openDraw(
  { database, clock }: { readonly database: Database; readonly clock: GamesClock },
  { phase: code, beaconSource, staffId }: OpenDraw,
): Promise<OpenDrawOutcome> {
  const seed = randomBytes(seedBytes).toString('hex');
  const seedHash = hashOf(seed);
  return database.transaction(async (tx): Promise<OpenDrawOutcome> => {
    const phase = await selectDrawPhase(tx, code);
    if (phase === null) return { kind: 'PhaseNotFound' };
    const { registrationOpensAt } = phase;
    const known = await lockDraw(tx, code);
    if (known !== null) return known.beaconSource === beaconSource ? { kind: 'Opened', code } : { kind: 'Final' };
    if (clock.now() >= registrationOpensAt) return { kind: 'TooLate', registrationOpensAt };
    if (!(await insertDraw(tx, { phaseId: phase.id, code, seed, seedHash, beaconSource }))) {
      // Somebody else has announced it in the same moment.
      const first = await lockDraw(tx, code);
      return first?.beaconSource === beaconSource ? { kind: 'Opened', code } : { kind: 'Final' };
    }
    const subject = encodeId('drw', code);
    const detail = { seedHash, beaconSource };
    await insertAuditLogEntry(tx, staff(staffId), 'draw.opened', subject, detail);
    await publishEvents(tx, [
      { aggregate: `draw/${code}`, type: 'ticketing.draw.opened', payload: { draw: subject, ...detail } },
    ]);
    return { kind: 'Opened', code };
  });
}

import { CheckViolation, type Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { phaseFault } from '../../domain/sales/phaseFault.ts';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { selectAllocationId } from '../../sql/sales/allocateBlock.ts';
import {
  lockPhaseOfDraw,
  type PhaseOfDraw,
  type PhaseToStore,
  selectCategoriesOfSessions,
  updatePhaseSessions,
  upsertPhase,
} from '../../sql/sales/salesChanges.ts';

export type StorePhaseOutcome =
  | { readonly kind: 'Stored'; readonly phaseId: number }
  | { readonly kind: 'Refused'; readonly message: string };

const sessionsMax = 1_000;

/** Thrown to undo what was written of a phase that is refused after all. */
class Refusal extends Error {}

/**
 * Makes a phase of sale, or changes the one of its code, with the sessions on sale in it. Throws ClientError BAD_USER_INPUT
 * for too many sessions.
 */
export async function storeSalesPhase(
  database: Database,
  staffId: string,
  phase: PhaseToStore,
  sale: { readonly allocationCode: string; readonly sessionCodes: readonly string[] },
): Promise<StorePhaseOutcome> {
  const sessionCodes = [...new Set(sale.sessionCodes)];
  if (sessionCodes.length > sessionsMax) {
    throw new ClientError('BAD_USER_INPUT', `A phase has ${sessionsMax} sessions at most.`);
  }
  try {
    return await database.transaction(async (tx) => {
      const allocationId = await selectAllocationId(tx, sale.allocationCode);
      if (allocationId === null) throw new Refusal('There is no such allocation.');
      const drawn = await lockPhaseOfDraw(tx, phase.code);
      if (drawn !== null && !agrees(drawn, phase)) {
        throw new Refusal('The draw of this phase is announced: its kind, times, and slots stay what they are.');
      }
      const categories = await selectCategoriesOfSessions(tx, sessionCodes);
      const fault = phaseFault(phase, { count: sessionCodes.length, categories });
      if (fault !== null) throw new Refusal(fault);
      const phaseId = await upsertPhase(tx, phase, allocationId);
      const found = await updatePhaseSessions(tx, phaseId, sessionCodes);
      if (found < sessionCodes.length) throw new Refusal('There is no session of one of these ids.');
      const detail = { ...phase, ...sale };
      await insertAuditLogEntry(tx, staff(staffId), 'phase.stored', `sph_${phase.code}`, detail);
      return { kind: 'Stored', phaseId };
    });
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'Refused', message: error.message };
    if (!(error instanceof CheckViolation)) throw error;
    const message =
      'The phase contradicts itself: times must follow each other, a draw has registration and slots, a presale countries.';
    return { kind: 'Refused', message };
  }
}

/** Whether a phase leaves alone what its draw was announced with. */
function agrees(drawn: PhaseOfDraw, phase: PhaseToStore): boolean {
  const times = ({ opensAt, registrationOpensAt, registrationClosesAt }: PhaseOfDraw): string =>
    [opensAt, registrationOpensAt, registrationClosesAt].map((time) => time?.getTime()).join();
  const slots = ({ kind, slotHours, noticeHours, slotSize }: PhaseOfDraw): string =>
    [kind, slotHours, noticeHours, slotSize].join();
  return times(drawn) === times(phase) && slots(drawn) === slots(phase);
}

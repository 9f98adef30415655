import { type Database, UniqueViolation } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { numberPlan } from '../../domain/seating/numberPlan.ts';
import { type PlanFault, readPretixPlan } from '../../domain/seating/pretixPlan.ts';
import { type Actor, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { insertPlans } from '../../sql/seating/insertPlans.ts';

export interface SeatingPlanFile {
  /** The content of a file in pretix's format. */
  readonly text: string;
  /** The code that the plan gets; letters, digits and hyphens. */
  readonly code: string;
  readonly venueCode: string;
  /** Make seats with the same guid distinct instead of refusing the plan. */
  readonly repairGuids: boolean;
}

export type ImportSeatingPlanOutcome =
  | {
      readonly kind: 'Imported';
      readonly planCode: string;
      readonly seats: number;
      readonly rows: number;
      readonly blocks: number;
      readonly repairedGuids: readonly { readonly guid: string; readonly seats: number }[];
      readonly areasLeftOut: number;
    }
  | { readonly kind: 'Refused'; readonly faults: readonly PlanFault[] }
  | { readonly kind: 'CodeTaken'; readonly planCode: string };

/** Imports a seating plan, whole or not at all. */
export async function importSeatingPlan(
  database: Database,
  actor: Actor,
  file: SeatingPlanFile,
): Promise<ImportSeatingPlanOutcome> {
  const reading = readPretixPlan(file.text, file);
  if (reading.kind === 'refused') return { kind: 'Refused', faults: reading.faults };
  const plan = numberPlan(reading.draft);
  try {
    await database.transaction(async (tx) => {
      await insertPlans(tx, [plan]);
      const detail = { seats: plan.seatsCount, repairedGuids: reading.repairedGuids.length };
      await insertAuditLogEntry(tx, actor, 'seatingPlan.imported', encodeId('pln', plan.code), detail);
    });
  } catch (error) {
    if (error instanceof UniqueViolation && error.constraint === 'seating_plan_code_key') {
      return { kind: 'CodeTaken', planCode: plan.code };
    }
    throw error;
  }
  return {
    kind: 'Imported',
    planCode: plan.code,
    seats: plan.seatsCount,
    rows: plan.blocks.reduce((sum, block) => sum + block.rows.length, 0),
    blocks: plan.blocks.length,
    repairedGuids: reading.repairedGuids,
    areasLeftOut: reading.areasLeftOut,
  };
}

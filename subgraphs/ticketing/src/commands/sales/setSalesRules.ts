import { CheckViolation, type Database } from '@games/postgres';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import { type RulesToSet, updateRules } from '../../sql/sales/salesChanges.ts';

/** Changes the rules of all sales. Returns false, with nothing changed, when one is out of bounds. */
export async function setSalesRules(database: Database, staffId: string, rules: RulesToSet): Promise<boolean> {
  try {
    await database.transaction(async (tx) => {
      await updateRules(tx, rules);
      await insertAuditLogEntry(tx, staff(staffId), 'rules.changed', 'sales_rules', { ...rules });
    });
    return true;
  } catch (error) {
    if (error instanceof CheckViolation) return false;
    throw error;
  }
}

import { type Database, deleteEndpoint } from '@games/postgres';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';

/** Forgets a partner's server. Doing it again changes nothing. */
export async function deleteWebhook(database: Database, id: string, staffId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const endpoint = await deleteEndpoint(tx, id);
    if (endpoint === null) return;
    const { partner, url } = endpoint;
    await insertAuditLogEntry(tx, staff(staffId), 'webhook.deleted', id, { partner, url });
  });
}

import { type Database, deleteEndpoint } from '@games/postgres';
import { insertAuditLogEntries } from '../../sql/audit/auditLog.ts';

/** Forgets a partner's server. Doing it again changes nothing. */
export async function deleteWebhook(database: Database, id: string, staffId: string): Promise<void> {
  await database.transaction(async (tx) => {
    const endpoint = await deleteEndpoint(tx, id);
    if (endpoint === null) return;
    const { partner, url } = endpoint;
    const actor = { kind: 'STAFF', id: staffId } as const;
    await insertAuditLogEntries(tx, [{ actor, action: 'webhook.deleted', subject: id, detail: { partner, url } }]);
  });
}

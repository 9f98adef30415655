import { type Database, type EndpointOutcome, type NewEndpoint, registerEndpoint } from '@games/postgres';
import { insertAuditLogEntries } from '../../sql/audit/auditLog.ts';

/** Registers a partner's server for webhooks, or changes what it hears of. */
export async function registerWebhook(
  database: Database,
  endpoint: NewEndpoint,
  { allowLocal, staffId }: { readonly allowLocal: boolean; readonly staffId: string },
): Promise<EndpointOutcome> {
  const outcome = await registerEndpoint(database, endpoint, { allowLocal });
  if (outcome.kind === 'Registered') {
    const { partner, url, eventTypes } = endpoint;
    const actor = { kind: 'STAFF', id: staffId } as const;
    await insertAuditLogEntries(database, [
      { actor, action: 'webhook.registered', subject: outcome.endpoint.id, detail: { partner, url, eventTypes } },
    ]);
  }
  return outcome;
}

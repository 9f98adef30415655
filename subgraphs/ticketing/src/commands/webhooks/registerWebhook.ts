import { type Database, type EndpointOutcome, type NewEndpoint, registerEndpoint } from '@games/postgres';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';

/** Registers a partner's server for webhooks, or changes what it hears of. */
export async function registerWebhook(
  database: Database,
  endpoint: NewEndpoint,
  { allowLocal, staffId }: { readonly allowLocal: boolean; readonly staffId: string },
): Promise<EndpointOutcome> {
  const outcome = await registerEndpoint(database, endpoint, { allowLocal });
  if (outcome.kind === 'Registered') {
    const { partner, url, eventTypes } = endpoint;
    await insertAuditLogEntry(database, staff(staffId), 'webhook.registered', outcome.endpoint.id, {
      partner,
      url,
      eventTypes,
    });
  }
  return outcome;
}

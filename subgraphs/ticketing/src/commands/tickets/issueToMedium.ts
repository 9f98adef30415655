import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import { type IssuedTicket, issueTicket } from '../../domain/tickets/issueTicket.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { fan, insertAuditLogEntry } from '../../sql/audit/auditLog.ts';
import { type MediumKind, selectMedium, updateTicketKey, upsertMedium } from '../../sql/tickets/ticketMedia.ts';
import { lockTicket, type TicketStatusRow } from '../../sql/tickets/ticketStatus.ts';

/** How often one version of a ticket may change its medium: enough for a lost phone, too little for a trade in codes. */
const mediaMax = 20;

export interface IssueToMedium {
  readonly ticketId: string;
  readonly fanId: string;
  readonly kind: MediumKind;
  /** Of a device. */
  readonly deviceKey: string | null;
  readonly name: string | null;
}

export type IssueToMediumOutcome =
  | { readonly kind: 'Issued'; readonly ticket: TicketStatusRow; readonly on: IssuedTicket }
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'NotActive'; readonly ticket: TicketStatusRow }
  | { readonly kind: 'NotValid' }
  | { readonly kind: 'MediaUsedUp' };

export interface IssueDependencies {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly keys: TicketKeys;
}

/**
 * Puts a ticket on a device, into a wallet or on paper. The medium that has it already gets the same again; another one
 * gets the next number, and every code of the one before is superseded.
 */
export async function issueToMedium(
  dependencies: IssueDependencies,
  request: IssueToMedium,
): Promise<IssueToMediumOutcome> {
  const { database, clock, keys } = dependencies;
  return database.transaction(async (tx): Promise<IssueToMediumOutcome> => {
    const ticket = await lockTicket(tx, request.ticketId);
    if (ticket === null || ticket.ownerId !== request.fanId) return { kind: 'NotFound' };
    if (ticket.state !== 'VALID' || ticket.isCancelled) return { kind: 'NotValid' };
    if (clock.now() < ticket.activatesAt) return { kind: 'NotActive', ticket };
    const rotating = request.kind !== 'PRINT';
    const last = await selectMedium(tx, ticket.id);
    const same = last?.kind === request.kind && last.deviceKey === request.deviceKey;
    if (last?.ticketVersion === ticket.version && same) {
      return { kind: 'Issued', ticket, on: issueTicket(keys, ticket, last.mediumNo, rotating) };
    }
    const mediumNo = ticket.mediumNo + 1;
    if (mediumNo > mediaMax) return { kind: 'MediaUsedUp' };
    const { kind, deviceKey, name } = request;
    await upsertMedium(tx, { ticketId: ticket.id, ticketVersion: ticket.version, mediumNo, kind, deviceKey, name });
    await updateTicketKey(tx, ticket.id, keys.signer.keyId);
    await insertAuditLogEntry(tx, fan(request.fanId), 'ticket.carried', encodeId('tkt', ticket.id), {
      mediumNo,
      kind,
      version: ticket.version,
    });
    return { kind: 'Issued', ticket, on: issueTicket(keys, ticket, mediumNo, rotating) };
  });
}

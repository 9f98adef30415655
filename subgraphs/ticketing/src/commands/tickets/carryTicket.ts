import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import { encodeId } from '@games/subgraph';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { putOnCarrier, type TicketOnCarrier } from '../../domain/tickets/ticketOnCarrier.ts';
import { recordDeeds } from '../../sql/audit/auditTrail.ts';
import { type CarrierKind, findCarrier, setTicketKey, writeCarrier } from '../../sql/tickets/ticketCarriers.ts';
import { lockTicket, type StandingTicket } from '../../sql/tickets/ticketStandings.ts';

/** How often one version of a ticket may change its carrier: enough for a lost phone, too little for a trade in codes. */
const CARRIERS_MAX = 20;

export interface CarryTicket {
  readonly ticketId: string;
  readonly fanId: string;
  readonly kind: CarrierKind;
  /** Of a device. */
  readonly deviceKey: string | null;
  readonly name: string | null;
}

export type CarryTicketOutcome =
  | { readonly kind: 'Carried'; readonly ticket: StandingTicket; readonly on: TicketOnCarrier }
  | { readonly kind: 'NotFound' }
  | { readonly kind: 'NotActive'; readonly ticket: StandingTicket }
  | { readonly kind: 'NotValid' }
  | { readonly kind: 'CarriersUsedUp' };

export interface TicketRooms {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly keys: TicketKeys;
}

/**
 * Puts a ticket on a device, into a wallet or on paper. The carrier that has it already gets the same again; another one
 * gets the next number, and every code of the one before is superseded.
 */
export async function carryTicket(rooms: TicketRooms, request: CarryTicket): Promise<CarryTicketOutcome> {
  const { database, clock, keys } = rooms;
  return database.transaction(async (tx): Promise<CarryTicketOutcome> => {
    const ticket = await lockTicket(tx, request.ticketId);
    if (ticket === null || ticket.ownerId !== request.fanId) return { kind: 'NotFound' };
    if (ticket.state !== 'VALID' || ticket.isCancelled) return { kind: 'NotValid' };
    if (clock.now() < ticket.activatesAt) return { kind: 'NotActive', ticket };
    const rotating = request.kind !== 'PRINT';
    const last = await findCarrier(tx, ticket.id);
    const same = last?.kind === request.kind && last.deviceKey === request.deviceKey;
    if (last?.ticketVersion === ticket.version && same) {
      return { kind: 'Carried', ticket, on: putOnCarrier(keys, ticket, last.carrier, rotating) };
    }
    const carrier = ticket.carrier + 1;
    if (carrier > CARRIERS_MAX) return { kind: 'CarriersUsedUp' };
    const { kind, deviceKey, name } = request;
    await writeCarrier(tx, { ticketId: ticket.id, ticketVersion: ticket.version, carrier, kind, deviceKey, name });
    await setTicketKey(tx, ticket.id, keys.signer.keyId);
    await recordDeeds(tx, [
      {
        actor: { kind: 'FAN', id: request.fanId },
        action: 'ticket.carried',
        subject: encodeId('tkt', ticket.id),
        detail: { carrier, kind, version: ticket.version },
      },
    ]);
    return { kind: 'Carried', ticket, on: putOnCarrier(keys, ticket, carrier, rotating) };
  });
}

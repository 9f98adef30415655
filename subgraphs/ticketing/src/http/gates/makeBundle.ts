import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { SessionBundle } from '../../domain/gates/sessionBundle.ts';
import { sessionRotationKey } from '../../domain/tickets/rotatingCode.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import type { GateRow } from '../../sql/gates/gates.ts';
import { ticketsInside } from '../../sql/gates/ticketPresences.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { changedTickets } from '../../sql/tickets/ticketStandings.ts';

/** Makes the bundle with which a gate works through one session without a network. */
export async function makeBundle(
  { database, clock, keys }: { readonly database: Database; readonly clock: GamesClock; readonly keys: TicketKeys },
  gate: GateRow,
  session: SessionRow,
): Promise<SessionBundle> {
  const [changed, inside] = await Promise.all([
    changedTickets(database, session.id),
    ticketsInside(database, session.id),
  ]);
  return {
    format: 1,
    gate: { code: gate.code, name: gate.name, venue: gate.venueCode },
    session: {
      id: session.id,
      code: session.code,
      isCancelled: session.state === 'CANCELLED',
      doorsOpenAt: session.doorsOpenAt.toISOString(),
      startsAt: session.startsAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
    },
    keys: [...keys.publicKeys].map(([kid, key]) => ({
      kid,
      spki: key.export({ format: 'der', type: 'spki' }).toString('base64'),
    })),
    rotationKey: sessionRotationKey(keys.rotationMasterKey, session.id).toString('base64'),
    standings: changed.map(({ id, version, carrier, state }) => [id, version, carrier, state]),
    inside,
    madeAt: clock.now().toISOString(),
  };
}

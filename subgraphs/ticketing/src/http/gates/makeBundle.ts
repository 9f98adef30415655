import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { SessionBundle } from '../../domain/gates/sessionBundle.ts';
import { sessionRotationKey } from '../../domain/tickets/rotatingCode.ts';
import type { TicketKeys } from '../../domain/tickets/ticketKeys.ts';
import { selectTicketsInside } from '../../sql/gates/checkInStatuses.ts';
import type { GateRow } from '../../sql/gates/gates.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';
import { selectChangedTickets } from '../../sql/tickets/ticketStatus.ts';

/** Makes the bundle with which a gate works through one session without a network. */
export async function makeBundle(
  { database, clock, keys }: { readonly database: Database; readonly clock: GamesClock; readonly keys: TicketKeys },
  gate: GateRow,
  session: SessionRow,
): Promise<SessionBundle> {
  const [changed, inside] = await Promise.all([
    selectChangedTickets(database, session.id),
    selectTicketsInside(database, session.id),
  ]);
  return {
    format: 2,
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
    statuses: changed.map(({ id, version, mediumNo, state }) => [id, version, mediumNo, state]),
    inside,
    madeAt: clock.now().toISOString(),
  };
}

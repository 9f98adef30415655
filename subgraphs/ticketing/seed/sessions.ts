import type { TicketedSession } from '@games/demonstration';
import type { SessionDraft } from '../src/domain/sessions/session.ts';
import type { PlanLayout } from './planLayout.ts';

/** A session of the demonstration that is stored, with its number and the layout of its plan. */
export interface SeededSession extends TicketedSession {
  readonly id: number;
  readonly layout: PlanLayout;
}

const activationHours = 12;

/** The minutes of an offset such as `-07:00`. */
function offsetMinutes(moment: string): number {
  const match = /([+-])(\d{2}):(\d{2})$/.exec(moment);
  if (match === null) throw new RangeError(`${moment} has no offset`);
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

export function toSessionDraft(session: TicketedSession): SessionDraft {
  return {
    code: session.code,
    planCode: session.venue,
    kind: session.kind,
    names: { en: session.name },
    disciplines: session.disciplines,
    units: session.units,
    logicalDate: session.logicalDate,
    doorsOpenAt: session.doorsOpen,
    startsAt: session.start,
    endsAt: session.end,
    ticketsActivateAt: new Date(Date.parse(session.doorsOpen) - activationHours * 3_600_000).toISOString(),
    utcOffsetMinutes: offsetMinutes(session.start),
    currency: 'USD',
    prices: Object.fromEntries(session.prices.map(({ category, usdCents }) => [category, BigInt(usdCents)])),
  };
}

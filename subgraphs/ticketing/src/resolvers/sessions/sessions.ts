import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import {
  chooseLanguage,
  decodeId,
  encodeId,
  loadReference,
  readPage,
  toConnection,
  tryDecodeId,
  venueTime,
} from '@games/subgraph';
import { pairKey } from '../../domain/pairKey.ts';
import { encodeSeatId } from '../../domain/seating/seatId.ts';
import { describeAvailability, sumCounts } from '../../domain/sessions/availability.ts';
import type { PlanRow } from '../../sql/seating/seatingPlans.ts';
import { type SessionRow, selectSessions } from '../../sql/sessions/sessions.ts';

/** The text in the language that fits the viewer best; English where none does. */
export function textIn(languages: readonly string[], texts: Readonly<Record<string, string>>): string {
  return texts[chooseLanguage(languages, Object.keys(texts), 'en')] ?? '';
}

export const sessionResolvers: Resolvers = {
  Query: {
    ticketedSession: (_root, { id }, { loaders }) => loaders.sessionByCode.load(decodeId(id, 'tse')),
    ticketedSessions: async (_root, { filter, ...args }, { database }) => {
      // The filter is part of the list's name: a cursor belongs to the list that it was given in.
      const page = readPage(args, `ticketedSessions ${JSON.stringify(filter ?? {})}`);
      const rows = await selectSessions(database, filter ?? {}, page);
      return toConnection(rows, page, (row) => [row.startsAt.toISOString(), row.id]);
    },
  },
  Unit: {
    __resolveReference: ({ code }) => ({ code }),
    ticketedSessions: ({ code }, _args, { loaders }) => loaders.sessionsOfUnit.load(code),
  },
  Event: {
    __resolveReference: ({ code }) => ({ code }),
    ticketedSessions: ({ code }, _args, { loaders }) => loaders.sessionsOfEvent.load(code),
  },
  TicketedSession: {
    __resolveReference: ({ id }, { loaders }) => loadReference(id, 'tse', loaders.sessionByCode),
    id: ({ code }) => encodeId('tse', code),
    name: ({ names }, _args, { languages }) => textIn(languages, names),
    venue: ({ venueCode }) => ({ code: venueCode }),
    disciplines: ({ disciplines }) => disciplines.map((code) => ({ code })),
    units: async ({ id }, _args, { loaders }) =>
      (await loaders.unitsOfSession.load(id)).map(({ unitCode }) => ({ code: unitCode })),
    doorsOpenAt: (session) => venueTime(session.doorsOpenAt, session.utcOffsetMinutes),
    startsAt: (session) => venueTime(session.startsAt, session.utcOffsetMinutes),
    endsAt: (session) => venueTime(session.endsAt, session.utcOffsetMinutes),
    ticketsActivateAt: (session) => venueTime(session.ticketsActivateAt, session.utcOffsetMinutes),
    seatingPlan: async ({ planId }, _args, { loaders }) => (await loaders.plan.load(planId)) as PlanRow,
    priceCategories: ({ id }, _args, { loaders }) => loaders.categoriesOfSession.load(id),
    availability: async ({ id, state }, _args, { loaders }) =>
      describeAvailability(sumCounts(await loaders.categoriesOfSession.load(id)), state === 'CANCELLED'),
    takenSeats: ({ id }, { block }, { loaders }) => loaders.takenSeatsOfBlock.load(pairKey(id, block)),
    salesPhases: ({ id }, _args, { loaders }) => loaders.phasesOfSession.load(id),
    mapPath: ({ planCode, code }) => `/seatmap/${planCode}.svg?session=${encodeURIComponent(code)}`,
  },
  PriceCategory: {
    __resolveReference: async ({ id }, { loaders }) => {
      const [sessionCode, categoryCode] = tryDecodeId(id, 'prc')?.split('.') ?? [];
      const session = sessionCode ? await loaders.sessionByCode.load(sessionCode) : null;
      if (session === null) return null;
      const categories = await loaders.categoriesOfSession.load(session.id);
      return categories.find((category) => category.code === categoryCode) ?? null;
    },
    id: ({ sessionCode, code }) => encodeId('prc', `${sessionCode}.${code}`),
    price: ({ priceMinor, currency }) => ({ minor: priceMinor, currency }),
    session: async ({ sessionId }, _args, { loaders }) => (await loaders.session.load(sessionId)) as SessionRow,
    availability: (category) => describeAvailability(category, category.sessionState === 'CANCELLED'),
  },
  TakenSeat: {
    seat: ({ planCode, seatNo }) => encodeSeatId(planCode, seatNo),
    state: ({ state }) => (state === 'BLOCKED' ? 'NOT_FOR_SALE' : state),
    freeAt: ({ expiresAt }) => expiresAt,
  },
};

import { type Database, sql } from '@games/postgres';
import { newUuid } from '../../src/domain/uuid.ts';
import { draftSession, smallVenue, storeVenue } from '../venue.ts';

/** A ticket as an order has brought it, for tests of what comes after. */
export interface SoldTicket {
  readonly id: string;
  readonly sessionId: number;
  readonly ownerId: string;
}

export interface SoldSessions {
  /** Its tickets are active at the tests' clock. */
  readonly active: number;
  /** Its tickets are not active yet. */
  readonly later: number;
  /** Writes down a paid order of one ticket; each call takes another seat. */
  sell(ownerId: string, sessionId?: number): Promise<SoldTicket>;
}

/** Stores a venue with two sessions: doors of one are open at 19:00 on 22 July 2028, the other is a day later. */
export async function storeSoldSessions(database: Database): Promise<SoldSessions> {
  const today = draftSession('ATH-T01', smallVenue, {
    logicalDate: '2028-07-22',
    doorsOpenAt: '2028-07-22T18:00:00-07:00',
    startsAt: '2028-07-22T20:00:00-07:00',
    endsAt: '2028-07-22T23:00:00-07:00',
    ticketsActivateAt: '2028-07-22T08:00:00-07:00',
  });
  const numbers = await storeVenue(database, smallVenue, [today, draftSession('ATH-T02', smallVenue)]);
  const active = numbers.get('ATH-T01') as number;
  let seatNo = 0;
  return {
    active,
    later: numbers.get('ATH-T02') as number,
    sell: async (ownerId, sessionId = active) => {
      seatNo += 1;
      const [id, orderId] = [newUuid(), newUuid()];
      await database.transaction(async (tx) => {
        await tx.run(sql`
          insert into ticket_order (id, fan_id, state, hold_ids, currency, places_minor, total_minor, pay_by, paid_at)
          values (${orderId}, ${ownerId}, 'PAID', array[${newUuid()}::uuid], 'USD', 10000, 10000, now(), now())`);
        await tx.run(sql`
          insert into ticket (id, order_id, session_id, seat_no, category_no, price_minor, currency, owner_id)
          values (${id}, ${orderId}, ${sessionId}, ${seatNo}, 1, 10000, 'USD', ${ownerId})`);
      });
      return { id, sessionId, ownerId };
    },
  };
}

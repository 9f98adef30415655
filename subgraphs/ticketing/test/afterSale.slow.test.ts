import { type Database, type Sql, sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { until } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { refundByStaff } from '../src/commands/payments/refundByStaff.ts';
import { cancelSession } from '../src/commands/sessions/cancelSession.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import { type Counter, openCounter } from './counter.ts';
import { openSaleOf } from './sale.ts';
import { type Sandbox, startPayingService, startSandbox } from './sandbox.ts';
import { fan, type TestService } from './service.ts';
import { seededRandom } from './storm.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

const seed = Number(process.env.STORM_SEED ?? 20_280_714);
const fans = 6;
const stepsEach = 14;
const far = {
  doorsOpenAt: '2028-07-29T16:00:00-07:00',
  startsAt: '2028-07-29T18:00:00-07:00',
  endsAt: '2028-07-29T21:00:00-07:00',
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

interface Market {
  readonly service: TestService;
  readonly counter: Counter;
  readonly database: Database;
  readonly sessions: readonly string[];
  readonly random: () => number;
}

async function openMarket(): Promise<Market> {
  const service = await startPayingService(sandbox);
  const { database } = service;
  await storeVenue(database, smallVenue, []);
  const sessions = ['ONE', 'TWO', 'OFF'];
  const ids = await insertSessions(
    database,
    sessions.map((code) => draftSession(code, smallVenue, far)),
  );
  await openSaleOf(database, [...ids.values()]);
  return { service, counter: openCounter(service), database, sessions, random: seededRandom(seed) };
}

const myTickets = '{ me { tickets(first: 50) { nodes { id state } } } }';

/** A ticket of a fan at random, twice at the same moment where two are asked for. */
async function someTicket({ service, random }: Market, viewer: Viewer): Promise<string | null> {
  const { me } = await service.ask(myTickets, {}, viewer);
  const good = me.tickets.nodes.filter(({ state }: { state: string }) => state === 'VALID');
  return good.length === 0 ? null : good[Math.floor(random() * good.length)].id;
}

/** Whatever comes into a fan's mind. What is refused is refused: only what is true in the end counts. */
async function act(market: Market, viewer: Viewer, tally: Map<string, number>): Promise<void> {
  const { counter, database, sessions, random } = market;
  const session = sessions[Math.floor(random() * sessions.length)] as string;
  const seat = 1 + Math.floor(random() * 80);
  const ticket = await someTicket(market, viewer);
  const way = ticket === null ? 0 : random();
  const count = (what: string, answer: { __typename?: string } | null | undefined) =>
    tally.set(`${what} ${answer?.__typename}`, (tally.get(`${what} ${answer?.__typename}`) ?? 0) + 1);
  if (way < 0.3 || ticket === null) return void (await counter.buy(session, [seat], viewer));
  if (way < 0.45) {
    const answers = await Promise.all([
      counter.returnTickets([ticket], viewer),
      counter.returnTickets([ticket], viewer),
    ]);
    for (const answer of answers) count('return', answer);
    return;
  }
  if (way < 0.75) {
    const made = await Promise.all([
      counter.exchange(ticket, session, seat, viewer),
      counter.exchange(ticket, session, 1 + (seat % 80), viewer),
    ]);
    const orders = made.flatMap(({ order }) => (order ? [order.id] : []));
    const rival = random() < 0.3 ? [counter.returnTickets([ticket], viewer)] : [];
    const paid = await Promise.all([...orders.map((id) => counter.pay(id, viewer)), ...rival]);
    for (const answer of paid) count('exchange', answer);
    return;
  }
  if (way < 0.9) {
    const listing = await counter.list(ticket, viewer);
    const buyer = fan(`fan-${Math.floor(random() * fans)}`);
    const order = await counter.orderListing(listing.id, buyer);
    const rival = random() < 0.3 ? [refundByStaff(database, 'staff-1', [ticket.slice(4)], 'At random')] : [];
    const [paid] = await Promise.all([counter.pay(order.id, buyer), ...rival]);
    count('resale', paid);
    return;
  }
  await refundByStaff(database, 'staff-1', [ticket.slice(4)], 'At random');
}

/** Lets fans do what they like, with a session cancelled in the middle of it. Returns how it ended, how often. */
async function trade(market: Market): Promise<ReadonlyMap<string, number>> {
  const { database } = market;
  const tally = new Map<string, number>();
  const live = async (index: number): Promise<void> => {
    for (let step = 0; step < stepsEach; step += 1) {
      // A seat that is taken, or a limit, ends one step; the next goes on.
      await act(market, fan(`fan-${index}`), tally).catch(() => {});
      if (index === 0 && step === stepsEach / 2) await cancelSession(database, 'staff-1', 'OFF', 'A storm');
    }
  };
  await Promise.all(Array.from({ length: fans }, (_, index) => live(index)));
  return tally;
}

/** Waits until all money has arrived and no ticket of a cancelled session is left. */
const settle = (database: Database): Promise<true> =>
  until(async () => {
    const { open } = await database.one<{ open: bigint }>(sql`
      select (select count(*) from payment_operation where completed_at is null)
        + (select count(*) from ticket t join ticketed_session s on s.id = t.session_id
          where t.state = 'VALID' and s.state = 'CANCELLED') as open`);
    return open === 0n ? true : null;
  });

describe('after the sale, many fans who return, exchange and resell at the same moment', () => {
  test('have in the end what they paid for, and no money is lost or given twice', async () => {
    const market = await openMarket();
    try {
      const tally = await trade(market);
      await settle(market.database);
      const { invariants } = await auditTickets(market.database, { graceSeconds: 0 });
      expect(invariants.flatMap(({ name, offenders }) => offenders.map((offender) => ({ name, ...offender })))).toEqual(
        [],
      );
      // It has not passed by doing nothing: each way has been gone to its end, and has been lost to another.
      for (const done of ['return TicketsReturned', 'return TicketNotReturnable', 'exchange TicketOrderPaid']) {
        expect([done, (tally.get(done) ?? 0) > 0]).toEqual([done, true]);
      }
      expect(
        (tally.get('exchange TicketOrderFailed') ?? 0) + (tally.get('resale TicketOrderPaid') ?? 0),
      ).toBeGreaterThan(0);
    } finally {
      await market.service.close();
    }
  });

  test.each([
    [
      'a ticket stays good that was exchanged',
      sql`
      create function keep_good() returns trigger language plpgsql as $$
      begin
        if new.state = 'EXCHANGED' then new.state := 'VALID'; end if;
        return new;
      end $$;
      create trigger keep_good before update on ticket for each row execute function keep_good();`,
    ],
    [
      'a refund gets lost after its ticket was ended',
      sql`
      create function lose_refunds() returns trigger language plpgsql as $$
      begin
        return case when hashtext(new.id::text) % 2 = 0 then null else new end;
      end $$;
      create trigger lose_refunds before insert on ticket_refund for each row execute function lose_refunds();`,
    ],
  ])(
    'are seen by the audit to have too much or too little where %s',
    async (_what, fault: Sql) => {
      const market = await openMarket();
      try {
        await market.database.transaction((tx) => tx.script(fault));
        await trade(market);
        // It does not settle: what the fault has left behind is refused by other guards. What is still under way is let be.
        await until(async () => {
          const { invariants } = await auditTickets(market.database, { graceSeconds: 5 });
          const money = invariants.find(({ name }) => name === 'MONEY_IS_ACCOUNTED_FOR');
          return money?.holds === false ? true : null;
        });
      } finally {
        await market.service.close();
      }
    },
    120_000,
  );
});

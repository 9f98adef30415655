import { sql } from '@games/postgres';
import { signedViewerHeaders, testViewer } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelSession } from '../src/commands/sessions/cancelSession.ts';
import { holdSeatsMutation, newKey, openSaleOf } from './sale.ts';
import { fan, startTestService, type TestService } from './service.ts';
import { draftSession, smallVenue, storeVenue } from './venue.ts';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  const ids = await storeVenue(service.database, smallVenue, [draftSession('LIVE', smallVenue)]);
  await openSaleOf(service.database, [...ids.values()]);
});
afterAll(() => service.close());

const query = /* GraphQL */ `subscription ($session: ID!) { ticketAvailability(session: $session) {
  session { code } at total { free held state } categories { code price { amount } availability { free } } } }`;

/** Subscribes as a site does, without being logged in; gives the events one by one. */
async function* follow(session: string, signal: AbortSignal, text = query) {
  const response = await fetch(service.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...signedViewerHeaders(testViewer(), 'ticketing'),
    },
    body: JSON.stringify({ query: text, variables: { session } }),
    signal,
  });
  let unread = '';
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    unread += Buffer.from(chunk).toString();
    const lines = unread.split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {')) yield JSON.parse(line.slice('data: '.length));
  }
}

describe('live availability', () => {
  test('comes at once, and then when something has changed, down to the cancellation', async () => {
    const over = new AbortController();
    const events = follow('tse_LIVE', over.signal);
    const next = async () => (await events.next()).value.data.ticketAvailability;
    expect(await next()).toEqual({
      session: { code: 'LIVE' },
      at: expect.any(String),
      total: { free: 120, held: 0, state: 'AVAILABLE' },
      categories: [
        { code: 'FIRST', price: { amount: '100.00' }, availability: { free: 40 } },
        { code: 'A', price: { amount: '90.00' }, availability: { free: 80 } },
      ],
    });
    const input = { session: 'tse_LIVE', seats: ['sea_STA.1', 'sea_STA.2'], idempotencyKey: newKey() };
    const { holdSeats } = await service.ask(holdSeatsMutation, { input }, fan('amy'));
    expect((await next()).total).toEqual({ free: 118, held: 2, state: 'AVAILABLE' });
    // What one process holds, another sees: the truth is counted, not what this process has heard of.
    await service.database.run(sql`
      update hold set expires_at = now() where id = ${holdSeats.hold.id.slice(4)}::uuid`);
    expect((await next()).total).toEqual({ free: 120, held: 0, state: 'AVAILABLE' });
    await cancelSession(service.database, 'staff-1', 'LIVE', 'A storm');
    expect((await next()).total).toMatchObject({ free: 0, state: 'CANCELLED' });
    over.abort();
    await expect(events.next()).rejects.toThrow();
  });

  test('says the same under the ids of the session and its categories, at each event', async () => {
    const over = new AbortController();
    const ids = await storeVenue(service.database, { ...smallVenue, code: 'IDS' }, [
      draftSession('IDS', { ...smallVenue, code: 'IDS' }),
    ]);
    await openSaleOf(service.database, [...ids.values()], { code: 'OPEN-3' });
    const counts = 'availability { total free held sold state }';
    const events = follow(
      'tse_IDS',
      over.signal,
      `subscription ($session: ID!) { ticketAvailability(session: $session) { total { total free held sold state }
        categories { code ${counts} } session { id state ${counts} priceCategories { id code ${counts} } } } }`,
    );
    const next = async () => (await events.next()).value.data.ticketAvailability;
    const expectAgreement = ({ session, total, categories }: Awaited<ReturnType<typeof next>>) => {
      expect(session.availability).toEqual(total);
      expect(session.priceCategories).toEqual(
        categories.map((category: { code: string }) => ({ id: `prc_IDS.${category.code}`, ...category })),
      );
    };
    expectAgreement(await next());
    const input = { session: 'tse_IDS', seats: ['sea_IDS.1'], idempotencyKey: newKey() };
    await service.ask(holdSeatsMutation, { input }, fan('amy'));
    const held = await next();
    expect(held.session.availability.held).toBe(1);
    expectAgreement(held);
    await cancelSession(service.database, 'staff-1', 'IDS', 'A storm');
    const cancelled = await next();
    expect(cancelled.session.state).toBe('CANCELLED');
    expectAgreement(cancelled);
    over.abort();
  });

  test('of a session that is not there is an error', async () => {
    const event = (await follow('tse_NONE', new AbortController().signal).next()).value;
    expect(event.errors[0].extensions.code).toBe('INVALID_ID');
  });

  test('goes to many who follow one session', async () => {
    const over = new AbortController();
    const ids = await storeVenue(service.database, { ...smallVenue, code: 'TWO' }, [
      draftSession('MANY', { ...smallVenue, code: 'TWO' }),
    ]);
    await openSaleOf(service.database, [...ids.values()], { code: 'OPEN-2' });
    const followers = Array.from({ length: 5 }, () => follow('tse_MANY', over.signal));
    const nextEvents = () =>
      Promise.all(followers.map(async (events) => (await events.next()).value.data.ticketAvailability.total.free));
    expect(await nextEvents()).toEqual([120, 120, 120, 120, 120]);
    const input = { session: 'tse_MANY', seats: ['sea_TWO.1'], idempotencyKey: newKey() };
    await service.ask(holdSeatsMutation, { input }, fan('amy'));
    expect(await nextEvents()).toEqual([119, 119, 119, 119, 119]);
    over.abort();
    await Promise.allSettled(followers.map((events) => events.next()));
  });
});

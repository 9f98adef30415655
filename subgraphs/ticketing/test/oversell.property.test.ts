import type { Viewer } from '@games/service';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auditTickets } from '../src/commands/audit/auditTickets.ts';
import { insertSessions } from '../src/sql/sessions/insertSessions.ts';
import {
  createOrderMutation,
  expireHolds,
  holdSeatsMutation,
  newKey,
  openSaleOf,
  payMutation,
  releaseMutation,
} from './sale.ts';
import { type Sandbox, startPayingService, startSandbox } from './sandbox.ts';
import { fan, type TestService } from './service.ts';
import { draftSession, storeVenue, type VenueShape } from './venue.ts';

const venue: VenueShape = { code: 'TINY', rows: 1, seatsPerRow: 6, categories: ['A'], standing: 0, wheelchairs: 0 };
const seatsCount = 6;

let sandbox: Sandbox;
let service: TestService;
beforeAll(async () => {
  sandbox = await startSandbox();
  service = await startPayingService(sandbox);
  await storeVenue(service.database, venue, []);
});
afterAll(async () => {
  await service.close();
  await sandbox.stop();
});

/** A hold as the model knows it. */
interface ModelHold {
  readonly id: string;
  readonly owner: Viewer;
  readonly seats: readonly number[];
  state: 'HELD' | 'SOLD' | 'GONE';
}

type Step =
  | { readonly kind: 'hold'; readonly fan: number; readonly seats: readonly number[] }
  | { readonly kind: 'release' | 'expire' | 'pay' | 'payDeclined'; readonly nth: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('hold' as const),
      fan: fc.integer({ min: 0, max: 2 }),
      seats: fc.uniqueArray(fc.integer({ min: 1, max: seatsCount }), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('release' as const, 'expire' as const, 'pay' as const, 'payDeclined' as const),
      nth: fc.nat(5),
    }),
  },
);

let sessions = 0;

test('whatever is held, released, let go and paid, every answer is that of a simple model, and the audit holds', async () => {
  let sold = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      sessions += 1;
      const code = `P${sessions}`;
      const ids = await insertSessions(service.database, [draftSession(code, venue)]);
      await openSaleOf(service.database, [...ids.values()], { code: `OPEN-${sessions}` });
      const holds: ModelHold[] = [];
      const stateOf = (seat: number): string | undefined =>
        holds.find(({ seats, state }) => state !== 'GONE' && seats.includes(seat))?.state;
      for (const next of steps) {
        if (next.kind === 'hold') await holdAsModel(code, holds, stateOf, next);
        else await changeAsModel(holds, next);
      }
      sold += holds.filter(({ state }) => state === 'SOLD').length;
      const { ticketedSession } = await service.ask(
        'query ($id: ID!) { ticketedSession(id: $id) { availability { free held sold } } }',
        { id: `tse_${code}` },
      );
      const states = Array.from({ length: seatsCount }, (_, index) => stateOf(index + 1));
      expect(ticketedSession.availability).toEqual({
        free: states.filter((state) => state === undefined).length,
        held: states.filter((state) => state === 'HELD').length,
        sold: states.filter((state) => state === 'SOLD').length,
      });
    }),
    { numRuns: 30, seed: 2028, endOnFailure: true },
  );
  expect(sold).toBeGreaterThan(0);
  const { invariants } = await auditTickets(service.database, { graceSeconds: 0 });
  expect(invariants.flatMap(({ offenders }) => offenders)).toEqual([]);
});

async function holdAsModel(
  code: string,
  holds: ModelHold[],
  stateOf: (seat: number) => string | undefined,
  { fan: number, seats }: Extract<Step, { kind: 'hold' }>,
): Promise<void> {
  const owner = fan(`model-${sessions}-${number}`);
  const input = { session: `tse_${code}`, seats: seats.map((seat) => `sea_TINY.${seat}`), idempotencyKey: newKey() };
  const { holdSeats } = await service.ask(holdSeatsMutation, { input }, owner);
  const taken = seats.filter((seat) => stateOf(seat) !== undefined).toSorted((a, b) => a - b);
  if (taken.length === 0) {
    expect(holdSeats).toMatchObject({ __typename: 'HoldPlaced' });
    holds.push({ id: holdSeats.hold.id, owner, seats, state: 'HELD' });
  } else {
    expect(holdSeats).toMatchObject({
      __typename: 'SeatsUnavailable',
      conflicts: taken.map((seat) => ({ seat: `sea_TINY.${seat}`, state: stateOf(seat) })),
    });
  }
}

async function changeAsModel(
  holds: readonly ModelHold[],
  { kind, nth }: Exclude<Step, { kind: 'hold' }>,
): Promise<void> {
  const hold = holds[nth];
  if (hold === undefined) return;
  const { id, owner } = hold;
  if (kind === 'expire') {
    if (hold.state !== 'HELD') return;
    await expireHolds(service.database, [id]);
    hold.state = 'GONE';
    return;
  }
  if (kind === 'release') {
    const { releaseHold } = await service.ask(releaseMutation, { input: { hold: id } }, owner);
    if (hold.state === 'SOLD') expect(releaseHold.__typename).not.toBe('HoldReleased');
    else if (releaseHold.__typename === 'HoldReleased') hold.state = 'GONE';
    return;
  }
  const made = (await service.ask(createOrderMutation, { input: { holds: [id], idempotencyKey: newKey() } }, owner))
    .createTicketOrder;
  if (hold.state !== 'HELD' || made.fault === 'IN_ANOTHER_ORDER') {
    expect(made.__typename).toBe('HoldNotUsable');
    return;
  }
  const means = { method: 'VISA', cardToken: kind === 'pay' ? 'tok_visa' : 'tok_visa_declined' };
  const input = { order: made.order.id, returnUrl: 'https://shop.example/', idempotencyKey: newKey(), ...means };
  const { payTicketOrder } = await service.ask(payMutation, { input }, owner);
  expect(payTicketOrder.__typename).toBe(kind === 'pay' ? 'TicketOrderPaid' : 'TicketPaymentDeclined');
  if (kind === 'pay') hold.state = 'SOLD';
}

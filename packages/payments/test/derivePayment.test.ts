import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type DerivedPayment, derivePayment, refundableMinor } from '../src/domain/derivePayment.ts';
import {
  actionRequired,
  authenticated,
  authorized,
  captured,
  chargebackReversed,
  chargedBack,
  failed,
  mismatch,
  type PaymentFact,
  refunded,
  refundFailed,
  refundRequested,
  voided,
} from '../src/domain/fact.ts';
import { leadsTo, paymentTransitions } from '../src/domain/paymentStates.ts';

const at = new Date('2028-07-22T19:30:00-07:00');
const amountMinor = 10_000n;

/** Every set of facts that a provider can tell about one payment, contradictions of timing included. */
const factSets = fc
  .record({
    action: fc.boolean(),
    transStatus: fc.option(fc.constantFrom('Y', 'A', 'N', 'U', 'C', 'D', 'R', 'I')),
    failures: fc.subarray(['DECLINED', 'NOT_AUTHENTICATED', 'EXPIRED'] as const),
    authorized: fc.boolean(),
    captured: fc.boolean(),
    voided: fc.boolean(),
    refunds: fc.array(
      fc.record({ requested: fc.boolean(), end: fc.constantFrom('none', 'done', 'failed', 'failed, then done') }),
      { maxLength: 4 },
    ),
    chargeback: fc.constantFrom('none', 'open', 'won', 'won, unheard of'),
    mismatched: fc.boolean(),
  })
  .map((story): PaymentFact[] => [
    ...(story.action ? [actionRequired(at, { kind: 'REDIRECT', url: 'https://bank.test', expiresAt: at })] : []),
    ...(story.transStatus === null ? [] : [authenticated(at, { transStatus: story.transStatus, eci: null, id: 'a' })]),
    ...story.failures.map((code) => failed(at, code)),
    ...(story.authorized ? [authorized(at, amountMinor)] : []),
    ...(story.captured ? [captured(at, amountMinor)] : []),
    ...(story.voided ? [voided(at)] : []),
    ...story.refunds.flatMap(({ requested, end }, index) => [
      ...(requested ? [refundRequested(at, `r${index}`, 2_500n)] : []),
      ...(end.includes('failed') ? [refundFailed(at, `r${index}`, 2_500n)] : []),
      ...(end.includes('done') ? [refunded(at, `r${index}`, 2_500n)] : []),
    ]),
    ...(story.chargeback === 'open' || story.chargeback === 'won' ? [chargedBack(at, 'c', 10_000n)] : []),
    ...(story.chargeback.startsWith('won') ? [chargebackReversed(at, 'c', 10_000n)] : []),
    ...(story.mismatched ? [mismatch(at, 'n1', 'other amount')] : []),
  ]);

/** A set of facts, and the same facts in another order with repetitions. */
const arrivals = factSets.chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    arrived: fc
      .array(fc.nat(Math.max(facts.length - 1, 0)), { maxLength: facts.length === 0 ? 0 : 12 })
      .chain((again) =>
        fc.shuffledSubarray([...facts, ...again.map((index) => facts[index] as PaymentFact)], {
          minLength: facts.length + again.length,
        }),
      ),
  }),
);

describe('the state of a payment', () => {
  test('is the same whatever the order and the repetitions in which its events arrive', () => {
    fc.assert(
      fc.property(arrivals, ({ facts, arrived }) => {
        expect(derivePayment(arrived)).toEqual(derivePayment(facts));
      }),
      { numRuns: 2_000 },
    );
  });

  test('only ever moves along the table of transitions while events arrive', () => {
    fc.assert(
      fc.property(arrivals, ({ arrived }) => {
        let before: DerivedPayment = derivePayment([]);
        for (let heard = 1; heard <= arrived.length; heard += 1) {
          const after = derivePayment(arrived.slice(0, heard));
          expect(leadsTo(before.state, after.state)).toBe(true);
          before = after;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('never refunds more than was captured', () => {
    fc.assert(
      fc.property(arrivals, ({ arrived }) => {
        const derived = derivePayment(arrived);
        const { capturedMinor, refundedMinor, unrequestedRefundMinor, chargedBackMinor } = derived;
        expect(refundedMinor <= capturedMinor).toBe(true);
        expect(unrequestedRefundMinor >= 0n && unrequestedRefundMinor <= refundedMinor).toBe(true);
        expect(chargedBackMinor >= 0n && chargedBackMinor <= capturedMinor).toBe(true);
        expect(refundableMinor(derived) <= capturedMinor - refundedMinor).toBe(true);
      }),
    );
  });

  test('believed from the last message alone would depend on the order: the property sees that fault', () => {
    const lastMessage = (facts: readonly PaymentFact[]) => facts.at(-1)?.type ?? null;
    const outcome = fc.check(
      fc.property(arrivals, ({ facts, arrived }) => lastMessage(arrived) === lastMessage(facts)),
    );
    expect(outcome.failed).toBe(true);
  });

  test('says nothing of a refund before its capture is known, and counts it afterwards', () => {
    const early = [authorized(at, amountMinor), refunded(at, 'r1', 2_500n)];
    expect(derivePayment(early)).toMatchObject({ state: 'AUTHORIZED', refundedMinor: 0n });
    expect(derivePayment([...early, captured(at, amountMinor)])).toMatchObject({
      state: 'PARTIALLY_REFUNDED',
      refundedMinor: 2_500n,
    });
  });

  test('is captured when a void and a capture crossed, because the money was taken', () => {
    expect(derivePayment([voided(at), captured(at, amountMinor)]).state).toBe('CAPTURED');
  });

  test('ends in REFUNDED and nowhere else', () => {
    expect(Object.entries(paymentTransitions).filter(([, next]) => next.length === 0)).toEqual([['REFUNDED', []]]);
  });
});

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
  voided,
} from '../../domain/fact.ts';
import type { ProviderReport } from '../provider.ts';
import type { AcquirerAmount, AcquirerPayment } from './acquirerApi.ts';
import { type AuthenticationPolicy, type AuthenticationStep, judgeAuthentication } from './threeDSecure.ts';

/**
 * What the acquirer's record of a payment says. The same function reads answers, webhooks and inquiries, so all of them
 * yield the same facts. A record that lacks what happened later says less, never something else.
 */
export function reportOfPayment(payment: AcquirerPayment, policy: AuthenticationPolicy): ProviderReport {
  const { transStatus, eci, id, completedAt, expiresAt } = payment.authentication;
  const at = new Date(completedAt ?? payment.createdAt);
  const decided = payment.authorisedAt !== null || payment.refusedAt !== null || payment.voidedAt !== null;
  const step = decided ? null : judgeAuthentication(transStatus, eci, policy);
  return {
    facts: [
      authenticated(at, { transStatus, eci, id }),
      ...stepFacts(step, at, payment.authentication.challengeUrl, new Date(expiresAt)),
      ...moneyFacts(payment),
      ...refundFacts(payment),
      ...chargebackFacts(payment),
    ],
    providerReference: payment.id,
    undecided: step !== null && step.next !== 'fail',
    proceed: step?.next === 'authorise',
  };
}

function stepFacts(step: AuthenticationStep | null, at: Date, url: string | null, expiresAt: Date): PaymentFact[] {
  switch (step?.next) {
    case 'challenge':
      return [actionRequired(at, { kind: 'REDIRECT', url, expiresAt })];
    case 'wait':
      return [actionRequired(at, { kind: 'WAIT', url: null, expiresAt })];
    case 'fail':
      return [failed(at, step.code)];
    default:
      return [];
  }
}

function moneyFacts(payment: AcquirerPayment): PaymentFact[] {
  const facts: PaymentFact[] = [];
  const amountMinor = BigInt(payment.amount.minor);
  if (payment.authorisedAt !== null) facts.push(authorized(new Date(payment.authorisedAt), amountMinor));
  if (payment.refusedAt !== null) {
    facts.push(failed(new Date(payment.refusedAt), payment.refusalReason === 'expired' ? 'EXPIRED' : 'DECLINED'));
  }
  if (payment.capturedAt !== null && payment.captured !== null) {
    const at = new Date(payment.capturedAt);
    facts.push(moved(payment, payment.captured, captured(at, BigInt(payment.captured.minor))));
  }
  if (payment.voidedAt !== null) facts.push(voided(new Date(payment.voidedAt)));
  return facts;
}

function refundFacts(payment: AcquirerPayment): PaymentFact[] {
  return payment.refunds.flatMap(({ refundReference, amount, status, at }) => {
    if (status === 'PENDING') return [];
    const state = status === 'SUCCEEDED' ? refunded : refundFailed;
    return [moved(payment, amount, state(new Date(at), refundReference, BigInt(amount.minor)))];
  });
}

function chargebackFacts(payment: AcquirerPayment): PaymentFact[] {
  return (payment.chargebacks ?? []).flatMap(({ id, amount, openedAt, wonAt }) => {
    const minor = BigInt(amount.minor);
    const opened = chargedBack(new Date(openedAt), id, minor);
    const facts = wonAt === null ? [opened] : [opened, chargebackReversed(new Date(wonAt), id, minor)];
    return facts.map((fact) => moved(payment, amount, fact));
  });
}

/** A fact about money of the payment's currency; of any other it is for staff to find out what has happened. */
function moved(payment: AcquirerPayment, { minor, currency }: AcquirerAmount, fact: PaymentFact): PaymentFact {
  return currency === payment.amount.currency ? fact : mismatch(fact.at, fact.key, `${fact.type} ${minor} ${currency}`);
}

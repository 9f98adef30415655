import type { PaymentFact, PaymentFactType } from '../domain/fact.ts';

/** A fact as a row of payment_event. */
export interface EventRow {
  readonly type: PaymentFactType;
  readonly key: string;
  readonly amount_minor: bigint | null;
  readonly detail: Readonly<Record<string, string | null>>;
  readonly happened_at: Date;
}

type EventRecord = { [Column in keyof Omit<EventRow, 'amount_minor'>]: unknown } & { amount_minor: string | null };

/** A fact in the form that `jsonb_to_recordset` reads. */
export function recordOf(fact: PaymentFact): EventRecord {
  return {
    type: fact.type,
    key: fact.key,
    happened_at: fact.at,
    amount_minor: 'amountMinor' in fact ? fact.amountMinor.toString() : null,
    detail: detailOf(fact),
  };
}

function detailOf(fact: PaymentFact): object {
  switch (fact.type) {
    case 'ACTION_REQUIRED':
      return fact.action;
    case 'AUTHENTICATED':
      return fact.authentication;
    case 'FAILED':
      return { code: fact.code };
    case 'REFUND_REQUESTED':
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return { refundId: fact.refundId };
    case 'CHARGED_BACK':
    case 'CHARGEBACK_REVERSED':
      return { chargebackId: fact.chargebackId };
    case 'MISMATCH':
      return { reason: fact.reason };
    case 'AUTHORIZED':
    case 'CAPTURED':
    case 'VOIDED':
      return {};
  }
}

/** The fact of a row. What is read here was written by {@link recordOf}. */
export function factOf(row: EventRow): PaymentFact {
  const { type, key, detail } = row;
  const common = { key, at: row.happened_at };
  const amountMinor = row.amount_minor ?? 0n;
  switch (type) {
    case 'ACTION_REQUIRED': {
      const action = {
        kind: detail.kind as 'REDIRECT' | 'WAIT',
        url: detail.url ?? null,
        expiresAt: new Date(detail.expiresAt as string),
      };
      return { type, ...common, action };
    }
    case 'AUTHENTICATED': {
      const { transStatus, eci, id } = detail as { transStatus: string; eci: string | null; id: string };
      return { type, ...common, authentication: { transStatus, eci, id } };
    }
    case 'FAILED':
      return { type, ...common, code: detail.code as (PaymentFact & { type: 'FAILED' })['code'] };
    case 'AUTHORIZED':
    case 'CAPTURED':
      return { type, ...common, amountMinor };
    case 'VOIDED':
      return { type, ...common };
    case 'REFUND_REQUESTED':
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return { type, ...common, refundId: detail.refundId as string, amountMinor };
    case 'CHARGED_BACK':
    case 'CHARGEBACK_REVERSED':
      return { type, ...common, chargebackId: detail.chargebackId as string, amountMinor };
    case 'MISMATCH':
      return { type, ...common, reason: detail.reason as string };
  }
}

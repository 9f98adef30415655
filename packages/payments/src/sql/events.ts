import type { Authentication, PaymentFact, PaymentFactType } from '../domain/fact.ts';
import type { PaymentAction } from '../domain/payment.ts';

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

/** What only facts of this type say, without the names under which the fact has it. */
function detailOf(fact: PaymentFact): object {
  if (fact.type === 'ACTION_REQUIRED') return fact.action;
  if (fact.type === 'AUTHENTICATED') return fact.authentication;
  const { type: _type, key: _key, at: _at, amountMinor: _amount, ...detail } = { amountMinor: null, ...fact };
  return detail;
}

/** The fact of a row. What is read here was written by {@link recordOf}. */
export function factOf({ type, key, detail, amount_minor, happened_at: at }: EventRow): PaymentFact {
  if (type === 'ACTION_REQUIRED') {
    const { kind, url = null, expiresAt } = detail;
    const action = { kind: kind as PaymentAction['kind'], url, expiresAt: new Date(expiresAt as string) };
    return { type, key, at, action };
  }
  if (type === 'AUTHENTICATED') return { type, key, at, authentication: detail as unknown as Authentication };
  return { type, key, at, ...detail, ...(amount_minor === null ? {} : { amountMinor: amount_minor }) } as PaymentFact;
}

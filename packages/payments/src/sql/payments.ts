import { type Queryable, sql, type Transaction } from '@games/postgres';
import { type DerivedPayment, failureOfCode } from '../domain/derivePayment.ts';
import type { PaymentFact } from '../domain/fact.ts';
import type { Payment, PaymentAction, PaymentFailureCode } from '../domain/payment.ts';
import { type EventRow, factOf, recordOf } from './events.ts';

/** A payment with what only this package looks at. */
export type StoredPayment = Payment & {
  readonly providerReference: string | null;
  /** When the provider is asked next; null when there is nothing to ask. */
  readonly inquireAt: Date | null;
  readonly inquiries: number;
};

type PaymentRow = Omit<StoredPayment, 'action' | 'failure'> & {
  readonly action: (Omit<PaymentAction, 'expiresAt'> & { readonly expiresAt: string }) | null;
  readonly failure: PaymentFailureCode | null;
};

const columns = sql`p.id, p.reference, p.owner, p.method, p.capture_mode as capture, p.currency,
  p.amount_minor as "amountMinor", p.state, p.authorized_minor as "authorizedMinor", p.captured_minor as "capturedMinor",
  p.refunded_minor as "refundedMinor", p.unrequested_refund_minor as "unrequestedRefundMinor",
  p.charged_back_minor as "chargedBackMinor", p.refund_pending_minor as "refundPendingMinor", p.action,
  p.failure_code as failure, p.created_at as "createdAt", p.expires_at as "expiresAt",
  p.provider_reference as "providerReference", p.inquire_at as "inquireAt", p.inquiries`;

export type PaymentOpening = Pick<Payment, Exclude<keyof typeof openingTypes, 'inquireAt'>> & {
  /** When the sweep looks at it, should it not be started before. */
  readonly inquireAt: Date;
};

const openingTypes = {
  id: 'text',
  reference: 'text',
  owner: 'text',
  method: 'text',
  capture: 'text',
  currency: 'text',
  amountMinor: 'bigint',
  expiresAt: 'timestamptz',
  inquireAt: 'timestamptz',
} as const;

/** Writes payments; the result is in their order. */
export async function insertPayments(db: Queryable, openings: readonly PaymentOpening[]): Promise<StoredPayment[]> {
  if (openings.length === 0) return [];
  const rows = await db.many<PaymentRow>(sql`
    insert into payment as p (id, reference, owner, method, capture_mode, currency, amount_minor, expires_at, inquire_at)
    select * from ${sql.rows('o', openings, openingTypes)}
    returning ${columns}`);
  const stored = new Map(rows.map((row) => [row.id, paymentOf(row)]));
  return openings.map(({ id }) => stored.get(id) as StoredPayment);
}

export async function selectPayment(db: Queryable, id: string): Promise<StoredPayment | null> {
  const row = await db.maybeOne<PaymentRow>(sql`select ${columns} from payment p where id = ${id}`);
  return row === null ? null : paymentOf(row);
}

/** A payment with the keys of all its facts. */
export interface KeyedPayment {
  readonly payment: StoredPayment;
  readonly keys: ReadonlySet<string>;
}

/** Payments with the keys of all their facts, in the order of the ids; null where there is none. */
export async function selectKeyedPayments(db: Queryable, ids: readonly string[]): Promise<(KeyedPayment | null)[]> {
  const rows = await db.many<PaymentRow & { keys: string[] }>(sql`
    select ${columns}, array(select key from payment_event e where e.payment_id = p.id) as keys
    from payment p where id = any(${ids}::text[])`);
  const found = new Map(rows.map(({ keys, ...row }) => [row.id, { payment: paymentOf(row), keys: new Set(keys) }]));
  return ids.map((id) => found.get(id) ?? null);
}

/** Payments of one reference, the newest last. There are as many as the fan made attempts; 100 at most are given. */
export async function selectPaymentsOf(db: Queryable, reference: string): Promise<StoredPayment[]> {
  const rows = await db.many<PaymentRow>(
    sql`select ${columns} from payment p where reference = ${reference} order by created_at, id limit 100`,
  );
  return rows.map(paymentOf);
}

/** Payments by their ids, locked until the transaction ends; in the order of the ids, so that there is no deadlock. */
export async function lockPayments(
  tx: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredPayment>> {
  const rows = await tx.many<PaymentRow>(
    sql`select ${columns} from payment p where id = any(${ids}::text[]) order by id for update`,
  );
  return new Map(rows.map((row) => [row.id, paymentOf(row)]));
}

/**
 * The facts of payments. Of locked payments they have to be read by a statement of their own, after the lock: the statement
 * that waited for the lock still sees what the database was when it began.
 */
export async function selectFacts(
  db: Queryable,
  paymentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PaymentFact[]>> {
  if (paymentIds.length === 0) return new Map();
  const rows = await db.many<EventRow & { payment_id: string }>(sql`
    select payment_id, type, key, amount_minor, detail, happened_at from payment_event
    where payment_id = any(${paymentIds}::text[]) order by sequence`);
  const facts = new Map<string, PaymentFact[]>(paymentIds.map((id) => [id, []]));
  for (const row of rows) facts.get(row.payment_id)?.push(factOf(row));
  return facts;
}

export interface PaymentWrite {
  readonly paymentId: string;
  readonly newFacts: readonly PaymentFact[];
  readonly derived: DerivedPayment;
  readonly providerReference: string | null;
  readonly inquireAt: Date | null;
  readonly inquiries: number;
}

/** Appends facts and writes what is derived from all of them, in one statement. The payments must be locked. */
export async function updatePayments(
  tx: Transaction,
  writes: readonly PaymentWrite[],
): Promise<ReadonlyMap<string, StoredPayment>> {
  if (writes.length === 0) return new Map();
  const facts = writes.flatMap(({ paymentId, newFacts }) =>
    newFacts.map((fact) => ({ payment_id: paymentId, ...recordOf(fact) })),
  );
  const rows = await tx.many<PaymentRow>(sql`
    with appended as (
      insert into payment_event (payment_id, key, type, amount_minor, detail, happened_at)
      select payment_id, key, type, amount_minor, detail, happened_at
      from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb)
        as fact (payment_id text, key text, type text, amount_minor bigint, detail jsonb, happened_at timestamptz)
    )
    update payment p set state = c.state, authorized_minor = c.authorized_minor, captured_minor = c.captured_minor,
      refunded_minor = c.refunded_minor, unrequested_refund_minor = c.unrequested_refund_minor,
      charged_back_minor = c.charged_back_minor, refund_pending_minor = c.refund_pending_minor, action = c.action,
      failure_code = c.failure, provider_reference = c.provider_reference, inquire_at = c.inquire_at,
      inquiries = c.inquiries
    from ${sql.rows('c', writes.map(changeOf), changeTypes)}
    where p.id = c.payment_id
    returning ${columns}`);
  return new Map(rows.map((row) => [row.id, paymentOf(row)]));
}

const changeTypes = {
  paymentId: 'text',
  state: 'text',
  authorizedMinor: 'bigint',
  capturedMinor: 'bigint',
  refundedMinor: 'bigint',
  unrequestedRefundMinor: 'bigint',
  chargedBackMinor: 'bigint',
  refundPendingMinor: 'bigint',
  action: 'jsonb',
  failure: 'text',
  providerReference: 'text',
  inquireAt: 'timestamptz',
  inquiries: 'integer',
};

function changeOf({ derived, ...plans }: PaymentWrite) {
  const action = derived.action === null ? null : JSON.stringify(derived.action);
  return { ...plans, ...derived, action, failure: derived.failure?.code ?? null };
}

/** Sets when the provider is asked about payments next. */
export async function updateInquiryTimes(db: Queryable, paymentIds: readonly string[], at: Date): Promise<void> {
  if (paymentIds.length === 0) return;
  await db.run(sql`update payment set inquire_at = ${at} where id = any(${paymentIds}::text[])`);
}

/**
 * Takes payments that are due to be asked about, so that no other process asks meanwhile: they become due again after
 * `leaseMs` should this process die.
 */
export async function updateDuePayments(db: Queryable, now: Date, leaseMs: number, limit: number): Promise<string[]> {
  const rows = await db.many<{ id: string }>(sql`
    update payment set inquire_at = ${new Date(now.getTime() + leaseMs)}
    where id in (
      select id from payment where inquire_at <= ${now} order by inquire_at limit ${limit} for update skip locked
    )
    returning id`);
  return rows.map((row) => row.id);
}

function paymentOf(row: PaymentRow): StoredPayment {
  const { action, failure } = row;
  return {
    ...row,
    action: action === null ? null : { ...action, expiresAt: new Date(action.expiresAt) },
    failure: failure === null ? null : failureOfCode(failure),
  };
}

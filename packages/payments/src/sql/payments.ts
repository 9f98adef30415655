import { type Queryable, sql, type Transaction } from '@games/postgres';
import type { DerivedPayment } from '../domain/derivePayment.ts';
import { failureOfCode } from '../domain/derivePayment.ts';
import type { PaymentFact } from '../domain/fact.ts';
import type { CaptureMode, Payment, PaymentFailureCode, PaymentMethod, PaymentState } from '../domain/payment.ts';
import { type EventRow, factOf, recordOf } from './events.ts';

/** A payment with what only this package looks at. */
export type StoredPayment = Payment & { readonly providerReference: string | null; readonly inquiries: number };

type PaymentRow = {
  readonly id: string;
  readonly reference: string;
  readonly owner: string;
  readonly method: PaymentMethod;
  readonly capture_mode: CaptureMode;
  readonly currency: string;
  readonly amount_minor: bigint;
  readonly state: PaymentState;
  readonly authorized_minor: bigint;
  readonly captured_minor: bigint;
  readonly refunded_minor: bigint;
  readonly refund_pending_minor: bigint;
  readonly action: { kind: 'REDIRECT' | 'WAIT'; url: string | null; expiresAt: string } | null;
  readonly failure_code: PaymentFailureCode | null;
  readonly provider_reference: string | null;
  readonly created_at: Date;
  readonly expires_at: Date;
  readonly inquiries: number;
};

const columns = sql`id, reference, owner, method, capture_mode, currency, amount_minor, state, authorized_minor,
  captured_minor, refunded_minor, refund_pending_minor, action, failure_code, provider_reference, created_at, expires_at,
  inquiries`;

export type PaymentOpening = {
  readonly id: string;
  readonly reference: string;
  readonly owner: string;
  readonly method: PaymentMethod;
  readonly capture: CaptureMode;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly expiresAt: Date;
  /** When the sweep looks at it, should nobody come. */
  readonly inquireAt: Date;
};

export async function insertPayment(db: Queryable, opening: PaymentOpening): Promise<StoredPayment> {
  return paymentOf(
    await db.one<PaymentRow>(sql`
      insert into payment (id, reference, owner, method, capture_mode, currency, amount_minor, expires_at, inquire_at)
      values (${opening.id}, ${opening.reference}, ${opening.owner}, ${opening.method}, ${opening.capture},
              ${opening.currency}, ${opening.amountMinor}, ${opening.expiresAt}, ${opening.inquireAt})
      returning ${columns}`),
  );
}

export async function selectPayment(db: Queryable, id: string): Promise<StoredPayment | null> {
  const row = await db.maybeOne<PaymentRow>(sql`select ${columns} from payment where id = ${id}`);
  return row === null ? null : paymentOf(row);
}

/** Payments of one reference, the newest last. There are as many as the fan made attempts; 100 at most are given. */
export async function selectPaymentsOf(db: Queryable, reference: string): Promise<StoredPayment[]> {
  const rows = await db.many<PaymentRow>(
    sql`select ${columns} from payment where reference = ${reference} order by created_at, id limit 100`,
  );
  return rows.map(paymentOf);
}

/** The payment, locked until the transaction ends. */
export async function lockPayment(tx: Transaction, id: string): Promise<StoredPayment | null> {
  const row = await tx.maybeOne<PaymentRow>(sql`select ${columns} from payment where id = ${id} for update`);
  return row === null ? null : paymentOf(row);
}

/**
 * The facts of a payment. Of a locked payment they have to be read by a statement of their own, after the lock: the
 * statement that waited for the lock still sees what the database was when it began.
 */
export async function selectFacts(db: Queryable, paymentId: string): Promise<PaymentFact[]> {
  const rows = await db.many<EventRow>(sql`
    select type, key, amount_minor, detail, happened_at from payment_event
    where payment_id = ${paymentId} order by sequence`);
  return rows.map(factOf);
}

export type PaymentWrite = {
  readonly paymentId: string;
  readonly newFacts: readonly PaymentFact[];
  readonly derived: DerivedPayment;
  readonly providerReference: string | null;
  readonly inquireAt: Date | null;
  readonly inquiries: number;
};

/** Appends facts and writes what is derived from all of them, in one statement. The payment must be locked. */
export async function writePayment(tx: Transaction, write: PaymentWrite): Promise<StoredPayment> {
  const { derived } = write;
  const row = await tx.one<PaymentRow>(sql`
    with appended as (
      insert into payment_event (payment_id, key, type, amount_minor, detail, happened_at)
      select ${write.paymentId}, key, type, amount_minor, detail, happened_at
      from jsonb_to_recordset(${JSON.stringify(write.newFacts.map(recordOf))}::jsonb)
        as fact (key text, type text, amount_minor bigint, detail jsonb, happened_at timestamptz)
    )
    update payment set
      state = ${derived.state},
      authorized_minor = ${derived.authorizedMinor},
      captured_minor = ${derived.capturedMinor},
      refunded_minor = ${derived.refundedMinor},
      refund_pending_minor = ${derived.refundPendingMinor},
      action = ${derived.action === null ? null : JSON.stringify(derived.action)},
      failure_code = ${derived.failure?.code ?? null},
      provider_reference = ${write.providerReference},
      inquire_at = ${write.inquireAt},
      inquiries = ${write.inquiries}
    where id = ${write.paymentId}
    returning ${columns}`);
  return paymentOf(row);
}

/** Sets when the provider is asked next. */
export async function planInquiry(db: Queryable, paymentId: string, at: Date | null): Promise<void> {
  await db.run(sql`update payment set inquire_at = ${at} where id = ${paymentId}`);
}

/**
 * Takes payments that are due to be asked about, so that no other process asks meanwhile: they become due again after
 * `leaseMs` should this process die.
 */
export async function claimDuePayments(db: Queryable, now: Date, leaseMs: number, limit: number): Promise<string[]> {
  const rows = await db.many<{ id: string }>(sql`
    update payment set inquire_at = ${new Date(now.getTime() + leaseMs)}
    where id in (
      select id from payment where inquire_at <= ${now} order by inquire_at limit ${limit} for update skip locked
    )
    returning id`);
  return rows.map((row) => row.id);
}

function paymentOf(row: PaymentRow): StoredPayment {
  return {
    id: row.id,
    reference: row.reference,
    owner: row.owner,
    method: row.method,
    capture: row.capture_mode,
    currency: row.currency,
    amountMinor: row.amount_minor,
    state: row.state,
    authorizedMinor: row.authorized_minor,
    capturedMinor: row.captured_minor,
    refundedMinor: row.refunded_minor,
    refundPendingMinor: row.refund_pending_minor,
    action: row.action === null ? null : { ...row.action, expiresAt: new Date(row.action.expiresAt) },
    failure: row.failure_code === null ? null : failureOfCode(row.failure_code),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    providerReference: row.provider_reference,
    inquiries: row.inquiries,
  };
}

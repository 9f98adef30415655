import { type Queryable, sql, type Transaction } from '@games/postgres';
import type { PaymentFailureCode } from '../domain/payment.ts';
import type { OperationKind } from '../domain/paymentStates.ts';
import type { PaymentOutcomeKind } from '../paymentOutcome.ts';

/** What an operation was asked to do; stored so that a key means one thing and a dead process's work can be resumed. */
export type OperationRequest = Readonly<Record<string, string>>;

/** An operation's outcome, as stored for replays. The payment itself is read afresh. */
export interface StoredOutcome {
  readonly kind: PaymentOutcomeKind;
  readonly failureCode?: PaymentFailureCode;
  readonly message?: string;
  readonly availableMinor?: string;
}

/** Which operation of which payment. */
export interface OperationName {
  readonly paymentId: string;
  readonly key: string;
}

export type StoredOperation = OperationName & {
  readonly kind: OperationKind;
  readonly request: OperationRequest;
  /** True while some process runs it. */
  readonly leased: boolean;
  readonly outcome: StoredOutcome | null;
};

const columns = sql`payment_id as "paymentId", key, kind, request, coalesce(leased_until > now(), false) as leased, outcome`;
const pairs = (names: readonly OperationName[]) => sql`
  select * from unnest(${names.map(({ paymentId }) => paymentId)}::text[], ${names.map(({ key }) => key)}::text[])`;

/** The operations of these names, and all of the same payments that are not completed. The payments must be locked. */
export function selectOperations(tx: Transaction, names: readonly OperationName[]): Promise<StoredOperation[]> {
  return tx.many<StoredOperation>(sql`
    select ${columns} from payment_operation
    where payment_id = any(${names.map(({ paymentId }) => paymentId)}::text[])
      and (completed_at is null or (payment_id, key) in (${pairs(names)}))`);
}

/** Operations that no process runs: scheduled ones, and those of processes that died. */
export function selectIdleOperations(db: Queryable, paymentId: string): Promise<StoredOperation[]> {
  return db.many<StoredOperation>(sql`
    select ${columns} from payment_operation
    where payment_id = ${paymentId} and completed_at is null and (leased_until is null or leased_until <= now())
    order by started_at, key limit 100`);
}

/**
 * Payments whose captures, voids or refunds were started, or were to be started, by a process that has died since. One that is
 * leased to no process (scheduled, or released) waits for the payment's next inquiry; it is abandoned when there is none.
 */
export async function selectAbandonedPayments(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.many<{ paymentId: string }>(sql`
    select distinct o.payment_id as "paymentId" from payment_operation o join payment p on p.id = o.payment_id
    where o.completed_at is null and o.kind in ('CAPTURE', 'VOID', 'REFUND')
      and (o.leased_until <= now() or (o.leased_until is null and p.inquire_at is null)) limit ${limit}`);
  return rows.map(({ paymentId }) => paymentId);
}

export type OperationLease = OperationName & {
  readonly kind: OperationKind;
  readonly request: OperationRequest;
  /** 0 schedules it for the first process that looks. */
  readonly leaseMs: number;
};

/** Writes operations down, or takes them over, for `leaseMs` from now. */
export async function insertOperations(db: Queryable, leases: readonly OperationLease[]): Promise<void> {
  if (leases.length === 0) return;
  await db.run(sql`
    insert into payment_operation (payment_id, key, kind, request, leased_until)
    select "paymentId", key, kind, request,
           case when "leaseMs" > 0 then now() + "leaseMs" * interval '1 millisecond' end
    from jsonb_to_recordset(${JSON.stringify(leases)}::jsonb)
      as lease ("paymentId" text, key text, kind text, request jsonb, "leaseMs" integer)
    on conflict (payment_id, key) do update set leased_until = excluded.leased_until
    where payment_operation.completed_at is null`);
}

export type OperationUpdate = OperationName & {
  /** Null while it is unknown: the operation is released, and its key asks on. */
  readonly outcome: StoredOutcome | null;
};

/** Stores outcomes; their keys answer with them from now on. */
export async function updateOperationOutcomes(tx: Transaction, updates: readonly OperationUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await tx.run(sql`
    update payment_operation o set outcome = completed.outcome, leased_until = null,
      completed_at = case when completed.outcome is not null then now() end
    from jsonb_to_recordset(${JSON.stringify(updates)}::jsonb) as completed ("paymentId" text, key text, outcome jsonb)
    where o.payment_id = completed."paymentId" and o.key = completed.key and o.completed_at is null`);
}

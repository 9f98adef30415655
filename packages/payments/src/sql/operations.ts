import { type Queryable, sql, type Transaction } from '@games/postgres';
import type { PaymentFailureCode } from '../domain/payment.ts';
import type { OperationKind } from '../domain/paymentStates.ts';
import type { PaymentOutcomeKind } from '../outcome.ts';

/** What an operation was asked to do; kept so that a key means one thing and a dead process's work can be taken up. */
export type OperationRequest = Readonly<Record<string, string>>;

/** How an operation ended, as kept for replays. The payment itself is read afresh. */
export type KeptOutcome = {
  readonly kind: PaymentOutcomeKind;
  readonly failureCode?: PaymentFailureCode;
  readonly message?: string;
  readonly availableMinor?: string;
};

export type StoredOperation = {
  readonly key: string;
  readonly kind: OperationKind;
  readonly request: OperationRequest;
  /** True while some process is at it. */
  readonly leased: boolean;
  readonly outcome: KeptOutcome | null;
};

const columns = sql`key, kind, request, coalesce(leased_until > now(), false) as leased, outcome`;

/** The operation of this key, and all that have not ended. The payment must be locked. */
export async function selectOperations(
  tx: Transaction,
  paymentId: string,
  key: string,
): Promise<readonly StoredOperation[]> {
  return tx.many<StoredOperation>(sql`
    select ${columns} from payment_operation
    where payment_id = ${paymentId} and (key = ${key} or ended_at is null)`);
}

/** Operations that nobody is at: scheduled ones, and those of processes that died. */
export async function selectIdleOperations(db: Queryable, paymentId: string): Promise<readonly StoredOperation[]> {
  return db.many<StoredOperation>(sql`
    select ${columns} from payment_operation
    where payment_id = ${paymentId} and ended_at is null and (leased_until is null or leased_until <= now())
    order by begun_at, key limit 100`);
}

export type OperationLease = {
  readonly paymentId: string;
  readonly key: string;
  readonly kind: OperationKind;
  readonly request: OperationRequest;
  /** 0 schedules it for whoever comes first. */
  readonly leaseMs: number;
};

/** Writes an operation down, or takes it over, for `leaseMs` from now. */
export async function leaseOperation(db: Queryable, lease: OperationLease): Promise<void> {
  const until = lease.leaseMs === 0 ? sql`null` : sql`now() + ${lease.leaseMs} * interval '1 millisecond'`;
  await db.run(sql`
    insert into payment_operation (payment_id, key, kind, request, leased_until)
    values (${lease.paymentId}, ${lease.key}, ${lease.kind}, ${JSON.stringify(lease.request)}, ${until})
    on conflict (payment_id, key) do update set leased_until = excluded.leased_until
    where payment_operation.ended_at is null`);
}

/** Keeps the outcome; the key answers with it from now on. */
export async function endOperation(
  tx: Transaction,
  paymentId: string,
  key: string,
  outcome: KeptOutcome,
): Promise<void> {
  await tx.run(sql`
    update payment_operation set outcome = ${JSON.stringify(outcome)}, ended_at = now(), leased_until = null
    where payment_id = ${paymentId} and key = ${key} and ended_at is null`);
}

/** Lets go of an operation whose outcome nobody knows yet. */
export async function releaseOperation(tx: Transaction, paymentId: string, key: string): Promise<void> {
  await tx.run(sql`
    update payment_operation set leased_until = null
    where payment_id = ${paymentId} and key = ${key} and ended_at is null`);
}

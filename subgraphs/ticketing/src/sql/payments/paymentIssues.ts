import { type Queryable, sql, type Transaction } from '@games/postgres';
import { keyset, type Page } from '@games/subgraph';
import { newUuid } from '../../domain/uuid.ts';

export type PaymentIssueKind =
  | 'MISMATCH'
  | 'UNREQUESTED_REFUND'
  | 'CHARGEBACK'
  | 'CHARGEBACK_REVERSED'
  | 'REFUND_REFUSED';

export interface PaymentIssueRow {
  readonly id: string;
  readonly kind: PaymentIssueKind;
  readonly orderId: string;
  readonly paymentId: string;
  readonly amountMinor: bigint | null;
  readonly currency: string;
  readonly detail: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly note: string | null;
}

export type NewPaymentIssue = Pick<PaymentIssueRow, 'orderId' | 'paymentId' | 'amountMinor' | 'currency' | 'detail'> & {
  readonly kind: Exclude<PaymentIssueKind, 'REFUND_REFUSED'>;
};

/** Issues as they are stored, and refunds that their provider has refused. */
const issues = sql`
  select id, kind, order_id, payment_id, amount_minor, currency, detail, created_at, closed_at, note from payment_issue
  union all
  select r.id, 'REFUND_REFUSED', r.order_id, r.payment_id, r.amount_minor, r.currency, r.reason, r.created_at, r.closed_at, r.note
  from ticket_refund r join payment_operation p on p.payment_id = r.payment_id and p.key = r.operation_key
  where p.outcome ->> 'kind' <> 'Done'`;

const columns = sql`i.id, i.kind, i.order_id as "orderId", i.payment_id as "paymentId", i.amount_minor as "amountMinor",
  i.currency, i.detail, i.created_at as "createdAt", i.closed_at as "closedAt", i.note`;

export async function insertPaymentIssues(tx: Transaction, rows: readonly NewPaymentIssue[]): Promise<void> {
  for (const { kind, orderId, paymentId, amountMinor, currency, detail } of rows) {
    await tx.run(sql`
      insert into payment_issue (id, kind, order_id, payment_id, amount_minor, currency, detail)
      values (${newUuid()}::uuid, ${kind}, ${orderId}::uuid, ${paymentId}, ${amountMinor}, ${currency}, ${detail})`);
  }
}

/** One page of issues, the latest first, one more than the page holds. */
export function selectPaymentIssues(db: Queryable, openOnly: boolean, page: Page): Promise<PaymentIssueRow[]> {
  const { where, orderBy, limit } = keyset(page, [
    { expression: sql`i.created_at`, type: sql`timestamptz`, descending: true },
    { expression: sql`i.id`, type: sql`uuid`, descending: true },
  ]);
  return db.many(sql`
    select ${columns} from (${issues}) i
    where (i.closed_at is null or not ${openOnly}) and ${where} order by ${orderBy} limit ${limit}`);
}

export function selectPaymentIssue(db: Queryable, id: string): Promise<PaymentIssueRow | null> {
  return db.maybeOne(sql`select ${columns} from (${issues}) i where i.id = ${id}::uuid`);
}

/** Closes an issue with what was found out. Returns false when it is closed already. */
export async function updatePaymentIssueClosed(
  tx: Transaction,
  { id, kind }: Pick<PaymentIssueRow, 'id' | 'kind'>,
  note: string,
): Promise<boolean> {
  const table = kind === 'REFUND_REFUSED' ? sql`ticket_refund` : sql`payment_issue`;
  const closed = await tx.run(sql`
    update ${table} set closed_at = now(), note = ${note} where id = ${id}::uuid and closed_at is null`);
  return closed === 1;
}

/** An order that was owed money, and is owed none since its last refund is closed, is REFUNDED. */
export async function updateOrderSettled(tx: Transaction, orderId: string): Promise<void> {
  await tx.run(sql`
    update ticket_order o set state = 'REFUNDED' where o.id = ${orderId}::uuid and o.state = 'REFUND_DUE'
      and not exists (
        select from ticket_refund r left join payment_operation p on p.payment_id = r.payment_id and p.key = r.operation_key
        where r.order_id = o.id and r.closed_at is null and r.reason not in ('UNREQUESTED_REFUND', 'CHARGEBACK')
          and coalesce(p.outcome ->> 'kind', '') <> 'Done')`);
}

/** The next attempt of a refund that was refused and is open, or null. Its row is locked until the transaction ends. */
export function updateRefundRetried(
  tx: Transaction,
  id: string,
): Promise<{ paymentId: string; operationKey: string; amountMinor: bigint; reason: string } | null> {
  return tx.maybeOne(sql`
    update ticket_refund r set attempt = r.attempt + 1
    from payment_operation p
    where r.id = ${id}::uuid and r.closed_at is null and p.payment_id = r.payment_id and p.key = r.operation_key
      and p.outcome ->> 'kind' <> 'Done'
    returning r.payment_id as "paymentId", r.operation_key as "operationKey", r.amount_minor as "amountMinor", r.reason`);
}

/** The valid tickets of an order. */
export async function selectValidTickets(tx: Transaction, orderId: string): Promise<readonly string[]> {
  const rows = await tx.many<{ id: string }>(
    sql`select id from ticket where order_id = ${orderId}::uuid and state = 'VALID' order by id`,
  );
  return rows.map(({ id }) => id);
}

import { scheduleRefund } from '@games/payments';
import type { Database, Transaction } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { isUuid } from '../../domain/uuid.ts';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import {
  type PaymentIssueRow,
  selectPaymentIssue,
  updateOrderSettled,
  updatePaymentIssueClosed,
  updateRefundRetried,
} from '../../sql/payments/paymentIssues.ts';

export type ResolveIssueOutcome =
  | { readonly kind: 'Resolved'; readonly orderId: string }
  | { readonly kind: 'NotFound' | 'NotOpen' };

/** Asks the provider again for a refund that it has refused. It is sent by the sweep, as any refund. */
export function retryRefund(
  database: Database,
  staffId: string,
  issueId: string,
  reason: string,
): Promise<ResolveIssueOutcome> {
  return database.transaction(async (tx): Promise<ResolveIssueOutcome> => {
    const issue = await find(tx, issueId);
    if (issue === null) return { kind: 'NotFound' };
    const retry = await updateRefundRetried(tx, issueId);
    if (retry === null) return { kind: 'NotOpen' };
    await scheduleRefund(tx, { ...retry, key: retry.operationKey }, new Date());
    await record(tx, issue, staffId, 'refund.retried', reason);
    return { kind: 'Resolved', orderId: issue.orderId };
  });
}

/** Closes an issue with what staff has found out, or done about it. A refund that is closed is not sent any more. */
export function closePaymentIssue(
  database: Database,
  staffId: string,
  issueId: string,
  note: string,
): Promise<ResolveIssueOutcome> {
  return database.transaction(async (tx): Promise<ResolveIssueOutcome> => {
    const issue = await find(tx, issueId);
    if (issue === null) return { kind: 'NotFound' };
    if (!(await updatePaymentIssueClosed(tx, issue, note))) return { kind: 'NotOpen' };
    if (issue.kind === 'REFUND_REFUSED') await updateOrderSettled(tx, issue.orderId);
    await record(tx, issue, staffId, 'payment_issue.closed', note);
    return { kind: 'Resolved', orderId: issue.orderId };
  });
}

const find = (tx: Transaction, id: string): Promise<PaymentIssueRow | null> =>
  isUuid(id) ? selectPaymentIssue(tx, id) : Promise.resolve(null);

async function record(
  tx: Transaction,
  { id, kind, orderId }: PaymentIssueRow,
  staffId: string,
  action: string,
  reason: string,
): Promise<void> {
  const detail = { issue: encodeId('pis', id), kind, reason };
  await insertAuditLogEntry(tx, staff(staffId), action, encodeId('tor', orderId), detail);
}

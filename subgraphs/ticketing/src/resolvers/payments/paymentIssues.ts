import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { decodeId, encodeId, readPage, toConnection } from '@games/subgraph';
import { requireStaff } from '../../access.ts';
import { closePaymentIssue, retryRefund } from '../../commands/payments/resolvePaymentIssue.ts';
import type { OrderRow } from '../../sql/orders/orders.ts';
import { type PaymentIssueRow, selectPaymentIssue, selectPaymentIssues } from '../../sql/payments/paymentIssues.ts';
import { problem } from '../problem.ts';
import { trimmedText } from '../trimmedText.ts';

const reasonMin = 3;
const reasonMax = 500;

export const paymentIssueResolvers: Resolvers = {
  Query: {
    paymentIssues: async (_root, { openOnly, ...args }, { database, viewer }) => {
      requireStaff(viewer);
      const page = readPage(args, `paymentIssues ${openOnly}`);
      const rows = await selectPaymentIssues(database, openOnly ?? true, page);
      return toConnection(rows, page, ({ createdAt, id }) => [createdAt.toISOString(), id]);
    },
  },
  PaymentIssue: {
    id: ({ id }) => encodeId('pis', id),
    order: async ({ orderId }, _args, { loaders }) => (await loaders.order.load(orderId)) as OrderRow,
    amount: ({ amountMinor, currency }) => (amountMinor === null ? null : { minor: amountMinor, currency }),
  },
  Mutation: {
    retryTicketRefund: async (_root, { input }, context) => {
      const reason = trimmedText(input.reason, 'A reason', reasonMin, reasonMax);
      const id = decodeId(input.issue, 'pis');
      const outcome = await retryRefund(context.database, requireStaff(context.viewer), id, reason);
      if (outcome.kind !== 'Resolved') return issueProblem(outcome.kind);
      const order = (await context.loaders.order.load(outcome.orderId)) as OrderRow;
      return { __typename: 'TicketRefundRetried', order };
    },
    closePaymentIssue: async (_root, { input }, context) => {
      const reason = trimmedText(input.reason, 'A reason', reasonMin, reasonMax);
      const id = decodeId(input.issue, 'pis');
      const outcome = await closePaymentIssue(context.database, requireStaff(context.viewer), id, reason);
      if (outcome.kind !== 'Resolved') return issueProblem(outcome.kind);
      const issue = (await selectPaymentIssue(context.database, id)) as PaymentIssueRow;
      return { __typename: 'PaymentIssueClosed', issue };
    },
  },
};

const issueProblem = (outcome: 'NotFound' | 'NotOpen') =>
  outcome === 'NotFound'
    ? problem('PaymentIssueNotFound', 'PAYMENT_ISSUE_NOT_FOUND', 'There is no such issue.')
    : problem(
        'PaymentIssueNotOpen',
        'PAYMENT_ISSUE_NOT_OPEN',
        'This issue is closed, or nothing that can be tried again.',
      );

import { redriveDeadLetter, selectAttempts, selectDeadLetters, selectEndpoints, webhookQueue } from '@games/postgres';
import type { Resolvers } from '@games/schema/generated/ticketing.ts';
import { ClientError } from '@games/service';
import { requireStaff } from '../../access.ts';
import { deleteWebhook } from '../../commands/webhooks/deleteWebhook.ts';
import { registerWebhook } from '../../commands/webhooks/registerWebhook.ts';
import type { TicketingContext } from '../../context.ts';
import { isUuid } from '../../domain/uuid.ts';
import { problem } from '../problem.ts';

/** Everything here is for staff. */
export const webhookResolvers: Resolvers = {
  TicketingWebhook: {
    attempts: ({ id }, _args, { database }) => selectAttempts(database, id),
  },
  TicketingWebhookAttempt: {
    event: ({ eventId }) => eventId,
  },
  TicketingDeadLetter: {
    id: ({ sequence }) => sequence.toString(),
  },
  Query: {
    ticketingWebhooks: (_root, { partner }, { database, viewer }) => {
      requireStaff(viewer);
      return selectEndpoints(database, partner ?? null);
    },
    ticketingDeadLetters: (_root, { after }, { database, viewer }) => {
      requireStaff(viewer);
      return selectDeadLetters(database, webhookQueue, after == null ? 0n : sequenceOf(after));
    },
  },
  Mutation: {
    registerTicketingWebhook: async (_root, { input }, { database, viewer, localWebhooks }) => {
      const staffId = requireStaff(viewer);
      const { partner, url, eventTypes } = input;
      const endpoint = { partner, url: String(url), eventTypes };
      const outcome = await registerWebhook(database, endpoint, { allowLocal: localWebhooks, staffId });
      if (outcome.kind === 'Refused') {
        return problem('TicketingWebhookRefused', 'TICKETING_WEBHOOK_REFUSED', outcome.message);
      }
      const { endpoint: webhook } = outcome;
      return { __typename: 'TicketingWebhookRegistered', webhook, secret: webhook.secret };
    },
    deleteTicketingWebhook: async (_root, { input }, { database, viewer }) => {
      const staffId = requireStaff(viewer);
      if (!isUuid(input.webhook)) throw new ClientError('INVALID_ID', 'This is not the id of a webhook.');
      await deleteWebhook(database, input.webhook, staffId);
      return { __typename: 'TicketingWebhookDeleted', webhook: input.webhook };
    },
    redriveTicketingDeadLetter: async (_root, { input }, context) =>
      (await isRedriven(input.deadLetter, context))
        ? { __typename: 'TicketingDeadLetterRedriven', deadLetter: input.deadLetter }
        : deadLetterNotFound,
    reviveTicketingDeadLetter: async (_root, { input }, context) =>
      (await isRedriven(input.deadLetter, context))
        ? { __typename: 'TicketingDeadLetterRevived', deadLetter: input.deadLetter }
        : deadLetterNotFound,
  },
};

function sequenceOf(id: string): bigint {
  if (!/^\d{1,18}$/.test(id)) throw new ClientError('INVALID_ID', 'This is not the id of a dead letter.');
  return BigInt(id);
}

const deadLetterNotFound = problem(
  'TicketingDeadLetterNotFound',
  'TICKETING_DEAD_LETTER_NOT_FOUND',
  'There is no such message.',
);

function isRedriven(deadLetter: string, { database, viewer }: TicketingContext): Promise<boolean> {
  requireStaff(viewer);
  return redriveDeadLetter(database, sequenceOf(deadLetter));
}

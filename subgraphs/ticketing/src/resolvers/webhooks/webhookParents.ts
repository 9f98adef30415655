import type { DeadLetter, WebhookAttempt, WebhookEndpoint } from '@games/postgres';

declare module '@games/schema/generated/ticketing.ts' {
  interface Parents {
    TicketingWebhook: WebhookEndpoint;
    TicketingWebhookAttempt: WebhookAttempt;
    TicketingDeadLetter: DeadLetter;
  }
}

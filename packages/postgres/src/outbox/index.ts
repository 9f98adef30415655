export { type DeadLetter, redriveDeadLetter, selectDeadLetters } from './deadLetters.ts';
export { eventQueue, type OutboxEvent } from './outboxEvent.ts';
export { type NewEvent, publishEvents } from './publishEvents.ts';
export { type Relay, type RelayOptions, startRelay, UndeliverableEvent } from './relay.ts';
export { createWebhookDelivery, type WebhookRules } from './webhooks/deliverWebhook.ts';
export {
  deleteEndpoint,
  type EndpointOutcome,
  type NewEndpoint,
  registerEndpoint,
  selectAttempts,
  selectEndpoint,
  selectEndpoints,
  type WebhookAttempt,
  type WebhookEndpoint,
} from './webhooks/endpoints.ts';
export { fanOutEvents, startFanOut, webhookQueue } from './webhooks/fanOut.ts';
export { createWebhookSecret, signWebhook, type VerifiedWebhook, verifyWebhook } from './webhooks/signature.ts';
export { isPublicAddress, reasonToRejectTarget } from './webhooks/target.ts';

/** The outbox's tables, for `migrate` beside a service's own. */
export const outboxMigrations = new URL('./migrations/', import.meta.url);

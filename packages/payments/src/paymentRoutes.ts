import { type Route, readBody } from '@games/subgraph';
import { applyNotification } from './commands/applyNotification.ts';
import type { Payments } from './payments.ts';
import type { PaymentProvider } from './provider.ts';

const NOTIFICATION_BYTES_MAX = 65_536;

/** The routes at which the providers' servers tell us what happened, for `createSubgraph({ routes })`. */
export function paymentRoutes(payments: Payments): Record<string, Route> {
  return Object.fromEntries(
    payments.providers.map((provider) => [`POST ${provider.notificationPath}`, notificationRoute(payments, provider)]),
  );
}

/** Answers in the words that the provider understands; a fault of ours (status 500) makes it send the notification again. */
function notificationRoute(payments: Payments, provider: PaymentProvider): Route {
  return async (request, response) => {
    const body = await readBody(request, NOTIFICATION_BYTES_MAX);
    const headers = request.headers as Readonly<Record<string, string | undefined>>;
    const { reply } = await applyNotification(payments, provider.method, { body, headers });
    response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body);
  };
}

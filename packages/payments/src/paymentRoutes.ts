import { readBody } from '@games/http';
import type { Route } from '@games/subgraph';
import type { NotificationHandler } from './commands/createNotificationHandler.ts';
import type { PaymentProvider } from './providers/provider.ts';

const notificationBytesMax = 65_536;

/** One route per provider, for its notifications. */
export function paymentRoutes(
  providers: readonly PaymentProvider[],
  apply: NotificationHandler['apply'],
): Readonly<Record<string, Route>> {
  return Object.fromEntries(
    providers.map(({ method, notificationPath }) => [`POST ${notificationPath}`, notificationRoute(method, apply)]),
  );
}

/** Answers in the words that the provider understands; a fault of ours (status 500) makes it send the notification again. */
function notificationRoute(method: PaymentProvider['method'], apply: NotificationHandler['apply']): Route {
  return async (request, response) => {
    const body = await readBody(request, notificationBytesMax);
    const headers = request.headers as Readonly<Record<string, string | undefined>>;
    const { reply } = await apply(method, { body, headers });
    response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body);
  };
}

import { sendJson } from '@games/http';
import type { Route } from '@games/subgraph';
import { type TicketKeys, toJwks } from '../../domain/tickets/ticketKeys.ts';

/** `GET /.well-known/ticket-keys`: the public keys with which anybody can check a ticket (JSON Web Key Set). */
export function keyRoutes(keys: TicketKeys): Readonly<Record<string, Route>> {
  const jwks = toJwks(keys.publicKeys);
  return {
    'GET /.well-known/ticket-keys': (_request, response) => {
      response.setHeader('cache-control', 'public, max-age=300');
      sendJson(response, 200, jwks);
    },
  };
}

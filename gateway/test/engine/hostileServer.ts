/** A subgraph that answers what a test tells it to, byte for byte. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HostileServer = {
  readonly url: string;
  /** Takes the requests from now on. */
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  readonly requests: string[];
  readonly close: () => Promise<void>;
};

export async function startHostileServer(): Promise<HostileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      requests.push(body);
      hostile.handle(request, response, body);
    });
    response.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const hostile: HostileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    handle: (_, response) => respond(response, '{"data":null}'),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hostile;
}

export function respond(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Answers with JSON. A request whose body was not read takes its connection with it. */
export function sendJson(
  response: ServerResponse,
  status: number,
  content: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  const body = Buffer.from(JSON.stringify(content));
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'x-content-type-options': 'nosniff',
      ...(response.req.complete ? {} : { connection: 'close' }),
      ...headers,
    })
    .end(body);
}

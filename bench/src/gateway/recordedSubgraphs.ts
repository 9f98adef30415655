/**
 * The subgraphs of the benchmark on one processor: every answer is computed once by the real subgraph, then served from
 * memory by a server that does no more than find it. So what is measured is the gateway in front.
 */

import { createServer, type Socket } from 'node:net';
import { compose, type GraphFixture, subgraphSchema } from '@games/gateway/testing';
import { type GraphQLSchema, graphql } from 'graphql';
import { deepPlans } from './deepPlans.ts';
import type { RecordedGraph } from './recorded.ts';
import { benchShop } from './shop.ts';

const schemas = new Map<string, GraphQLSchema>();
for (const { subgraphs } of [benchShop, deepPlans]) {
  for (const [name, definition] of Object.entries(subgraphs)) schemas.set(name, subgraphSchema(definition));
}
const answers = new Map<string, Buffer>();

async function compute(key: string, name: string, body: string): Promise<Buffer> {
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const result = await graphql({
    schema: schemas.get(name)!,
    source: query,
    ...(variables ? { variableValues: variables } : {}),
  });
  if (result.errors) process.stderr.write(`${name}: ${query}: ${result.errors[0]?.message}\n`);
  const text = Buffer.from(JSON.stringify(result));
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\nconnection: keep-alive\r\n\r\n`;
  const answer = Buffer.concat([Buffer.from(head), text]);
  answers.set(key, answer);
  return answer;
}

function serve(socket: Socket): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (true) {
      const headEnd = pending.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const head = pending.toString('latin1', 0, headEnd);
      const bodyStart = headEnd + 4;
      const request = readRequest(head, pending, bodyStart);
      if (request === null) return;
      pending = pending.subarray(request.end);
      const name = head.slice(head.indexOf('/') + 1, head.indexOf(' ', head.indexOf('/')));
      const key = name + request.body;
      const known = answers.get(key);
      if (known !== undefined) socket.write(known);
      else void compute(key, name, request.body).then((answer) => socket.write(answer));
    }
  });
}

/** The body and where it ends, by length or in chunks; null when not all of it is there. */
function readRequest(
  head: string,
  data: Buffer,
  bodyStart: number,
): { readonly body: string; readonly end: number } | null {
  const length = /content-length: *(\d+)/i.exec(head);
  if (length !== null) {
    const end = bodyStart + Number(length[1]);
    return data.length < end ? null : { body: data.toString('utf8', bodyStart, end), end };
  }
  if (!/transfer-encoding: *chunked/i.test(head)) return { body: '', end: bodyStart };
  const parts: Buffer[] = [];
  let at = bodyStart;
  while (true) {
    const lineEnd = data.indexOf('\r\n', at);
    if (lineEnd === -1) return null;
    const size = Number.parseInt(data.toString('latin1', at, lineEnd), 16);
    const next = lineEnd + 2 + size + 2;
    if (data.length < next) return null;
    if (size === 0) return { body: Buffer.concat(parts).toString(), end: next };
    parts.push(data.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  process.send?.({ ready: true, url, shop: recorded(benchShop, url), plans: recorded(deepPlans, url) });
});

function recorded({ subgraphs }: GraphFixture, url: string): RecordedGraph {
  const services = Object.entries(subgraphs).map(([name, { typeDefs }]) => ({
    name,
    sdl: typeDefs,
    url: `${url}/${name}`,
  }));
  return { supergraph: compose(subgraphs, new Map(services.map((service) => [service.name, service.url]))), services };
}

process.on('SIGTERM', () => process.exit(0));

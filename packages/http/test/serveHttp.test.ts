import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ClientError } from '@games/service';
import { until } from '@games/testing';
import { afterEach, describe, expect, test } from '@jest/globals';
import { setOwner } from '../src/connections.ts';
import type { HttpLimits } from '../src/httpLimits.ts';
import { readTextBody } from '../src/readBody.ts';
import { readUrl } from '../src/requestTarget.ts';
import { sendJson } from '../src/sendJson.ts';
import { type HttpServer, serveHttp } from '../src/serveHttp.ts';

const opened: { readonly close: () => unknown }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

async function start(handle: Handle, limits: Partial<HttpLimits> = {}): Promise<HttpServer> {
  const server = await serveHttp({ handle, host: '127.0.0.1', port: 0, limits });
  opened.push({ close: () => server.close(0) });
  return server;
}

/** A connection on which a test writes bytes; what comes back is read only where it is asked for. */
function dial({ origin }: HttpServer): Socket {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => {});
  opened.push({ close: () => socket.destroy() });
  return socket;
}

const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.on('close', () => resolve()));
const textOf = (socket: Socket): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
  });

const echo: Handle = async (request, response) => {
  try {
    sendJson(response, 200, { path: readUrl(request).pathname, body: await readTextBody(request, 1_000) });
  } catch (error) {
    if (error instanceof ClientError) sendJson(response, error.status, { code: error.code });
    else throw error;
  }
};

describe('requests', () => {
  test('a target that is not a path is a bad request, never a fault', async () => {
    const server = await start(echo);
    for (const target of ['//[', '//[::', '/%', '/\\[', '//a:b:c@d', '/?[']) {
      const socket = dial(server);
      socket.write(`GET ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 (200|400) /);
    }
  });

  test('a body that drips in is cut off, however steadily it drips', async () => {
    const server = await start(echo, { requestTimeoutMs: 300, headersTimeoutMs: 300 });
    const socket = dial(server);
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 20);
    await closed(socket.resume());
    clearInterval(drip);
  });

  test('a connection that never says anything is closed', async () => {
    const server = await start(echo, { requestTimeoutMs: 300, headersTimeoutMs: 300 });
    await closed(dial(server).resume());
  });

  test('names of content codings know no case, and what they decode to is bounded', async () => {
    const server = await start(echo);
    const post = (body: Buffer, coding: string) =>
      fetch(server.origin, { method: 'POST', headers: { 'content-encoding': coding }, body });
    expect(await (await post(gzipSync('hello'), 'GZIP')).json()).toEqual({ path: '/', body: 'hello' });
    expect((await post(gzipSync('hello'.repeat(1_000)), 'gzip')).status).toBe(413);
    expect((await post(Buffer.from('hello'), 'compress')).status).toBe(415);
  });

  test('a header that comes twice reaches nobody as the first or the last of the two', async () => {
    const seen: (string | undefined)[] = [];
    const server = await start(({ headers }, response) => {
      seen.push(headers.authorization, headers['content-type']);
      response.end();
    });
    const socket = dial(server);
    socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n');
    socket.write('authorization: a\r\nauthorization: b\r\ncontent-type: c\r\ncontent-type: d\r\n\r\n');
    await textOf(socket);
    expect(seen).toEqual(['a, b', 'c, d']);
  });

  test('more headers than may be are refused, not passed over', async () => {
    const server = await start(echo);
    const socket = dial(server);
    const many = Array.from({ length: 101 }, (_, index) => `x-${index}: 1\r\n`).join('');
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\n${many}\r\n`);
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('a handler that fails loses its connection and nothing else', async () => {
    const server = await start(({ url }, response) => {
      if (url === '/throws') throw new Error('a fault');
      if (url === '/rejects') return Promise.reject(new Error('a fault'));
      response.end('well');
    });
    await expect(fetch(`${server.origin}/throws`)).rejects.toThrow();
    await expect(fetch(`${server.origin}/rejects`)).rejects.toThrow();
    expect(await (await fetch(server.origin)).text()).toBe('well');
  });
});

describe('connections', () => {
  test('of one address are bounded; others are served as soon as one goes', async () => {
    const server = await start(echo, { connectionsPerAddressMax: 2 });
    const [first, second] = [dial(server), dial(server)];
    await Promise.all([first, second].map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const third = dial(server);
    await closed(third.resume());
    expect(server.connections.open()).toBe(2);
    const gone = closed(first);
    first.destroy();
    await gone;
    second.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(await textOf(second)).toMatch(/^HTTP\/1\.1 200 /);
  });

  const large = Buffer.alloc(24 * 1024 * 1024, 'x');

  const ask = (server: HttpServer, account: string): Socket => {
    const socket = dial(server).pause();
    socket.write(`GET / HTTP/1.1\r\nhost: x\r\nx-account: ${account}\r\n\r\n`);
    return socket;
  };
  test('whose client does not read are closed once their owner holds too much unread; others are let be', async () => {
    let asked = 0;
    const server = await start(
      ({ socket, headers }, response) => {
        asked++;
        setOwner(socket, String(headers['x-account']));
        response.end(large);
      },
      { unreadBytesPerOwnerMax: 30 * 1024 * 1024 },
    );
    const honest = ask(server, 'honest');
    for (let greedy = 0; greedy < 4; greedy++) ask(server, 'greedy');
    await until(() => asked === 5 && server.connections.open() === 2);
    let bytes = 0;
    honest.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > large.length) honest.destroy();
    });
    await closed(honest.resume());
    expect(bytes).toBeGreaterThan(large.length);
  });

  test('whose client leaves an answer unread for too long are closed', async () => {
    const server = await start((_request, response) => void response.end(large), { unreadTimeoutMs: 300 });
    const gone = new Promise((resolve) => ask(server, 'slow').once('connect', resolve));
    await gone;
    await until(() => server.connections.open() === 0);
  });
});

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Connections, createConnections } from './connections.ts';
import { type HttpLimits, httpLimits } from './httpLimits.ts';

/** A server that listens. */
export interface HttpServer {
  /** `http://host:port`. */
  readonly origin: string;
  readonly connections: Pick<Connections, 'open' | 'unreadBytes'>;
  /** Takes no more connections, waits for the requests under way up to the time given, then ends what is left. */
  readonly close: (drainMs: number) => Promise<void>;
}

export interface HttpServerOptions {
  /** Answers a request. One that throws or rejects loses its connection: what is to be told must be written before. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What differs from `httpLimits`. */
  readonly limits?: Partial<HttpLimits>;
  /** Proxies: the bound of connections of one address is not theirs. */
  readonly isTrustedPeer?: (address: string) => boolean;
}

const timeoutsCheckedEveryMs = 1_000;
const connectionsSweptEveryMs = 250;
const idleSweptEveryMs = 50;

/** Listens with every bound set: heads, bodies, answers and their time, connections. Rejects when the port is taken. */
export async function serveHttp(options: HttpServerOptions): Promise<HttpServer> {
  const limits = { ...httpLimits, ...options.limits };
  const server = createBoundedServer(options, limits);
  const connections = createConnections(limits, options.isTrustedPeer);
  server.on('connection', connections.add);
  const sweep = setInterval(() => connections.sweep(performance.now()), connectionsSweptEveryMs).unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    origin: `http://${host}:${port}`,
    connections,
    close: async (drainMs) => {
      await drain(server, drainMs);
      clearInterval(sweep);
    },
  };
}

function createBoundedServer({ handle, upgrade }: HttpServerOptions, limits: HttpLimits): Server {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: timeoutsCheckedEveryMs,
      keepAlive: true,
      noDelay: true,
      requireHostHeader: true,
      insecureHTTPParser: false,
      // A header that comes twice is neither the first nor the last of the two, but a value that nobody accepts.
      joinDuplicateHeaders: true,
    },
    (request, response) => {
      if (request.rawHeaders.length > limits.headersMax * 2) {
        response.writeHead(431, { connection: 'close', 'content-length': 0 }).end();
        return;
      }
      answer(handle, request, response);
    },
  );
  // One more than may be: the parser passes over what exceeds this, and that must not go unnoticed.
  server.maxHeadersCount = limits.headersMax + 1;
  server.maxConnections = limits.connectionsMax;
  server.setTimeout(limits.silenceTimeoutMs, (socket) => socket.destroy());
  server.on('clientError', answerBrokenRequest);
  if (upgrade !== undefined) {
    server.on('upgrade', (request, socket, head) => {
      // A WebSocket shows its life by heartbeats of its own.
      (socket as Socket).setTimeout(0);
      upgrade(request, socket, head);
    });
  }
  return server;
}

function answer(handle: HttpServerOptions['handle'], request: IncomingMessage, response: ServerResponse): void {
  try {
    handle(request, response)?.catch(() => response.destroy());
  } catch {
    response.destroy();
  }
}

/** What is not HTTP, comes too slowly or has too large a head gets a status and nothing of the inside. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function drain(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), drainMs);
    // A connection becomes idle when its last answer is out, and clients would keep it open.
    const sweep = setInterval(() => server.closeIdleConnections(), idleSweptEveryMs);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

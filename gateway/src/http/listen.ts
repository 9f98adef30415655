import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface Listening {
  /** `http://host:port`. */
  readonly origin: string;
  /** Takes no more connections, waits for the requests under way up to the time given, then ends what is left. */
  readonly close: (drainMs: number) => Promise<void>;
}

export interface ServerLimits {
  readonly headerBytesMax: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly connectionsMax: number;
}

const headersMax = 100;
/** A connection on which nothing moves for so long is closed, also when it is the client that does not read. */
const silenceMsMax = 120_000;
const timeoutsCheckedEveryMs = 1_000;
const sweepIntervalMs = 50;

/** Listens with every bound set: heads, bodies and their time, idle time, connections. Rejects when the port is taken. */
export async function listen(
  gateway: {
    readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
    readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  },
  address: { readonly host: string; readonly port: number },
  limits: ServerLimits,
): Promise<Listening> {
  const server = createServer(
    {
      maxHeaderSize: limits.headerBytesMax,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      keepAliveTimeout: limits.keepAliveTimeoutMs,
      connectionsCheckingInterval: timeoutsCheckedEveryMs,
      keepAlive: true,
      noDelay: true,
      requireHostHeader: true,
      insecureHTTPParser: false,
    },
    gateway.handle,
  );
  server.maxHeadersCount = headersMax;
  server.maxConnections = limits.connectionsMax;
  server.setTimeout(silenceMsMax, (socket) => socket.destroy());
  server.on('upgrade', (request, socket, head) => {
    // A WebSocket shows its life by heartbeats of its own.
    (socket as Socket).setTimeout(0);
    gateway.upgrade(request, socket, head);
  });
  server.on('clientError', answerBrokenRequest);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(address.port, address.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return { origin: `http://${host}:${port}`, close: (drainMs) => drain(server, drainMs) };
}

/** What is no HTTP, comes too slowly or has too large a head gets a status and nothing of the inside. */
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
    const sweep = setInterval(() => server.closeIdleConnections(), sweepIntervalMs);
    server.close(() => {
      clearTimeout(deadline);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

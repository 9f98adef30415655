import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { subscription } from './services.ts';

/** Many clients of one gateway on bare sockets: what is measured is the gateway, not a client library. */
export interface Subscribers {
  /** Resolves once every one of them has the event of this number; with the time at which each had it, in order. */
  readonly allHave: (number: number) => Promise<readonly number[]>;
  readonly close: () => void;
}

export type Transport = 'Server-Sent Events' | 'WebSocket' | 'multipart';

const openedAtOnce = 200;

/** Opens subscriptions, some at a time, and resolves when all are open. */
export async function openSubscribers(url: string, transport: Transport, count: number): Promise<Subscribers> {
  const sockets: Socket[] = [];
  const arrivals = new Map<number, number[]>();
  const waiting = new Map<number, (times: readonly number[]) => void>();
  const arrived = (number: number): void => {
    const times = arrivals.get(number) ?? [];
    arrivals.set(number, times);
    if (times.push(performance.now()) === count) waiting.get(number)?.(times);
  };
  for (let from = 0; from < count; from += openedAtOnce) {
    const batch = Array.from({ length: Math.min(openedAtOnce, count - from) }, () => open(url, transport, arrived));
    sockets.push(...(await Promise.all(batch)));
  }
  return {
    allHave: (number) =>
      new Promise((resolve) => {
        const times = arrivals.get(number);
        if (times?.length === count) resolve(times);
        else waiting.set(number, resolve);
      }),
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

function open(url: string, transport: Transport, arrived: (number: number) => void): Promise<Socket> {
  const { hostname, port, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let phase: 'upgrading' | 'introduced' | 'open' = 'upgrading';
    let rest = '';
    const proceed = (): void => {
      if (phase === 'upgrading' && transport === 'WebSocket') {
        if (!rest.includes('\r\n\r\n')) return;
        phase = 'introduced';
        sendFrame(socket, '{"type":"connection_init"}');
        return;
      }
      if (phase === 'introduced') {
        if (!rest.includes('connection_ack')) return;
        const id = randomBytes(16).toString('hex');
        sendFrame(socket, JSON.stringify({ id, type: 'subscribe', payload: { query: subscription } }));
      }
      phase = 'open';
      resolve(socket);
    };
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`The gateway closed a connection after: ${rest}`)));
    socket.on('connect', () =>
      socket.write(transport === 'WebSocket' ? upgradeRequest(pathname) : postRequest(pathname, transport)),
    );
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1');
      if (phase !== 'open') return proceed();
      let end = 0;
      for (const match of rest.matchAll(/"number":(\d+)/g)) {
        arrived(Number(match[1]));
        end = match.index + match[0].length;
      }
      rest = end > 0 ? rest.slice(end) : rest.slice(-64);
    });
  });
}

const body = JSON.stringify({ query: subscription });

function postRequest(path: string, transport: Transport): string {
  const accept =
    transport === 'multipart' ? 'multipart/mixed;subscriptionSpec=1.0, application/json' : 'text/event-stream';
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\naccept: ${accept}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

function upgradeRequest(path: string): string {
  const key = randomBytes(16).toString('base64');
  return `GET ${path} HTTP/1.1\r\nhost: bench\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n`;
}

/** A text frame as clients send it, masked with zeros. */
function sendFrame(socket: Socket, text: string): void {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126
      ? Buffer.from([0x81, 0x80 | payload.length])
      : Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 0xff]);
  socket.write(Buffer.concat([head, Buffer.alloc(4), payload]));
}

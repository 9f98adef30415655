import type { WebSocket } from 'ws';

/** Close codes of the protocol `graphql-transport-ws`, and those of RFC 6455 that are used beside them. */
export const closeCodes = {
  goingAway: 1001,
  tryAgainLater: 1013,
  badMessage: 4400,
  unauthorised: 4401,
  forbidden: 4403,
  initTimeout: 4408,
  subscriberExists: 4409,
  tooManyInits: 4429,
} as const;

/** How long a client has to close a connection that was closed to it. */
const closeGraceMs = 5_000;
const reasonLengthMax = 120;

/** A WebSocket whose client must read and live. */
export interface ProtocolSocket {
  readonly send: (message: Buffer | string) => void;
  /** Sends a ping; a client that has not answered the one before is given up. */
  readonly ping: () => void;
  readonly close: (code: number, reason: string) => void;
  readonly isClosed: () => boolean;
}

/** @param onClose called once, whichever side closes */
export function openSocket(
  webSocket: WebSocket,
  limits: { readonly bufferBytesMax: number; readonly onSlow: (bufferedBytes: number) => void },
  onClose: () => void,
): ProtocolSocket {
  let isAlive = true;
  let isClosed = false;
  const end = (): void => {
    if (isClosed) return;
    isClosed = true;
    onClose();
  };
  const close = (code: number, reason: string): void => {
    if (isClosed) return;
    end();
    webSocket.close(code, reason.slice(0, reasonLengthMax));
    setTimeout(() => webSocket.terminate(), closeGraceMs).unref();
  };
  const showLife = (): void => {
    isAlive = true;
  };
  webSocket.on('message', showLife);
  webSocket.on('pong', showLife);
  webSocket.on('close', end);
  // A fault of the protocol below, such as a message that is too large; `ws` closes the socket itself.
  webSocket.on('error', () => {});
  closers.set(webSocket, () => close(closeCodes.goingAway, 'The gateway is stopping; connect again'));

  return {
    send: (message) => {
      if (isClosed) return;
      webSocket.send(message, { binary: false });
      if (webSocket.bufferedAmount <= limits.bufferBytesMax) return;
      limits.onSlow(webSocket.bufferedAmount);
      close(closeCodes.tryAgainLater, 'SLOW_SUBSCRIBER: events were not taken as fast as they came');
    },
    ping: () => {
      if (isAlive) {
        isAlive = false;
        webSocket.ping();
      } else {
        end();
        webSocket.terminate();
      }
    },
    close,
    isClosed: () => isClosed,
  };
}

const closers = new WeakMap<WebSocket, () => void>();

/** Closes a connection because the gateway stops. */
export function closeGoingAway(webSocket: WebSocket): void {
  closers.get(webSocket)?.();
}

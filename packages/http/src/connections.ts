import type { Socket } from 'node:net';
import { addressBlock } from './addressBlock.ts';
import type { HttpLimits } from './httpLimits.ts';

/** The open connections of a server, and what their clients have not taken yet. */
export interface Connections {
  /** Counts a connection; one over the bound of its address is closed at once. */
  readonly add: (socket: Socket) => void;
  /** Closes connections that hold too much unread, or hold it for too long. To be called often. */
  readonly sweep: (nowMs: number) => void;
  readonly open: () => number;
  readonly unreadBytes: () => number;
}

interface Connection {
  readonly socket: Socket;
  readonly block: string;
  /** When something was first found unread, with nothing but unread moments since; 0 where all is read. */
  unreadSinceMs: number;
}

const owners = new WeakMap<Socket, string>();

/** Names whose connection it is, once that is known: unread bytes are counted for the owner from then on. */
export const setOwner = (socket: Socket, owner: string): void => void owners.set(socket, owner);

type ConnectionLimits = Pick<
  HttpLimits,
  'connectionsPerAddressMax' | 'unreadTimeoutMs' | 'unreadBytesPerOwnerMax' | 'unreadBytesMax'
>;

/**
 * Bytes that a client does not take stay in this process's memory. They are looked at from outside, connection by
 * connection, so that answering costs nothing more; the client that holds most loses its connections first.
 *
 * @param isTrustedPeer proxies, behind which all clients have one address
 */
export function createConnections(
  limits: ConnectionLimits,
  isTrustedPeer: (address: string) => boolean = () => false,
): Connections {
  const open = new Set<Connection>();
  const byBlock = new Map<string, number>();
  let unreadBytes = 0;

  const add = (socket: Socket): void => {
    const address = socket.remoteAddress ?? '';
    const block = addressBlock(address);
    const others = byBlock.get(block) ?? 0;
    if (others >= limits.connectionsPerAddressMax && !isTrustedPeer(address)) {
      socket.destroy();
      return;
    }
    byBlock.set(block, others + 1);
    const connection: Connection = { socket, block, unreadSinceMs: 0 };
    open.add(connection);
    socket.once('close', () => {
      open.delete(connection);
      const left = (byBlock.get(block) ?? 1) - 1;
      if (left === 0) byBlock.delete(block);
      else byBlock.set(block, left);
    });
  };

  const sweep = (nowMs: number): void => {
    const unread: Connection[] = [];
    for (const connection of open) {
      if (connection.socket.writableLength === 0) connection.unreadSinceMs = 0;
      else {
        connection.unreadSinceMs ||= nowMs;
        if (nowMs - connection.unreadSinceMs >= limits.unreadTimeoutMs) connection.socket.destroy();
        else unread.push(connection);
      }
    }
    unreadBytes = closeLargest(unread, limits);
  };
  return { add, sweep, open: () => open.size, unreadBytes: () => unreadBytes };
}

/** Closes the connections with most unread bytes until every owner, and all together, are within their bounds. */
function closeLargest(
  unread: Connection[],
  { unreadBytesPerOwnerMax, unreadBytesMax }: Pick<HttpLimits, 'unreadBytesPerOwnerMax' | 'unreadBytesMax'>,
): number {
  const ownerOf = ({ socket, block }: Connection): string => owners.get(socket) ?? block;
  const byOwner = new Map<string, number>();
  let total = 0;
  for (const connection of unread) {
    const owner = ownerOf(connection);
    byOwner.set(owner, (byOwner.get(owner) ?? 0) + connection.socket.writableLength);
    total += connection.socket.writableLength;
  }
  const isWithin = (owner: string): boolean => total <= unreadBytesMax && byOwner.get(owner)! <= unreadBytesPerOwnerMax;
  if ([...byOwner.keys()].every(isWithin)) return total;
  for (const connection of unread.sort((a, b) => b.socket.writableLength - a.socket.writableLength)) {
    const owner = ownerOf(connection);
    if (isWithin(owner)) continue;
    const bytes = connection.socket.writableLength;
    byOwner.set(owner, byOwner.get(owner)! - bytes);
    total -= bytes;
    connection.socket.destroy();
  }
  return total;
}

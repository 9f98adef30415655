import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where a wire leads. */
export interface Target {
  readonly port: number;
}

/**
 * A wire on 127.0.0.1: every client is connected to one of its targets in turn, to the next one where a target does
 * not answer. It can be cut and repaired, as networks are, and stopped for a while with everything on it kept.
 */
export interface Wire {
  readonly port: number;
  /** Breaks all connections, and every new one until it is repaired. */
  cut(): void;
  repair(): void;
  /** Lets nothing through towards the targets until it is released; connections stay. */
  hold(): void;
  release(): void;
  close(): Promise<void>;
}

/** Lays a wire to targets, of which there is one at least. */
export async function layWire(targets: readonly Target[]): Promise<Wire> {
  const clients = new Set<Socket>();
  const all = new Set<Socket>();
  const keep = (socket: Socket): void => {
    all.add(socket);
    socket.on('error', () => {}).on('close', () => all.delete(socket));
  };
  let isCut = false;
  let isHeld = false;
  let turn = 0;

  const join = (client: Socket, tries: number): void => {
    const target = targets[turn++ % targets.length] as Target;
    const upstream = connect(target.port, '127.0.0.1');
    keep(upstream);
    const onRefused = (): void => {
      if (tries < targets.length && !client.destroyed) join(client, tries + 1);
      else client.resetAndDestroy();
    };
    upstream.once('error', onRefused);
    upstream.once('connect', () => {
      upstream.off('error', onRefused);
      upstream.on('close', () => client.destroy());
      upstream.pipe(client);
      client.on('release', () => client.pipe(upstream));
      if (!isHeld) client.pipe(upstream);
    });
    client.on('close', () => upstream.destroy());
  };

  const server = createServer((client) => {
    keep(client);
    if (isCut) return void client.resetAndDestroy();
    client.setNoDelay(true);
    clients.add(client);
    client.on('close', () => clients.delete(client));
    join(client, 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    isCut = true;
    for (const client of clients) client.resetAndDestroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    repair: () => {
      isCut = false;
    },
    hold: () => {
      isHeld = true;
      for (const client of clients) client.unpipe().pause();
    },
    release: () => {
      isHeld = false;
      for (const client of clients) client.emit('release');
    },
    close: async () => {
      server.close();
      for (const socket of all) socket.destroy();
      await once(server, 'close');
    },
  };
}

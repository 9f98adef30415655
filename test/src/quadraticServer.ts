import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** A server that splits headers as the gateway once did, on a thread of its own: what a stalled one looks like. */
export async function startQuadraticServer(): Promise<{ readonly url: string; close(): Promise<unknown> }> {
  const worker = new Worker(new URL(import.meta.url));
  const [port] = await once(worker, 'message');
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => worker.terminate() };
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const server = createServer(({ headers }, response) => {
    for (const header of [headers.accept, headers['accept-encoding'], headers['accept-language']]) {
      header?.split(/\s*,\s*/);
    }
    response.end();
  });
  server.listen(0, '127.0.0.1', () => port.postMessage((server.address() as AddressInfo).port));
}

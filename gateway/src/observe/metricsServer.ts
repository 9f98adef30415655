import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The private port of the metrics. It is never the port that clients reach. */
export interface MetricsServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves `/metrics` in the text format of Prometheus. */
export async function serveMetrics(options: {
  readonly host: string;
  readonly port: number;
  readonly contentType: string;
  readonly read: () => Promise<string>;
}): Promise<MetricsServer> {
  const { host, port, contentType, read } = options;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    read().then(
      (text) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host}:${address.port}/metrics`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

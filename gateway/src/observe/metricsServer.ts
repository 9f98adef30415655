import { readTarget, serveHttp } from '@games/http';

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
  const server = await serveHttp({
    host,
    port,
    handle: async (request, response) => {
      if (request.method !== 'GET' || readTarget(request).path !== '/metrics') response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': contentType }).end(await read());
    },
  });
  return { url: `${server.origin}/metrics`, close: () => server.close(0) };
}

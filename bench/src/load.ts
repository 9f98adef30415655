import { type Dispatcher, Pool } from 'undici';
import { createLatencies } from './latencies.ts';

export interface LoadOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies, sent in turn. */
  readonly bodies: readonly string[];
  /** Requests under way at once: each connection sends its next when it has its answer. */
  readonly connections: number;
  readonly seconds: number;
  /** Throws when an answer is not the one that was wanted; asked of every answer's first and every hundredth. */
  readonly check?: (answer: string) => void;
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
}

const checkEvery = 100;

/** Asks an address of this machine for a while, from this process, and says how fast the answers came. Throws on a status that is not 200. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { origin, pathname } = new URL(options.url);
  const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
  const latencies = createLatencies();
  const begin = performance.now();
  const end = begin + options.seconds * 1_000;
  let next = 0;
  const ask = async (): Promise<void> => {
    while (performance.now() < end) {
      const number = next++;
      const sent = performance.now();
      const response = await pool.request({
        path: pathname,
        method: 'POST' as Dispatcher.HttpMethod,
        headers: options.headers,
        body: options.bodies[number % options.bodies.length] ?? '',
      });
      const body = Buffer.from(await response.body.arrayBuffer());
      latencies.add(performance.now() - sent);
      if (response.statusCode !== 200)
        throw new Error(`Status ${response.statusCode}: ${body.toString('utf8', 0, 500)}`);
      if (options.check && number % checkEvery === 0) options.check(body.toString('utf8'));
    }
  };
  try {
    await Promise.all(Array.from({ length: options.connections }, ask));
  } finally {
    await pool.destroy();
  }
  const seconds = (performance.now() - begin) / 1_000;
  return {
    requestsPerSecond: latencies.count / seconds,
    p50Ms: latencies.quantile(0.5),
    p99Ms: latencies.quantile(0.99),
    answers: latencies.count,
  };
}

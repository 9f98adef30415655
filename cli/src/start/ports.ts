import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const lookEveryMs = 100;

/** Throws a sentence that names the first of the ports that another program has, and does not free in time. */
export async function assertPortsFree(ports: readonly number[], freeWithinMs: number): Promise<void> {
  const deadline = performance.now() + freeWithinMs;
  for (const port of ports) {
    while (!(await isFree(port))) {
      if (performance.now() < deadline) await wait(lookEveryMs);
      else
        throw new Error(`port ${port} is in use by another program; choose others with --port (twelve from there on).`);
    }
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}

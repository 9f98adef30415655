import { once } from 'node:events';
import { createServer } from 'node:net';

/** Throws a sentence that names the first of the ports that another program has. */
export async function refusePortsInUse(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const probe = createServer();
    try {
      probe.listen(port, '127.0.0.1');
      await once(probe, 'listening');
    } catch {
      throw new Error(`port ${port} is in use by another program; choose others with --port (seven from there on).`);
    } finally {
      probe.close();
    }
  }
}

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startEmbeddedPostgres } from '../src/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'games-embedded-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a server starts where the number of an earlier one belongs to another program by now', async () => {
  const earlier = await startEmbeddedPostgres({ folder, durable: false });
  await earlier.close();
  const cluster = join(folder, 'cluster');
  writeFileSync(join(cluster, 'postmaster.pid'), `${process.pid}\n${cluster}\n1\n1\n\n127.0.0.1\n`);
  const server = await startEmbeddedPostgres({ folder, durable: false });
  expect(server.port).toBeGreaterThan(0);
  await server.close();
});

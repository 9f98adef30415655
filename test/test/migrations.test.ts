import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDatabase, ensureDatabase, openDatabase, sql, withDatabaseName } from '@games/postgres';
import { subgraphNames } from '@games/schema';
import { type SpawnedService, spawnService, testServerUrl, testViewerSecret } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'games-migrations-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(subgraphNames)(
  '%s brings an empty database forward by itself, when several of its processes start at once too',
  async (name) => {
    const url = withDatabaseName(testServerUrl(), `test_${randomBytes(8).toString('hex')}`);
    await ensureDatabase(url);
    const main = new URL(`../../subgraphs/${name}/src/main.ts`, import.meta.url);
    const env = {
      PORT: '0',
      DATABASE_URL: url,
      VIEWER_SECRET: testViewerSecret,
      ASSET_FOLDER: join(folder, 'assets'),
      ASSET_SECRET: 'a secret of tests for addresses of files',
      TICKET_KEYS_FOLDER: join(folder, 'ticket-keys'),
      QUEUE_SECRET: 'a secret of tests for the waiting room',
    };
    const started = await Promise.allSettled([spawnService(main, env), spawnService(main, env)]);
    const database = openDatabase({ url, poolSize: 1, connectTimeoutMs: 60_000 });
    try {
      expect(started).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
      const { ran } = await database.one<{ ran: bigint }>(sql`select count(*) as ran from schema_migration`);
      expect(ran).toBeGreaterThan(0n);
    } finally {
      await database.close();
      const services = started.flatMap((end): SpawnedService[] => (end.status === 'fulfilled' ? [end.value] : []));
      expect(await Promise.all(services.map((service) => service.stop()))).toEqual(services.map(() => 0));
      await dropDatabase(url);
    }
  },
);

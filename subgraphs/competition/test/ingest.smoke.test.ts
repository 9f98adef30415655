import { readFileSync } from 'node:fs';
import { sql } from '@games/postgres';
import { createTestDatabase } from '@games/testing';
import { expect, test } from '@jest/globals';
import { ingestMessage } from '../src/odf/index.ts';

test('smoke', async () => {
  const t = await createTestDatabase(new URL('../migrations/', import.meta.url));
  const out = [];
  for (const f of [
    'v1-start-list',
    'v2-live',
    'v4-official',
    'v3-unofficial',
    'v4-official',
    'v4-conflicting',
    'v9-test-feed',
    'v6-corrected',
    'v5-protested',
    'v7-invalidation',
  ]) {
    const r = await ingestMessage(t.database, readFileSync(new URL(`messages/race/${f}.xml`, import.meta.url)));
    out.push([f, r.outcome]);
  }
  console.log(
    out,
    await t.database.many(sql`select * from correction`),
    await t.database.many(sql`select * from status_change`),
    await t.database.many(sql`select * from message_issue`),
  );
  await t.drop();
  expect(1).toBe(1);
});

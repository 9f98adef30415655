import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LockTimeout, migrate, openDatabase, sql } from '@games/postgres';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let store: TestDatabase;
let folder: string;

beforeEach(async () => {
  store = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
});
afterEach(async () => {
  await store.drop();
  await rm(folder, { recursive: true, force: true });
});

const write = (name: string, text: string) => writeFile(join(folder, name), text);
const run = () => migrate(store.database, [pathToFileURL(`${folder}/`)]);

test('each migration is a transaction of its own: what ran before a fault stays, and the rest runs later', async () => {
  await write('0001_seat.sql', 'create table seat (id int);');
  await write('0002_fault.sql', 'create table gate (id int); select 1 / 0;');
  await expect(run()).rejects.toThrow('division by zero');
  expect(await store.database.many(sql`select name from schema_migration`)).toEqual([{ name: '0001_seat.sql' }]);
  expect(await store.database.one(sql`select to_regclass('gate') as gate`)).toEqual({ gate: null });
  await write('0002_fault.sql', 'create table gate (id int);');
  expect(await run()).toEqual(['0002_fault.sql']);
  expect(await run()).toEqual([]);
});

test('a migration does not queue behind a table in use for longer than its lock timeout', async () => {
  await write('0001_seat.sql', 'create table seat (id int);');
  await run();
  await write('0002_row.sql', 'alter table seat add column row text;');
  await store.database.transaction(async (tx) => {
    await tx.many(sql`select id from seat`);
    const other = openDatabase({ url: store.url, poolSize: 1 });
    const waiting = migrate(other, [pathToFileURL(`${folder}/`)], { lockTimeoutMs: 20, attemptsMax: 2 });
    await expect(waiting).rejects.toBeInstanceOf(LockTimeout);
    await other.close();
  });
  expect(await run()).toEqual(['0002_row.sql']);
});

test('two processes that migrate at the same moment run each migration once', async () => {
  await write('0001_seat.sql', 'create table seat (id int);');
  await write('0002_row.sql', 'alter table seat add column row text;');
  const ran = await Promise.all([run(), run()]);
  expect(ran.flat().sort()).toEqual(['0001_seat.sql', '0002_row.sql']);
});

test('a migration that was changed after it had run is refused', async () => {
  await write('0001_seat.sql', 'create table seat (id int);');
  await run();
  await write('0001_seat.sql', 'create table seat (id bigint);');
  await expect(run()).rejects.toThrow('0001_seat.sql was changed');
});

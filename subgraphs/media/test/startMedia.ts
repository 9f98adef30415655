import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, sql } from '@games/postgres';
import type { Viewer } from '@games/service';
import { createTestDatabase, type GraphqlAnswer, postGraphql, testViewer, testViewerSecret } from '@games/testing';
import { createMedia } from '../src/createMedia.ts';
import { migrations } from '../src/migrations.ts';

/** A media service on a database and a folder of its own, asked as the gateway asks. */
export interface MediaUnderTest {
  readonly database: Database;
  readonly url: string;
  readonly folder: string;
  ask(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    viewer?: Viewer,
    languages?: string,
  ): Promise<GraphqlAnswer>;
  /** Sets the clock of the Games. */
  setClock(now: string): void;
  /** Statements that the service has run since the last call. */
  countStatements(): Promise<number>;
  close(): Promise<void>;
}

export async function startMedia(startOfClock = '2028-07-22T19:30:00-07:00'): Promise<MediaUnderTest> {
  const { url: databaseUrl, database, drop } = await createTestDatabase(...migrations);
  const folder = await mkdtemp(join(tmpdir(), 'media-'));
  let now = new Date(startOfClock);
  const media = await createMedia({
    databaseUrl,
    viewerSecret: testViewerSecret,
    port: 0,
    host: '127.0.0.1',
    poolSize: 4,
    clock: { now: () => now },
    filesFolder: folder,
    linkSecret: 'a secret for addresses of files',
    publicUrl: undefined,
  });
  await database.run(sql`create extension if not exists pg_stat_statements`);
  const countStatements = async (): Promise<number> => {
    const { calls } = await database.one<{ calls: bigint }>(sql`
      select coalesce(sum(calls), 0)::bigint as calls from pg_stat_statements
      where dbid = (select oid from pg_database where datname = current_database())
        and query not like '%pg_stat_statements%'`);
    await database.run(sql`
      select pg_stat_statements_reset(0, (select oid from pg_database where datname = current_database()))`);
    return Number(calls);
  };
  return {
    database,
    url: media.url,
    folder,
    ask: (query, variables = {}, viewer = testViewer(), languages = 'en') =>
      postGraphql(media.url, query, variables, viewer, { 'accept-language': languages }),
    setClock: (time) => {
      now = new Date(time);
    },
    countStatements,
    close: async () => {
      await media.close();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const staff = testViewer({ kind: 'staff', subject: 'editor', scopes: ['staff:media'] });
export const broadcaster = testViewer({
  kind: 'partner',
  partner: 'canal-un',
  scopes: ['media:feeds', 'media:assets'],
  territory: 'FR',
});
export const otherBroadcaster = testViewer({ ...broadcaster, partner: 'sender-zwei', territory: 'DE' });

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Viewer } from '@games/service';
import { createTestDatabase, postGraphql, type TestDatabase, testViewer, testViewerSecret } from '@games/testing';
import { createTicketing, type Ticketing } from '../src/createTicketing.ts';
import { migrations } from '../src/migrations.ts';

/** A ticketing service on a database of its own, asked as the gateway would ask it. */
export interface TestService {
  readonly own: TestDatabase;
  readonly ticketing: Ticketing;
  /** Where the keys of tickets are, unless a test has named a folder of its own. */
  readonly keysFolder: string;
  /** The data of an answer; throws when it has errors. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
  ask(query: string, variables?: object, viewer?: Viewer): Promise<any>;
  /** The code of the first error of an answer. */
  codeOf(query: string, variables?: object, viewer?: Viewer): Promise<string | undefined>;
  /** What a route answers. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The moment that the clock of the Games shows in tests. */
export const testNow = '2028-07-22T19:30:00-07:00';

export async function startTestService(env: NodeJS.ProcessEnv = {}, port = 0): Promise<TestService> {
  const own = await createTestDatabase(...migrations);
  const start = Date.now();
  const keysFolder = mkdtempSync(join(tmpdir(), 'ticket-keys-'));
  const ticketing = await createTicketing({
    databaseUrl: own.url,
    redisUrl: undefined,
    viewerSecret: testViewerSecret,
    port,
    host: '127.0.0.1',
    poolSize: 8,
    clock: { now: () => new Date(Date.parse(testNow) + Date.now() - start) },
    env: { TICKET_KEYS_FOLDER: keysFolder, QUEUE_SECRET: 'a secret of tests for the waiting room', ...env },
  });
  const post = (query: string, variables: object = {}, viewer: Viewer = testViewer()) =>
    postGraphql(ticketing.url, query, variables as Record<string, unknown>, viewer);
  return {
    own,
    ticketing,
    keysFolder,
    ask: async (query, variables, viewer) => {
      const { data, errors } = await post(query, variables, viewer);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    codeOf: async (query, variables, viewer) => (await post(query, variables, viewer)).errors?.[0]?.extensions.code,
    get: (path, headers = {}) => fetch(new URL(path, ticketing.url), { headers }),
    close: async () => {
      await ticketing.close();
      await own.drop();
      rmSync(keysFolder, { recursive: true, force: true });
    },
  };
}

export const fan = (subject: string, territory: string | null = 'US'): Viewer =>
  testViewer({ kind: 'fan', subject, territory });
export const staff: Viewer = testViewer({ kind: 'staff', subject: 'staff-1', scopes: ['staff:ticketing'] });

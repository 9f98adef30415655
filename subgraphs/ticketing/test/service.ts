import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, type Viewer } from '@games/service';
import { type ServedForTests, serveForTests } from '@games/subgraph/testing';
import { testViewer } from '@games/testing';
import { ticketingSettings } from '../src/config.ts';
import { ticketing } from '../src/createTicketing.ts';

/** A ticketing service on a database of its own, asked as the gateway asks. */
export interface TestService
  extends Pick<ServedForTests, 'database' | 'databaseUrl' | 'name' | 'url' | 'get' | 'close'> {
  /** Where the keys of tickets are, unless a test has named a folder of its own. */
  readonly keysFolder: string;
  /** The data of an answer; throws when it has errors. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads data of any shape
  ask(query: string, variables?: object, viewer?: Viewer): Promise<any>;
  /** The code of the first error of an answer. */
  codeOf(query: string, variables?: object, viewer?: Viewer): Promise<string | undefined>;
  /** Moves the clock of the Games on, or back. */
  passHours(hours: number): void;
}

/** The moment that the clock of the Games shows at the start of a test; it goes on from there. */
export const testNow = '2028-07-22T19:30:00-07:00';

export async function startTestService(env: NodeJS.ProcessEnv = {}, port = 0): Promise<TestService> {
  const keysFolder = mkdtempSync(join(tmpdir(), 'ticket-keys-'));
  let aheadMs = Date.parse(testNow) - Date.now();
  const served = await serveForTests(ticketing, {
    ...readConfig(ticketingSettings, {
      TICKET_KEYS_FOLDER: keysFolder,
      QUEUE_SECRET: 'a secret of tests for the waiting room',
      ...env,
    }),
    port,
    clock: { now: () => new Date(Date.now() + aheadMs) },
  });
  const post = (query: string, variables: object = {}, viewer: Viewer = testViewer()) =>
    served.ask(query, variables as Record<string, unknown>, viewer);
  return {
    ...served,
    keysFolder,
    ask: async (query, variables, viewer) => {
      const { data, errors } = await post(query, variables, viewer);
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    codeOf: async (query, variables, viewer) => (await post(query, variables, viewer)).errors?.[0]?.extensions.code,
    passHours: (hours) => {
      aheadMs += hours * 3_600_000;
    },
    close: async () => {
      await served.close();
      rmSync(keysFolder, { recursive: true, force: true });
    },
  };
}

export const fan = (subject: string, country: string | null = 'US'): Viewer =>
  testViewer({ kind: 'fan', subject, country });
export const staff: Viewer = testViewer({ kind: 'staff', subject: 'staff-1', scopes: ['staff:ticketing'] });

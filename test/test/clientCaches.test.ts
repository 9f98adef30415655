import { createWorld, type Examples, findExamples } from '@games/demonstration';
import { readNamedOperations } from '@games/schema';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ask, type Credentials } from '../src/ask.ts';
import { type ClientOptions, openApollo, openGraphcache, type PageClient } from '../src/cachingClients.ts';
import { copySeededFolder } from '../src/seededFolder.ts';
import { freePorts, type RunningStack, runStart, type Stack, smallScale } from '../src/stack.ts';

let stack: Stack;
let running: RunningStack;
let partner: Credentials;
let examples: Examples;
let options: ClientOptions;

beforeAll(async () => {
  stack = runStart([...smallScale, '--port', String(await freePorts())], await copySeededFolder());
  running = await stack.ready;
  partner = { key: running.partnerKey };
  options = { url: running.gatewayUrl, headers: { 'x-api-key': running.partnerKey } };
  examples = await findExamples(createWorld({ scale: 'small' }), async (query) => {
    const { data, errors } = await ask(running.gatewayUrl, query, {}, partner);
    if (!data) throw new Error(JSON.stringify(errors));
    return data;
  });
});
afterAll(() => stack.remove());

const documents = new Map(readNamedOperations().map(({ name, document }) => [name, document]));
const documentOf = (name: string): string => documents.get(name) ?? '';

/** Pages that a partner's application shows, one after the other. */
const pages = [
  'SchedulePage',
  'AthletePage',
  'UnitPage',
  'MedalTable',
  'VenuePage',
  'SessionAvailability',
  'StoreFront',
  'ProductPage',
  'PickupAtVenue',
  'ClipsForTerritory',
  'FeedsForBroadcaster',
] as const;
const variablesOf = (name: string): Record<string, unknown> => ({ ...(examples[name]?.[0] as object) });
const fresh = async (name: string, variables: Record<string, unknown>) => {
  const { data, errors } = await ask(running.gatewayUrl, documentOf(name), variables, partner);
  expect(errors).toBeUndefined();
  return data;
};

/** Addresses of files are signed anew every minute; what was cached is good for as long as it says. */
const withoutSignatures = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(/expires=\d+&signature=[\w-]+/g, 'expires=…&signature=…'));

const warnings: unknown[][] = [];
beforeEach(() => {
  warnings.length = 0;
  for (const level of ['warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...args) => void warnings.push(args));
  }
});
afterEach(() => void jest.restoreAllMocks());

describe.each([
  ['Apollo Client', openApollo],
  ['urql with Graphcache', openGraphcache],
] as const)('%s', (_, open) => {
  let client: PageClient;
  beforeAll(() => {
    client = open(options);
  });
  afterAll(() => client.close());

  test('shows every page from its cache after all of them were fetched, without a warning', async () => {
    for (const page of pages) await client.fetch(documentOf(page), variablesOf(page));
    for (const page of pages) {
      const variables = variablesOf(page);
      const cached = await client.readCached(documentOf(page), variables);
      expect([page, withoutSignatures(cached)]).toEqual([page, withoutSignatures(await fresh(page, variables))]);
    }
    expect(warnings).toEqual([]);
  });
});

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createDevelopmentIssuer } from '@games/gateway';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, type Credentials } from '../src/ask.ts';
import { copySeededFolder } from '../src/seededFolder.ts';
import { freePorts, type RunningStack, runStart, type Stack, smallScale } from '../src/stack.ts';

let stack: Stack;
let running: RunningStack;
let partner: Credentials;

beforeAll(async () => {
  stack = runStart([...smallScale, '--port', String(await freePorts())], await copySeededFolder());
  running = await stack.ready;
  partner = { key: running.partnerKey };
});
afterAll(() => stack.remove());

type Answer = Awaited<ReturnType<typeof ask>>;

/** All that an answer says beside the words: its data, and the code and path of each error. */
const said = ({ data, errors }: Answer) => [
  data,
  errors?.map(({ extensions, path }) => (path === undefined ? [extensions.code] : [extensions.code, path])),
];
/** An answer that is one coded error and nothing else. */
const nothingBut = (code: string) => [undefined, [[code]]];

describe('a query that cannot be answered gets a coded error', () => {
  test('when it is not GraphQL', async () => {
    const answer = await ask(running.gatewayUrl, '{ athlete(', {}, partner);
    expect(said(answer)).toEqual(nothingBut('GRAPHQL_PARSE_FAILED'));
  });

  test('when it asks for what the schema has not', async () => {
    const answer = await ask(running.gatewayUrl, '{ games { nam } }', {}, partner);
    expect(said(answer)).toEqual(nothingBut('GRAPHQL_VALIDATION_FAILED'));
    expect(answer.errors?.[0]?.message).toContain('"nam"');
  });

  test('when the page is too large for any operation', async () => {
    const query = '{ athletes(first: 1000000) { nodes { id } } games { name } }';
    expect(said(await ask(running.gatewayUrl, query, {}, partner))).toEqual(nothingBut('COST_TOO_HIGH'));
  });

  test('when the page is too large for its list, and the rest of the answer is there', async () => {
    const query = '{ athletes(first: 101) { nodes { id } } games { name } }';
    const answer = await ask(running.gatewayUrl, query, {}, partner);
    const { data } = await ask(running.gatewayUrl, '{ games { name } }', {}, partner);
    expect(said(answer)).toEqual([{ athletes: null, games: data.games }, [['PAGE_TOO_LARGE', ['athletes']]]]);
  });

  test('when a cursor belongs to another list', async () => {
    const first = await ask(running.gatewayUrl, '{ venues(first: 1) { pageInfo { endCursor } } }', {}, partner);
    const cursor = first.data.venues.pageInfo.endCursor;
    expect(cursor).toBeTruthy();
    const query = 'query ($after: String) { athletes(first: 1, after: $after) { nodes { id } } }';
    for (const after of [cursor, 'nonsense']) {
      const answer = await ask(running.gatewayUrl, query, { after }, partner);
      expect(said(answer)).toEqual([{ athletes: null }, [['INVALID_CURSOR', ['athletes']]]]);
    }
  });
});

describe('an id', () => {
  test('that nobody has resolves to null', async () => {
    const query =
      '{ athlete(id: "ath_9999999") { name } unit(code: "nothing") { name } node(id: "unt_nothing") { id } }';
    const answer = await ask(running.gatewayUrl, query, {}, partner);
    expect(said(answer)).toEqual([{ athlete: null, unit: null, node: null }, undefined]);
  });

  test('of another kind of thing is refused at its place', async () => {
    const answer = await ask(running.gatewayUrl, '{ athlete(id: "org_KEN") { id } }', {}, partner);
    expect(said(answer)).toEqual([{ athlete: null }, [['INVALID_ID', ['athlete']]]]);
  });
});

describe('a stranger', () => {
  test.each([
    ['without key', {}],
    ['with a wrong key', { key: 'gk_wrong' }],
    ['with a token that is none', { token: 'not.a.token' }],
  ])('%s gets UNAUTHENTICATED', async (_case, credentials) => {
    const answer = await ask(running.gatewayUrl, '{ games { name } }', {}, credentials);
    expect([answer.status, ...said(answer)]).toEqual([401, ...nothingBut('UNAUTHENTICATED')]);
  });

  test('with an expired token is told so', async () => {
    const issuer = await createDevelopmentIssuer(join(stack.folder, 'issuer'));
    const token = await issuer.issue({ kind: 'fan', subject: 'late' }, -3_600);
    const answer = await ask(running.gatewayUrl, '{ me { id } }', {}, { token });
    expect([answer.status, ...said(answer)]).toEqual([401, ...nothingBut('TOKEN_EXPIRED')]);
  });

  test('who calls a subgraph directly learns nothing', async () => {
    for (const url of Object.values(running.serviceUrls)) {
      const answer = await ask(url, '{ __typename _service { sdl } }', {}, { key: running.partnerKey });
      expect([answer.status, ...said(answer)]).toEqual([401, ...nothingBut('UNAUTHENTICATED')]);
    }
  });

  test('who asks for a public endpoint beside the graph, or for the graph beside them, finds nothing', async () => {
    const statusOf = async (path: string, base?: string) =>
      (await fetch(new URL(path, base), { method: 'POST' })).status;
    expect(await statusOf('/odf', running.serviceUrls.competition)).toBe(404);
    expect(await statusOf('/gates/scans', running.serviceUrls.ticketing)).toBe(404);
    for (const url of Object.values(running.publicUrls)) expect(await statusOf('/graphql', url)).toBe(404);
  });

  test("with a partner's key gets nothing of staff's", async () => {
    const answer = await ask(running.gatewayUrl, '{ feedStatus { __typename } games { name } }', {}, partner);
    const { data } = await ask(running.gatewayUrl, '{ games { name } }', {}, partner);
    expect(said(answer)).toEqual([{ feedStatus: null, games: data.games }, [['FORBIDDEN', ['feedStatus']]]]);
  });
});

describe('the ingest endpoint', () => {
  const send = async (body: Uint8Array | string, headers: Record<string, string> = {}) => {
    const endpoint = new URL('/odf', running.publicUrls.competition);
    const response = await fetch(endpoint, {
      method: 'POST',
      body,
      headers: { 'x-api-key': running.odfApiKey, ...headers },
    });
    return { status: response.status, text: await response.text() };
  };
  const staff = (query: string) => ask(running.gatewayUrl, query, {}, { token: running.staffToken });

  test('refuses requests without its key', async () => {
    expect((await send('<OdfBody/>', { 'x-api-key': 'wrong' })).status).toBe(401);
  });

  test('refuses entities, external and exploding ones, and reads no file for them', async () => {
    const external =
      '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><OdfBody>&e;</OdfBody>';
    const answer = await send(external);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain('root:');
    const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const bomb = `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]><OdfBody>&l9;</OdfBody>`;
    expect((await send(bomb)).status).toBe(400);
  });

  test('refuses 50 MB, sent as they are or packed into 50 kB', async () => {
    const large = Buffer.alloc(50 * 1024 * 1024, 'a');
    const asItIs = await send(large).catch(() => ({ status: 413, text: '' }));
    expect(asItIs.status).toBe(413);
    expect((await send(gzipSync(large), { 'content-encoding': 'gzip' })).status).toBe(413);
  });

  test('is as well as before after all of it', async () => {
    const { data, errors } = await staff('{ feedStatus { __typename } games { name } }');
    expect(errors).toBeUndefined();
    expect(data.games.name).toBeTruthy();
  });
});

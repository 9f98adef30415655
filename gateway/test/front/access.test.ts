import { createHmac, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyViewer, viewerHeader } from '@games/service';
import { until } from '@games/testing';
import { restoreClock, setClock } from '@games/testing/clock.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type ApiKeyRecord, makeApiKey } from '../../src/guard/apiKeys.ts';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '../../src/guard/developmentIssuer.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

const secret = 'a secret between gateway and subgraphs';
const folder = mkdtempSync(join(tmpdir(), 'gateway-access-'));
const keysFile = join(folder, 'api-keys.json');
const partner = makeApiKey({
  id: 'k1',
  partner: 'broadcaster',
  scopes: ['partner:media', 'staff:people'],
  territory: 'FR',
});
const ended = makeApiKey({ id: 'k2', partner: 'former', expires: '2020-01-01T00:00:00Z' });
const withdrawn = makeApiKey({ id: 'k3', partner: 'soon-gone' });
const hurried = makeApiKey({ id: 'k4', partner: 'hurried', requestsMax: 3 });
const writeKeys = (records: readonly ApiKeyRecord[]): void => writeFileSync(keysFile, JSON.stringify(records));

/** Windows of requests are counted from 1970: this one ends in 2069, so that no test meets an edge. */
const windowMs = 100 * 365 * 86_400_000;

let issuer: DevelopmentIssuer;
let graph: TestGraph;
let gateway: TestGateway;
let remote: { readonly url: string; readonly server: Server; readonly paths: string[]; isDown: boolean };
let remoteKeys: Awaited<ReturnType<typeof generateKeyPair>>;

/** A key set on HTTP, as a real issuer has it. */
async function startRemoteIssuer(): Promise<void> {
  remoteKeys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(remoteKeys.publicKey)), kid: 'r1', alg: 'RS256' };
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? '');
    if (remote.isDown) response.writeHead(500).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  remote = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`, server, paths, isDown: false };
}

beforeAll(async () => {
  writeKeys([partner.record, ended.record, withdrawn.record, hurried.record]);
  issuer = await createDevelopmentIssuer(join(folder, 'issuer'));
  await startRemoteIssuer();
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    isPublic: false,
    rateLimit: { windowMs },
    access: {
      viewerSecret: secret,
      apiKeysFile: keysFile,
      issuers: [
        issuer.issuer,
        { issuer: 'https://remote.example', audience: 'games', jwks: remote.url, algorithms: ['RS256'] },
      ],
      policies: { friends: { partners: ['broadcaster'] } },
      failuresPerMinuteMax: 1_000,
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await graph.close();
  remote.server.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  remote.isDown = false;
});

const withKey = (key: string) => ({ headers: { 'x-api-key': key } });
const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
/** The viewer that the subgraph was told of in its last call. */
const viewerSeen = () => verifyViewer(graph.asked.at(-1)?.headers[viewerHeader] as string, 'people', secret);
const unique = (): string => `query Q${randomUUID().replaceAll('-', '')} { headers }`;

describe('partner keys', () => {
  test('a request without key or token is refused with 401 and told how to do better', async () => {
    const answer = await gateway.post('{ hello }');
    expect(answer).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('a key makes the viewer a partner, and the subgraph hears of it in a signed header', async () => {
    expect((await gateway.post(unique(), withKey(partner.key))).status).toBe(200);
    expect(viewerSeen()).toEqual({
      kind: 'partner',
      subject: null,
      scopes: ['partner:media'],
      partner: 'broadcaster',
      territory: 'FR',
      country: null,
    });
  });

  test('a key can never carry staff rights, whatever its record says', async () => {
    const { body } = await gateway.post('{ person(id: "1") { salary } }', withKey(partner.key));
    expect(body.data.person.salary).toBeNull();
    expect(body.errors[0]).toMatchObject({ path: ['person', 'salary'], extensions: { code: 'FORBIDDEN' } });
  });

  test('wrong, ended and empty keys are refused', async () => {
    for (const key of ['gk_wrong', ended.key, `${partner.key}x`, partner.record.hash, 'undefined', '']) {
      expect(await gateway.post('{ hello }', withKey(key))).toMatchObject({ status: 401, codes: ['UNAUTHENTICATED'] });
    }
  });

  test('a withdrawn key ends without a restart, also where it was accepted before', async () => {
    expect((await gateway.post('{ hello }', withKey(withdrawn.key))).status).toBe(200);
    writeKeys([partner.record, ended.record, hurried.record]);
    await until(async () => (await gateway.post('{ hello }', withKey(withdrawn.key))).status === 401);
    expect((await gateway.post('{ hello }', withKey(partner.key))).status).toBe(200);
  });

  test('a file of keys that is broken leaves the keys as they were', async () => {
    writeFileSync(keysFile, '{ broken');
    await until(() => gateway.events.some((event) => event.kind === 'fault'));
    expect((await gateway.post('{ hello }', withKey(partner.key))).status).toBe(200);
    writeKeys([partner.record, ended.record, hurried.record]);
  });

  test('keys are kept as hashes only', () => {
    expect(readFileSync(keysFile, 'utf8')).not.toContain(partner.key.slice(3));
  });
});

describe('tokens', () => {
  test("a fan's token makes the viewer that fan; beside a key the partner and its territory are known too, but nothing of theirs is the fan's", async () => {
    const token = await issuer.issue({ kind: 'fan', subject: 'fan-1', country: 'JP' });
    expect((await gateway.post(unique(), withToken(token))).status).toBe(200);
    const fan = { kind: 'fan', subject: 'fan-1', scopes: [], country: 'JP' };
    expect(viewerSeen()).toEqual({ ...fan, partner: null, territory: null });
    await gateway.post(unique(), { headers: { ...withToken(token).headers, 'x-api-key': partner.key } });
    expect(viewerSeen()).toEqual({ ...fan, partner: 'broadcaster', territory: 'FR' });
  });

  test("a staff token carries its scopes, a fan's token never those of staff", async () => {
    const staff = await issuer.issue({ kind: 'staff', subject: 's1', scopes: ['staff:people'] });
    expect((await gateway.post('{ secretOfStaff }', withToken(staff))).body.data.secretOfStaff).toBe(
      'a secret of staff',
    );
    const fan = await issuer.issue({ kind: 'fan', subject: 'f1', scopes: ['staff:people'] });
    expect((await gateway.post('{ secretOfStaff }', withToken(fan))).codes).toEqual(['FORBIDDEN']);
  });

  test('the country of an account that earlier issuers call a territory is read', async () => {
    await gateway.post(unique(), withToken(await signRemote({ territory: 'KE' })));
    expect(viewerSeen()).toMatchObject({ country: 'KE', territory: null });
  });

  test('a viewer is signed for the subgraph that is asked, and for no other', async () => {
    await gateway.post(unique(), withKey(partner.key));
    const header = graph.asked.at(-1)?.headers[viewerHeader] as string;
    expect(() => verifyViewer(header, 'posts', secret)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  test('an issuer of fans can make no staff', async () => {
    const token = await signRemote({ viewer_kind: 'staff', scope: 'staff:people' });
    expect((await gateway.post('{ hello }', withToken(token))).status).toBe(401);
    expect((await gateway.post('{ hello }', withToken(await signRemote({})))).status).toBe(200);
  });

  test('an expired token has a code of its own', async () => {
    const token = await issuer.issue({ kind: 'fan', subject: 'f' }, -3_600);
    expect(await gateway.post('{ hello }', withToken(token))).toMatchObject({ status: 401, codes: ['TOKEN_EXPIRED'] });
  });

  test('the clock of an issuer may be off by the skew allowed, and no more', async () => {
    expect(
      (await gateway.post('{ hello }', withToken(await issuer.issue({ kind: 'fan', subject: 'f' }, -10)))).status,
    ).toBe(200);
    expect(
      (await gateway.post('{ hello }', withToken(await issuer.issue({ kind: 'fan', subject: 'f' }, -60)))).status,
    ).toBe(401);
    const future = await signRemote({}, { notBeforeSeconds: 600 });
    expect((await gateway.post('{ hello }', withToken(future))).status).toBe(401);
  });

  test('a token that the gateway accepted before ends with its time', async () => {
    const token = await issuer.issue({ kind: 'fan', subject: 'brief' }, 600);
    expect((await gateway.post('{ hello }', withToken(token))).status).toBe(200);
    setClock(Date.now() + 3_600_000);
    try {
      const answer = await gateway.post('{ hello }', withToken(token));
      expect(answer).toMatchObject({ status: 401, codes: ['TOKEN_EXPIRED'] });
    } finally {
      restoreClock();
    }
  });

  test('tokens for another audience, of another issuer, without subject or end are refused', async () => {
    for (const token of [
      await signRemote({}, { audience: 'other' }),
      await signRemote({}, { issuer: 'https://evil.example' }),
      await signRemote({}, { subject: null }),
      await signRemote({}, { lifetimeSeconds: null }),
      await signRemote({}, { audience: null }),
    ]) {
      expect(await gateway.post('{ hello }', withToken(token))).toMatchObject({
        status: 401,
        codes: ['UNAUTHENTICATED'],
      });
    }
  });

  test('the algorithm none, and a public key used as a shared secret, prove nothing', async () => {
    const claims = {
      iss: issuer.issuer.issuer,
      aud: issuer.issuer.audience,
      sub: 'evil',
      viewer_kind: 'staff',
      exp: 4_000_000_000,
    };
    const jwks = readFileSync(issuer.issuer.jwks, 'utf8');
    const publicKey = JSON.parse(jwks).keys[0];
    const forged = ['none', 'None', 'nOnE', 'HS256', 'HS512'].flatMap((alg) =>
      [JSON.stringify(publicKey), jwks, ''].map((key) => forge({ alg, kid: 'development', typ: 'JWT' }, claims, key)),
    );
    for (const token of forged) expect((await gateway.post('{ hello }', withToken(token))).status).toBe(401);
  });

  test('a key that a token brings along, or points to, is neither used nor fetched', async () => {
    const own = generateKeyPairSync('rsa', { modulusLength: 2_048 });
    const jwk = own.publicKey.export({ format: 'jwk' });
    const claims = { iss: 'https://remote.example', aud: 'games', sub: 'evil', exp: 4_000_000_000 };
    const before = remote.paths.length;
    for (const header of [
      { alg: 'RS256', jwk },
      { alg: 'RS256', kid: 'r1', jku: `${remote.url}/evil` },
      { alg: 'RS256', kid: 'r1', x5u: `${remote.url}/evil` },
      { alg: 'RS256', kid: `${remote.url}/evil` },
      { alg: 'RS256', kid: '../../../../etc/passwd' },
      { alg: 'RS256', kid: "r1' OR 1=1 --" },
      { alg: 'RS256', kid: 'r1', crit: ['b64'], b64: false },
    ]) {
      const head = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
      const signature = createSign('RSA-SHA256').update(head).sign(own.privateKey).toString('base64url');
      expect((await gateway.post('{ hello }', withToken(`${head}.${signature}`))).status).toBe(401);
    }
    expect(remote.paths.slice(before).every((path) => path === '/keys')).toBe(true);
  });

  test('unknown key ids make the keys be fetched again at most once in a while', async () => {
    await gateway.post('{ hello }', withToken(await signRemote({})));
    const before = remote.paths.length;
    for (let index = 0; index < 20; index++) {
      await gateway.post('{ hello }', withToken(await signRemote({}, { kid: `unknown-${index}` })));
    }
    expect(remote.paths.length - before).toBeLessThanOrEqual(1);
  });

  test('tokens that are not tokens, or very long, are refused', async () => {
    for (const authorization of [
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      'Basic YTpi',
      `Bearer ${'a'.repeat(10_000)}`,
      'Bearer é',
    ]) {
      const answer = await gateway.post('{ hello }', {
        headers: { authorization: encodeURI(authorization).replaceAll('%20', ' ') },
      });
      expect(answer.status).toBe(401);
    }
  });

  test("while the issuer's keys can't be had for the first time, the fault is said to be ours", async () => {
    remote.isDown = true;
    const fresh = await startTestGateway(graph.supergraph, {
      isPublic: false,
      access: {
        issuers: [{ issuer: 'https://remote.example', audience: 'games', jwks: remote.url, algorithms: ['RS256'] }],
      },
    });
    try {
      expect(await fresh.post('{ hello }', withToken(await signRemote({})))).toMatchObject({
        status: 503,
        codes: ['OVERLOADED'],
      });
      remote.isDown = false;
      const token = await signRemote({});
      await until(async () => (await fresh.post('{ hello }', withToken(token))).status === 200);
      remote.isDown = true;
      expect((await fresh.post('{ hello }', withToken(await signRemote({ again: true })))).status).toBe(200);
    } finally {
      await fresh.close();
    }
  });

  test('guessing is slowed down by address, and what is right is accepted all the same', async () => {
    const strict = await startTestGateway(graph.supergraph, {
      isPublic: false,
      access: { apiKeysFile: keysFile, failuresPerMinuteMax: 5 },
    });
    try {
      const statuses = [];
      for (let index = 0; index < 7; index++)
        statuses.push((await strict.post('{ hello }', withKey(`gk_${index}`))).status);
      expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
      expect((await strict.post('{ hello }', withKey(partner.key))).status).toBe(200);
    } finally {
      await strict.close();
    }
  });
});

describe('failures of an address', () => {
  test('are not those of an app that polls with an expired token, and count by IPv6 /64', async () => {
    const strict = await startTestGateway(graph.supergraph, {
      isPublic: false,
      access: { apiKeysFile: keysFile, issuers: [issuer.issuer], failuresPerMinuteMax: 3 },
      http: { trustedProxies: ['127.0.0.1'] },
    });
    try {
      const expired = await issuer.issue({ kind: 'fan', subject: 'late' }, -3_600);
      const from = (address: string, headers: Record<string, string>) =>
        strict.post('{ hello }', { headers: { ...headers, 'x-forwarded-for': address } });
      for (let index = 0; index < 10; index++) {
        const late = await from('2001:db8::1', { authorization: `Bearer ${expired}` });
        expect(late).toMatchObject({ status: 401, codes: ['TOKEN_EXPIRED'] });
      }
      const guesses = [];
      for (let index = 0; index < 5; index++)
        guesses.push((await from(`2001:db8::${index}:1`, { 'x-api-key': `gk_${index}` })).status);
      expect(guesses).toEqual([401, 401, 401, 429, 429]);
      expect((await from('2001:db8:0:1::1', { 'x-api-key': 'gk_other' })).status).toBe(401);
    } finally {
      await strict.close();
    }
  });

  test('a forwarded header from a peer that is not trusted is reported once, and changes nothing', async () => {
    const direct = await startTestGateway(graph.supergraph);
    try {
      for (let index = 0; index < 3; index++)
        await direct.post('{ hello }', { headers: { 'x-forwarded-for': `192.0.2.${index}` } });
      const ignored = direct.events.filter(({ kind }) => kind === 'forwarded-header-ignored');
      expect(ignored).toEqual([{ kind: 'forwarded-header-ignored', peer: '127.0.0.1' }]);
    } finally {
      await direct.close();
    }
  });
});

describe('the name under which the gateway is reached', () => {
  test('is an address, this machine or one that is configured; every other is refused at every address', async () => {
    const named = await startTestGateway(graph.supergraph, { http: { hosts: ['api.games.example'] } });
    const { port } = new URL(named.origin);
    const statusFor = (path: string, host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const request = httpRequest(
          { port, path, headers: { host, accept: 'application/json', 'apollo-require-preflight': 'true' } },
          (response) => resolve(response.resume().statusCode),
        );
        request.on('error', reject).end();
      });
    try {
      const [graphql, explorer] = ['/graphql?query={hello}', '/explorer/settings.json'];
      for (const host of ['localhost:4000', 'a.localhost', '127.0.0.1', '[::1]:80', 'API.games.example:443'])
        expect([host, await statusFor(graphql, host)]).toEqual([host, 200]);
      for (const host of ['evil.example', 'localhost.evil.example', 'api.games.example.evil', '127.0.0.1.nip.io']) {
        expect([host, await statusFor(graphql, host)]).toEqual([host, 421]);
        expect(await statusFor(explorer, host)).toBe(421);
        expect(await statusFor('/', host)).toBe(421);
      }
      expect(await statusFor('/health/live', 'evil.example')).toBe(200);
    } finally {
      await named.close();
    }
  });
});

describe('headers', () => {
  test("a client can't pass itself off by the header that the gateway signs, nor smuggle others to the subgraphs", async () => {
    const answer = await rawPost(gateway.url, JSON.stringify({ query: unique() }), {
      'x-api-key': partner.key,
      [viewerHeader]: 'forged.header',
      connection: `keep-alive, x-api-key, ${viewerHeader}`,
      'x-internal': 'yes',
      cookie: 'session=1',
      'x-deadline-ms': '999999999',
      te: 'trailers',
    });
    expect(answer.status).toBe(200);
    const { headers } = graph.asked.at(-1) as { headers: Record<string, string> };
    expect(viewerSeen().partner).toBe('broadcaster');
    for (const name of ['x-internal', 'cookie', 'x-api-key', 'authorization', 'te'])
      expect(headers).not.toHaveProperty(name);
    expect(headers['x-deadline-ms']).not.toBe('999999999');
  });

  test('headers that are configured reach the subgraphs and keep their answers apart', async () => {
    const passing = await startTestGateway(graph.supergraph, { access: { propagateHeaders: ['X-Tenant'] } });
    try {
      const query = unique();
      const [one, two] = await Promise.all(
        ['a', 'b'].map((tenant) => passing.post(query, { headers: { 'x-tenant': tenant } })),
      );
      expect(one?.body.data.headers).toContain('x-tenant: a');
      expect(two?.body.data.headers).toContain('x-tenant: b');
      expect(one?.headers.get('vary')).toContain('x-tenant');
      const kept = await Promise.all(
        ['c', 'd'].map((tenant) => passing.post('{ fresh }', { headers: { 'x-tenant': tenant } })),
      );
      expect(kept[0]?.body).not.toEqual(kept[1]?.body);
    } finally {
      await passing.close();
    }
  });

  test("headers of the connection can't be configured to be passed on", async () => {
    for (const name of ['Connection', 'Transfer-Encoding', 'Host', viewerHeader]) {
      await expect(startTestGateway(graph.supergraph, { access: { propagateHeaders: [name] } })).rejects.toThrow(
        /passed on/,
      );
    }
  });
});

describe('who may share an answer', () => {
  test('equal requests of different fans at the same time get answers of their own', async () => {
    const query = unique();
    const tokens = await Promise.all(['ann', 'bob'].map((subject) => issuer.issue({ kind: 'fan', subject })));
    const answers = await Promise.all(tokens.map((token) => gateway.post(query, withToken(token))));
    const subjects = answers.map(({ body }) => {
      const line = body.data.headers.find((header: string) => header.startsWith(`${viewerHeader}: `)) as string;
      return verifyViewer(line.slice(viewerHeader.length + 2), 'people', secret).subject;
    });
    expect(subjects).toEqual(['ann', 'bob']);
  });

  test('for a public answer the subgraph does not even hear which fan asks, only for which partner and where', async () => {
    const token = await issuer.issue({ kind: 'fan', subject: 'carol', scopes: ['fan:vip'], country: 'JP' });
    await gateway.post('{ person(id: "public") { name } }', withToken(token));
    const nobody = { subject: null, scopes: [], partner: null, territory: null };
    expect(viewerSeen()).toEqual({ ...nobody, kind: 'anonymous', country: 'JP' });
    const beside = { headers: { ...withToken(token).headers, 'x-api-key': partner.key } };
    await gateway.post('{ person(id: "public-too") { name } }', beside);
    expect(viewerSeen()).toEqual({
      kind: 'partner',
      subject: null,
      scopes: ['partner:media'],
      partner: 'broadcaster',
      territory: 'FR',
      country: 'JP',
    });
  });
});

describe('what the schema asks of a viewer', () => {
  const anonymousGateway = () => startTestGateway(graph.supergraph, { access: { viewerSecret: secret } });

  test('a field that is not for this viewer is null with an error at its place, and its subgraph is not asked for it', async () => {
    const open = await anonymousGateway();
    try {
      const before = graph.asked.length;
      const { body, status } = await open.post('{ hello mySecret: secret }');
      expect(status).toBe(200);
      expect(body.data).toEqual({ hello: 'hello world', mySecret: null });
      expect(body.errors).toEqual([
        expect.objectContaining({
          path: ['mySecret'],
          extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }),
        }),
      ]);
      expect(graph.asked.slice(before).some(({ query }) => query.includes('secret'))).toBe(false);
    } finally {
      await open.close();
    }
  });

  test("aliases, fragments, inline fragments and variables don't lead around it", async () => {
    const token = await issuer.issue({ kind: 'fan', subject: 'f' });
    for (const query of [
      '{ person(id: "1") { name: salary } }'.replace('name: salary', 'pay: salary'),
      '{ person(id: "1") { ...F } } fragment F on Person { salary }',
      '{ person(id: "1") { ... on Person { salary } } }',
      '{ person(id: "1") { ... on Being { ... on Person { x: salary } } } }',
      '{ being(id: "1") { ...F } } fragment F on Being { ... on Person { salary } }',
      'query ($yes: Boolean = true) { person(id: "1") { salary @include(if: $yes) } }',
      '{ people(first: 1) { friends(first: 1) { friends(first: 1) { salary } } } }',
      '{ post(id: "1") { author { salary } } }',
    ]) {
      const { body, codes } = await gateway.post(query, withToken(token));
      expect(JSON.stringify(body.data)).not.toContain('7');
      expect(new Set(codes)).toEqual(new Set(['FORBIDDEN']));
    }
  });

  test('through an interface a field needs what any of its types asks for', async () => {
    const open = await anonymousGateway();
    try {
      for (const id of ['robot-1', '1']) {
        const { body, codes } = await open.post('query ($id: ID!) { being(id: $id) { name n: note } }', {
          variables: { id },
        });
        expect(codes).toEqual(['UNAUTHENTICATED']);
        expect(body.data.being).toEqual({ name: `name of ${id}`, n: null });
      }
    } finally {
      await open.close();
    }
  });

  test('a type that is not for this viewer stays empty, the other types of its union do not', async () => {
    const open = await anonymousGateway();
    try {
      const query =
        'query ($id: ID!) { finding(id: $id) { __typename ... on Vault { v: name } ... on Person { name } } }';
      const vault = await open.post(query, { variables: { id: 'vault-1' } });
      expect(JSON.stringify(vault.body)).not.toContain('name of');
      const found = await open.post(query, { variables: { id: '1' } });
      expect(found.body.data).toEqual({ finding: { __typename: 'Person', name: 'name of 1' } });
    } finally {
      await open.close();
    }
  });

  test('scopes are alternatives of sets, and a policy lets pass whom its rule names', async () => {
    const token = (scopes: string[]) => issuer.issue({ kind: 'fan', subject: 'f', scopes });
    expect((await gateway.post('{ secretOfStaff }', withToken(await token(['root'])))).codes).toEqual(['FORBIDDEN']);
    expect(
      (await gateway.post('{ secretOfStaff }', withToken(await token(['root', 'branch'])))).body.data.secretOfStaff,
    ).toBe('a secret of staff');
    expect((await gateway.post('{ byPolicy }', withKey(partner.key))).body.data.byPolicy).toBe('among friends');
    expect((await gateway.post('{ byPolicy }', withToken(await token([])))).codes).toEqual(['FORBIDDEN']);
  });

  test('what lies inside is not reached: _entities, _service and inaccessible fields are not part of the graph', async () => {
    for (const query of [
      '{ _service { sdl } }',
      '{ _entities(representations: [{ __typename: "Person", id: "1" }]) { ... on Person { salary } } }',
      '{ person(id: "1") { hidden } }',
    ]) {
      expect((await gateway.post(query, withKey(partner.key))).codes).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
  });
});

describe('the schema itself', () => {
  const introspection = '{ __schema { types { name } } }';

  test('is shown to those who may, and nobody else gets it by another name', async () => {
    const closed = await startTestGateway(graph.supergraph, { access: { introspection: 'nobody' } });
    try {
      expect((await gateway.post(introspection, withKey(partner.key))).body.data.__schema.types.length).toBeGreaterThan(
        5,
      );
      for (const query of [
        introspection,
        '{ x: __schema { queryType { name } } }',
        '{ ...F } fragment F on Query { __type(name: "Person") { name } }',
        '{ ... on Query { __schema { types { name } } } }',
      ]) {
        expect((await closed.post(query)).codes).toEqual(['INTROSPECTION_DISABLED']);
      }
      expect((await closed.post('{ __typename }')).body).toEqual({ data: { __typename: 'Query' } });
    } finally {
      await closed.close();
    }
  });

  test('is shown to partners and staff, not to fans, where nothing else is decided', async () => {
    const fan = await issuer.issue({ kind: 'fan', subject: 'reader' });
    const staff = await issuer.issue({ kind: 'staff', subject: 'reader' });
    expect((await gateway.post(introspection, withToken(fan))).codes).toEqual(['INTROSPECTION_DISABLED']);
    expect((await gateway.post(introspection, withToken(staff))).codes).toEqual([]);
    expect((await gateway.post(introspection, withKey(partner.key))).codes).toEqual([]);
  });

  test('names of fields, types, arguments and values are not suggested to those who may not read it', async () => {
    const closed = await startTestGateway(graph.supergraph, { access: { introspection: 'nobody' } });
    try {
      for (const query of [
        '{ helo }',
        '{ person(idd: "1") { name } }',
        '{ being(id: "1") { ... on Persn { name } } }',
        '{ paint(colour: CRIMSN) }',
      ]) {
        const { body, codes } = await closed.post(query);
        expect(codes[0]).toBe('GRAPHQL_VALIDATION_FAILED');
        expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
      }
      const byVariable = await closed.post('query ($c: Colour!) { paint(colour: $c) }', { variables: { c: 'CRIMSN' } });
      expect(byVariable.codes).toEqual(['BAD_USER_INPUT']);
      expect(JSON.stringify(byVariable.body)).not.toMatch(/did you mean|CRIMSON/i);
      expect(JSON.stringify((await gateway.post('{ helo }', withKey(partner.key))).body)).toMatch(/Did you mean/);
    } finally {
      await closed.close();
    }
  });
});

describe('rates', () => {
  test('a key has its number of requests in a window, then 429 with Retry-After', async () => {
    const statuses = [];
    for (let index = 0; index < 5; index++) statuses.push(await gateway.post('{ hello }', withKey(hurried.key)));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(Number(statuses[4]?.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('X-Forwarded-For of a client changes nothing; that of a trusted proxy does, from its right end', async () => {
    const limited = (trustedProxies: readonly string[]) =>
      startTestGateway(graph.supergraph, { http: { trustedProxies }, rateLimit: { requestsMax: 2, windowMs } });
    const direct = await limited([]);
    const behind = await limited(['127.0.0.0/8', '10.0.0.0/8']);
    const ask = async (to: TestGateway, forwarded: string) =>
      (await to.post('{ hello }', { headers: { 'x-forwarded-for': forwarded } })).status;
    try {
      expect([await ask(direct, '1.1.1.1'), await ask(direct, '2.2.2.2'), await ask(direct, '3.3.3.3')]).toEqual([
        200, 200, 429,
      ]);
      expect([await ask(behind, '1.1.1.1'), await ask(behind, '2.2.2.2'), await ask(behind, '3.3.3.3')]).toEqual([
        200, 200, 200,
      ]);
      // What stands left of the address that the trusted proxy saw was written by the client.
      expect([
        await ask(behind, '9.9.9.1, 4.4.4.4'),
        await ask(behind, '9.9.9.2, 4.4.4.4, 10.0.0.1'),
        await ask(behind, '9.9.9.3, 4.4.4.4'),
      ]).toEqual([200, 200, 429]);
    } finally {
      await direct.close();
      await behind.close();
    }
  });

  const redisUrl = process.env.TEST_REDIS_URL;
  (redisUrl ? test : test.skip)('hold over all gateways that share a Redis', async () => {
    const limits = { redisUrl, rateLimit: { requestsMax: 4, windowMs }, http: { trustedProxies: ['127.0.0.1'] } };
    const two = [await startTestGateway(graph.supergraph, limits), await startTestGateway(graph.supergraph, limits)];
    const own = () => Math.floor(Math.random() * 255);
    const address = { headers: { 'x-forwarded-for': `10.${own()}.${own()}.${own()}` } };
    try {
      const statuses = [];
      for (let index = 0; index < 6; index++) {
        statuses.push((await (two[index % 2] as TestGateway).post('{ hello }', address)).status);
      }
      expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
    } finally {
      for (const one of two) await one.close();
    }
  });

  test('let requests pass while Redis is away, and say so', async () => {
    const lonely = await startTestGateway(graph.supergraph, {
      redisUrl: 'redis://127.0.0.1:1',
      rateLimit: { requestsMax: 1 },
    });
    try {
      for (let index = 0; index < 3; index++) expect((await lonely.post('{ hello }')).status).toBe(200);
      expect(lonely.events.some(({ kind }) => kind === 'fault')).toBe(true);
    } finally {
      await lonely.close();
    }
  });
});

describe('a gateway that nobody could ask', () => {
  test('does not start', async () => {
    await expect(startTestGateway(graph.supergraph, { isPublic: false })).rejects.toThrow(/Nobody could ask/);
  });
});

const base64url = (text: string): string => Buffer.from(text).toString('base64url');

function forge(header: object, claims: object, key: string): string {
  const head = `${base64url(JSON.stringify(header))}.${base64url(JSON.stringify(claims))}`;
  return `${head}.${key === '' ? '' : createHmac('sha256', key).update(head).digest('base64url')}`;
}

interface Deviations {
  readonly issuer?: string;
  readonly audience?: string | null;
  readonly subject?: string | null;
  readonly lifetimeSeconds?: number | null;
  readonly notBeforeSeconds?: number;
  readonly kid?: string;
}

function signRemote(claims: Record<string, unknown>, deviations: Deviations = {}): Promise<string> {
  const {
    issuer: iss = 'https://remote.example',
    audience = 'games',
    subject = 'fan-9',
    lifetimeSeconds = 600,
    kid = 'r1',
  } = deviations;
  const token = new SignJWT({ jti: randomUUID(), ...claims }).setProtectedHeader({ alg: 'RS256', kid }).setIssuer(iss);
  if (audience !== null) token.setAudience(audience);
  if (subject !== null) token.setSubject(subject);
  const now = Math.floor(Date.now() / 1_000);
  if (lifetimeSeconds !== null) token.setExpirationTime(now + lifetimeSeconds);
  if (deviations.notBeforeSeconds !== undefined) token.setNotBefore(now + deviations.notBeforeSeconds);
  return token.sign(remoteKeys.privateKey);
}

/** fetch refuses to send some of these headers. */
function rawPost(url: string, body: string, headers: Record<string, string>): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode ?? 0 }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createWebhookDelivery,
  createWebhookSecret,
  deleteEndpoint,
  fanOutEvents,
  isPublicAddress,
  outboxMigrations,
  publishEvents,
  reasonToRejectTarget,
  registerEndpoint,
  selectAttempts,
  selectDeadLetters,
  selectEndpoints,
  signWebhook,
  sql,
  startFanOut,
  startRelay,
  verifyWebhook,
  type WebhookEndpoint,
  webhookQueue,
} from '@games/postgres';
import { createTestDatabase, type TestDatabase } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';

describe('a webhook’s signature', () => {
  const secret = createWebhookSecret();
  const body = '{"type":"ticketing.order.completed"}';

  test('is understood by the reference library, and the library’s by us', () => {
    const library = new Webhook(secret);
    const now = new Date();
    const bare = secret.slice('whsec_'.length);
    expect(signWebhook(bare, 'evt_1', body, now)).toEqual(signWebhook(secret, 'evt_1', body, now));
    expect(library.verify(body, { ...signWebhook(secret, 'evt_1', body, now) })).toEqual(JSON.parse(body));
    const headers = {
      'webhook-id': 'evt_2',
      'webhook-timestamp': Math.floor(now.getTime() / 1_000).toString(),
      'webhook-signature': `v1a,AAAA ${library.sign('evt_2', now, body)}`,
    };
    expect(verifyWebhook(secret, headers, body)).toEqual({ kind: 'genuine', id: 'evt_2' });
  });

  test('is refused for another body, id, secret or time', () => {
    const headers = signWebhook(secret, 'evt_1', body);
    expect(verifyWebhook(secret, { ...headers }, `${body} `).kind).toBe('refused');
    expect(verifyWebhook(secret, { ...headers, 'webhook-id': 'evt_2' }, body).kind).toBe('refused');
    expect(verifyWebhook(createWebhookSecret(), { ...headers }, body).kind).toBe('refused');
    for (const skewMs of [-301_000, 301_000]) {
      const later = new Date(Date.now() + skewMs);
      expect(verifyWebhook(secret, { ...headers }, body, later).kind).toBe('refused');
    }
    expect(verifyWebhook(secret, { ...headers, 'webhook-timestamp': 'soon' }, body).kind).toBe('refused');
  });
});

describe('the target of a webhook', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'ff02::1',
  ])('is never an inner address: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])('may be a public one: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    'http://partner.example/hook',
    'https://user:secret@partner.example/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://localhost/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://does-not-exist.invalid/',
    'ftp://partner.example',
    'nonsense',
  ])('is refused when it could reach our own network or isn’t safe: %s', async (address) => {
    expect(await reasonToRejectTarget(address, { allowLocal: false })).not.toBeNull();
  });
});

describe('webhooks to partners', () => {
  let testDatabase: TestDatabase;
  let partner: Server;
  let partnerUrl: string;
  let received: { headers: IncomingHttpHeaders; body: string }[];
  let answer: () => number;

  beforeAll(async () => {
    testDatabase = await createTestDatabase(outboxMigrations);
    partner = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ headers: request.headers, body });
        response.writeHead(answer(), { location: 'http://169.254.169.254/' }).end();
      });
    });
    partner.listen(0, '127.0.0.1');
    await once(partner, 'listening');
    partnerUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/hook`;
  });
  beforeEach(async () => {
    received = [];
    answer = () => 204;
    await testDatabase.database.run(
      sql`truncate outbox_event, outbox_dead_letter, outbox_slot, webhook_endpoint, webhook_attempt`,
    );
  });
  afterAll(async () => {
    partner.close();
    partner.closeAllConnections();
    await testDatabase.drop();
  });

  async function register(eventTypes: string[]): Promise<WebhookEndpoint> {
    const { database } = testDatabase;
    const endpoint = { partner: 'broadcaster', url: partnerUrl, eventTypes };
    const outcome = await registerEndpoint(database, endpoint, { allowLocal: true });
    if (outcome.kind !== 'Registered') throw new Error(outcome.message);
    return outcome.endpoint;
  }

  /** Publishes the events, runs both relays until nothing is queued, and stops them. */
  async function send(types: string[], failuresMax = 20): Promise<void> {
    const { database } = testDatabase;
    await database.transaction((tx) =>
      publishEvents(
        tx,
        types.map((type, number) => ({ aggregate: 'order/1', type, payload: { number } })),
      ),
    );
    const common = { database, pollMs: 10, backoffBaseMs: 10, backoffMaxMs: 20 };
    const relays = [
      startFanOut(database, { pollMs: 10 }),
      startRelay({
        ...common,
        queue: webhookQueue,
        deliver: createWebhookDelivery(database, { allowLocal: true, failuresMax }),
      }),
    ];
    for (;;) {
      const { count } = await database.one<{ count: bigint }>(sql`select count(*) from outbox_event`);
      if (count === 0n) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await Promise.all(relays.map((relay) => relay.close()));
  }

  test('arrive signed, in order, of the wanted types only, and are logged', async () => {
    const endpoint = await register(['ticketing.order.*']);
    await send(['ticketing.order.created', 'ticketing.draw.closed', 'ticketing.order.completed']);
    const bodies = received.map(({ headers, body }) =>
      new Webhook(endpoint.secret).verify(body, headers as Record<string, string>),
    );
    expect(bodies).toMatchObject([
      { type: 'ticketing.order.created', data: { number: 0 } },
      { type: 'ticketing.order.completed', data: { number: 2 } },
    ]);
    expect(await selectAttempts(testDatabase.database, endpoint.id)).toMatchObject([
      { type: 'ticketing.order.completed', status: 204, error: null, attempt: 1 },
      { type: 'ticketing.order.created', status: 204, error: null, attempt: 1 },
    ]);
  });

  test('are tried again with the same id until the partner takes them; a redirect is not followed', async () => {
    const statuses = [500, 302, 204];
    answer = () => statuses.shift() ?? 204;
    const endpoint = await register(['ticketing.*']);
    await send(['ticketing.order.created']);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const attempts = await selectAttempts(testDatabase.database, endpoint.id);
    expect(attempts.map(({ status }) => status)).toEqual([204, 302, 500]);
    expect((await selectEndpoints(testDatabase.database, 'broadcaster'))[0]).toMatchObject({
      failures: 0,
      disabled: null,
    });
  });

  test('stop after too many failures in a row: the endpoint is disabled and what was queued is kept as dead letters', async () => {
    answer = () => 503;
    await register(['ticketing.*']);
    await send(['ticketing.order.created', 'ticketing.order.completed'], 4);
    expect((await selectEndpoints(testDatabase.database, 'broadcaster'))[0]?.disabled).toContain('in a row');
    expect(received).toHaveLength(4);
    expect(await selectDeadLetters(testDatabase.database, webhookQueue)).toHaveLength(2);
  });

  test('stop at once when the partner says that the endpoint is gone', async () => {
    answer = () => 410;
    await register(['ticketing.*']);
    await send(['ticketing.order.created', 'ticketing.order.completed']);
    expect(received).toHaveLength(1);
    expect((await selectEndpoints(testDatabase.database, 'broadcaster'))[0]?.disabled).toContain('410');
  });

  test('go nowhere inside our network even when the endpoint is in the database already', async () => {
    const { database } = testDatabase;
    await register(['ticketing.*']);
    const deliver = createWebhookDelivery(database, { allowLocal: false, failuresMax: 20 });
    const [endpoint] = await selectEndpoints(database, 'broadcaster');
    const event = {
      id: '00000000-0000-4000-8000-000000000000',
      queue: webhookQueue,
      aggregate: `${endpoint?.id} order/1`,
      type: 'ticketing.order.created',
      payload: {},
      happenedAt: new Date(),
      attempts: 0,
    };
    await expect(deliver(event, AbortSignal.timeout(1_000))).rejects.toThrow('not on the public Internet');
    expect(received).toHaveLength(0);
  });

  test('can be registered with good types only, and forgotten', async () => {
    const { database } = testDatabase;
    for (const eventTypes of [[], ['Everything'], ['*'], ['ticketing.%']]) {
      const outcome = await registerEndpoint(
        database,
        { partner: 'p', url: partnerUrl, eventTypes },
        { allowLocal: true },
      );
      expect(outcome.kind).toBe('Refused');
    }
    const { id } = await register(['ticketing.*']);
    expect(await deleteEndpoint(database, id)).toMatchObject({ partner: 'broadcaster' });
    expect(await deleteEndpoint(database, id)).toBeNull();
  });

  test('are queued once and in order however many processes fan events out', async () => {
    const { database } = testDatabase;
    const { id } = await register(['ticketing.*']);
    for (let number = 0; number < 40; number += 1) {
      const event = { aggregate: `order/${number % 3}`, type: 'ticketing.order.changed', payload: { number } };
      await database.transaction((tx) => publishEvents(tx, [event]));
    }
    const counts = await Promise.all(Array.from({ length: 6 }, () => fanOutEvents(database)));
    while ((await fanOutEvents(database)) > 0);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(40);
    const queued = await database.many<{ number: number; aggregate: string }>(sql`
      select (payload->>'number')::integer as number, aggregate from outbox_event order by sequence`);
    expect(queued).toHaveLength(40);
    expect(queued.every(({ aggregate }) => aggregate.startsWith(`${id} order/`))).toBe(true);
    expect(queued.map(({ number }) => number)).toEqual(Array.from({ length: 40 }, (_, number) => number));
  });
});

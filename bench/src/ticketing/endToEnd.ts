import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '@games/gateway';
import { openDatabase, sql } from '@games/postgres';
import { Pool } from 'undici';
import { createLatencies } from '../latencies.ts';
import type { Row } from '../report.ts';
import { type Children, freePort } from './children.ts';
import type { PaymentEnv } from './sellers.ts';

/** The session that is sold through the gateway, and the phase of sale with its waiting room. */
export const endToEndSession = 'JOURNEY';
const phase = 'QUEUE-AT-GATEWAY';

const warmUpFans = 300;
const fansAtOnce = 400;
const connections = 128;
/** How often a fan asks whether it is her turn. */
const askAgainMs = 500;
const viewerSecret = 'a secret of the benchmark between gateway and ticketing';

const program = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

const problem = '... on Problem { code }';
const place = `__typename ... on WaitingRoomPlace { position state ahead admission } ${problem}`;
const documents = {
  joinWaitingRoom: `mutation ($input: JoinWaitingRoomInput!) { outcome: joinWaitingRoom(input: $input) { ${place} } }`,
  waitingRoomPlace: `query ($position: String!) { outcome: waitingRoomPlace(position: $position) { ${place} } }`,
  holdBestSeats: `mutation ($input: HoldBestSeatsInput!) { outcome: holdBestSeats(input: $input) { __typename
    ... on HoldPlaced { hold { id total { amount currency } places { price { amount } seat { id row place } } } } ${problem} } }`,
  createTicketOrder: `mutation ($input: CreateTicketOrderInput!) { outcome: createTicketOrder(input: $input) { __typename
    ... on TicketOrderCreated { order { id state total { amount currency } } } ${problem} } }`,
  payTicketOrder: `mutation ($input: PayTicketOrderInput!) { outcome: payTicketOrder(input: $input) { __typename
    ... on TicketOrderPaid { order { id state tickets { id state seat { id } } } } ${problem} } }`,
} as const;

export interface EndToEndOptions {
  readonly children: Children;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly payments: PaymentEnv;
  /** A folder for keys. */
  readonly folder: string;
  readonly fans: number;
  /** What `pgbench -N` does on the same server. */
  readonly tps: () => Promise<number>;
}

/**
 * Fans from queue to ticket as GraphQL over HTTP: through a gateway and a ticketing process as they run in production, each
 * fan with a token of her own. The clients are in this process.
 */
export async function measureEndToEnd(options: EndToEndOptions): Promise<Row> {
  await openPhase(options.databaseUrl);
  const issuer = await createDevelopmentIssuer(join(options.folder, 'issuer'));
  const gatewayUrl = await startGraph(options, issuer);
  const { origin, pathname } = new URL(gatewayUrl);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const token = (fan: string) => issuer.issue({ kind: 'fan', subject: fan, country: 'US' });
  const walkAll = async (fans: readonly Fan[]) => {
    const latencies = createLatencies();
    let next = 0;
    const walk = async (): Promise<void> => {
      for (let fan = fans[next++]; fan !== undefined; fan = fans[next++]) {
        const admission = await queue(asker(pool, pathname, fan));
        const begin = performance.now();
        await buy(asker(pool, pathname, fan), fan, admission);
        latencies.add(performance.now() - begin);
      }
    };
    await Promise.all(Array.from({ length: fansAtOnce }, walk));
    return latencies;
  };
  try {
    const fans = await Promise.all(
      Array.from({ length: warmUpFans + options.fans }, async (_, number): Promise<Fan> => {
        const id = `whole-way-${number}`;
        return { id, number, authorization: `Bearer ${await token(id)}` };
      }),
    );
    await walkAll(fans.slice(0, warmUpFans));
    const before = await options.tps();
    const begin = performance.now();
    const latencies = await walkAll(fans.slice(warmUpFans));
    const seconds = (performance.now() - begin) / 1_000;
    const tps = (before + (await options.tps())) / 2;
    return {
      what: 'end-to-end through the gateway (queue, hold, pay, tickets)',
      'a second': latencies.count / seconds,
      'pgbench -N': tps,
      ratio: latencies.count / seconds / tps,
      served: latencies.count,
      'p50 ms': latencies.quantile(0.5),
      'p99 ms': latencies.quantile(0.99),
      seconds,
    };
  } finally {
    await pool.destroy();
  }
}

async function openPhase(databaseUrl: string): Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    await database.run(sql`
      with phase as (
        insert into sales_phase (code, names, kind, opens_at, closes_at, waiting_room)
        values (${phase}, '{"en": "Sale through the graph"}', 'FIRST_COME', '2020-01-01', '2040-01-01', true)
        returning id
      ), room as (
        insert into waiting_room (phase_id, admissions_per_minute) select id, 1000000 from phase
      ), elsewhere as (
        delete from sales_phase_session x using ticketed_session s where s.id = x.session_id and s.code = ${endToEndSession}
      )
      insert into sales_phase_session (phase_id, session_id)
      select phase.id, s.id from phase, ticketed_session s where s.code = ${endToEndSession}`);
  } finally {
    await database.close();
  }
}

async function startGraph(options: EndToEndOptions, { issuer }: DevelopmentIssuer): Promise<string> {
  const { children, databaseUrl, redisUrl, payments, folder } = options;
  const port = await freePort();
  const ticketing = await children.start(program('subgraphs/ticketing/src/main.ts'), {
    ...payments,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    VIEWER_SECRET: viewerSecret,
    QUEUE_SECRET: 'the secret of a benchmark',
    TICKET_KEYS_FOLDER: join(folder, 'ticket-keys'),
    PAYMENT_NOTIFY_URL: `http://127.0.0.1:${port}`,
  });
  const gateway = await children.start(program('gateway/src/main.ts'), {
    PORT: String(await freePort()),
    VIEWER_SECRET: viewerSecret,
    SUBGRAPH_URLS: `ticketing=${ticketing.url}`,
    TOKEN_ISSUERS: JSON.stringify([issuer]),
  });
  return gateway.url;
}

interface Fan {
  readonly id: string;
  readonly number: number;
  readonly authorization: string;
}

interface Outcome {
  readonly __typename: string;
  readonly position: string;
  readonly admission: string | null;
  readonly hold: { readonly id: string };
  readonly order: { readonly id: string; readonly tickets: readonly object[] };
}

type AskGraph = (operation: keyof typeof documents, variables: object, wanted: string) => Promise<Outcome>;

/** Sends a fan's operations to the gateway; throws when the outcome is not the wanted one. */
function asker(pool: Pool, path: string, { authorization }: Fan): AskGraph {
  const headers = { 'content-type': 'application/json', authorization };
  return async (operation, variables, wanted) => {
    const body = JSON.stringify({ query: documents[operation], variables });
    const response = await pool.request({ path, method: 'POST', headers, body });
    const text = await response.body.text();
    const outcome = (JSON.parse(text) as { readonly data?: { readonly outcome?: Outcome } }).data?.outcome;
    if (outcome?.__typename !== wanted) throw new Error(`${operation}: ${text.slice(0, 500)}`);
    return outcome;
  };
}

/** Waits for her turn; returns the admission. */
async function queue(ask: AskGraph): Promise<string> {
  let seen = await ask('joinWaitingRoom', { input: { phase } }, 'WaitingRoomPlace');
  while (seen.admission === null) {
    await delay(askAgainMs);
    seen = await ask('waitingRoomPlace', { position: seen.position }, 'WaitingRoomPlace');
  }
  return seen.admission;
}

const categories = ['FIRST', 'A', 'B', 'C', 'D'];

async function buy(ask: AskGraph, { id, number }: Fan, admission: string): Promise<void> {
  const category = categories[number % categories.length];
  const quantity = (number % 2) + 1;
  const criteria = { session: `tse_${endToEndSession}`, category, quantity, admission, idempotencyKey: `${id}-hold` };
  const { hold } = await ask('holdBestSeats', { input: criteria }, 'HoldPlaced');
  const wanted = { holds: [hold.id], idempotencyKey: `${id}-order` };
  const { order } = await ask('createTicketOrder', { input: wanted }, 'TicketOrderCreated');
  const means = { order: order.id, method: 'VISA', cardToken: 'tok_visa', returnUrl: 'https://tickets.example/back' };
  const paid = await ask('payTicketOrder', { input: { ...means, idempotencyKey: `${id}-pay` } }, 'TicketOrderPaid');
  if (paid.order.tickets.length !== quantity) throw new Error(`${id} has paid and lacks tickets.`);
}

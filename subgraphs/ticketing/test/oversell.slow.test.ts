import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  type EmbeddedPostgres,
  ensureDatabase,
  migrate,
  openDatabase,
  type Sql,
  sql,
  startEmbeddedPostgres,
  withDatabaseName,
} from '@games/postgres';
import type { Viewer } from '@games/service';
import {
  createRedisServer,
  createTestDatabase,
  hasRedisServer,
  type RedisServer,
  type SpawnedService,
  spawnService,
  testViewerSecret,
} from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { auditTickets, type TicketsAudit } from '../src/commands/audit/auditTickets.ts';
import { migrations } from '../src/migrations.ts';
import {
  createOrderMutation,
  holdAreaMutation,
  joinWaitingRoomMutation,
  newKey,
  openSaleOf,
  payMutation,
} from './sale.ts';
import { freePort, paymentEnv, type Sandbox, startSandbox } from './sandbox.ts';
import { fan } from './service.ts';
import {
  buyTheRest,
  insist,
  newTally,
  passWaitingRoom,
  pause,
  type StormParts,
  seededRandom,
  settle,
  storm,
  stormPlaces,
  stormVenue,
} from './storm.ts';
import { draftSession, storeVenue } from './venue.ts';

const main = new URL('../src/main.ts', import.meta.url);
/** The schedule of kills and the fans' requests follow from it. */
const seed = Number(process.env.STORM_SEED ?? 20_280_714);

let sandbox: Sandbox;
let keysFolder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  keysFolder = mkdtempSync(join(tmpdir(), 'ticket-keys-'));
  // Alipay tells of everything twice, late and in the wrong order.
  await sandbox.addFaultRule({
    match: { method: 'ALIPAY' },
    faults: { copies: 2, delayMs: 400, reversed: true },
  });
});
afterAll(async () => {
  await sandbox.stop();
  rmSync(keysFolder, { recursive: true, force: true });
});

/** A ticketing process that is killed and started again at the same address. */
interface Seller {
  readonly url: string;
  kill(): Promise<void>;
  start(): Promise<void>;
}

async function startSeller(databaseUrl: string, redisUrl = ''): Promise<Seller> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '8',
    VIEWER_SECRET: testViewerSecret,
    QUEUE_SECRET: 'a secret of tests for the waiting room',
    TICKET_KEYS_FOLDER: keysFolder,
    // The real clock, as in production: a process that is started again agrees with the others about the time.
    GAMES_NOW: '',
    LOG_LEVEL: 'error',
    REDIS_URL: redisUrl,
    ...paymentEnv(sandbox, port),
  };
  let process: SpawnedService = await spawnService(main, env);
  const { url } = process;
  return {
    url,
    kill: async () => void (await process.stop('SIGKILL')),
    start: async () => {
      process = await persist(() => spawnService(main, env));
    },
  };
}

const persistMs = 30_000;

/** Does something again until it succeeds. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + persistMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await pause(200);
    }
  }
}

async function openStorm(database: Database, waitingRoom = false): Promise<string> {
  const ids = await storeVenue(database, stormVenue, [draftSession('STORM', stormVenue)]);
  const phaseId = await openSaleOf(database, [...ids.values()], { waitingRoom });
  await database.run(sql`update sales_phase set opens_at = now() - interval '1 hour' where id = ${phaseId}`);
  await database.run(sql`insert into waiting_room (phase_id, admissions_per_minute) values (${phaseId}, 1000000)`);
  return 'STORM';
}

const broken = ({ invariants }: TicketsAudit): readonly string[] =>
  invariants.filter(({ holds }) => !holds).map(({ name }) => name);
const faults = ({ invariants }: TicketsAudit): readonly object[] => invariants.flatMap(({ offenders }) => offenders);

async function soldTickets(database: Database): Promise<number> {
  const { count } = await database.one<{ count: number }>(sql`
    select count(*)::integer as count from ticket where state = 'VALID'`);
  return count;
}

/**
 * Loses Redis with everything in it, and starts it again: meanwhile nobody is let in, and those who have one pay for it,
 * also at a process that has been started since.
 */
async function loseRedis(redis: RedisServer, seller: Seller, parts: StormParts, holder: Holder): Promise<void> {
  const ask = (viewer: Viewer, query: string, input: object) => insist(parts, newTally(), viewer, query, input);
  const join = (viewer: Viewer) => ask(viewer, joinWaitingRoomMutation, { phase: parts.waitingRoom });
  await redis.kill();
  await seller.kill();
  await seller.start();
  expect(await join(fan('comes-too-late'))).toMatchObject({ code: 'WAITING_ROOM_UNAVAILABLE' });
  const { order } = await ask(holder.viewer, createOrderMutation, { holds: [holder.hold], idempotencyKey: newKey() });
  const means = { method: 'VISA', cardToken: 'tok_visa', returnUrl: 'https://shop.example/back' };
  const paid = await ask(holder.viewer, payMutation, { order: order.id, ...means, idempotencyKey: newKey() });
  expect(paid).toMatchObject({ __typename: 'TicketOrderPaid' });
  await redis.start();
  await persist(async () => expect(await passWaitingRoom(parts, newTally(), fan('comes-again'))).not.toBeNull());
}

/** Somebody who holds a place. */
interface Holder {
  readonly viewer: Viewer;
  readonly hold: string;
}

/** Lets somebody in and hold a place, before everybody else comes. */
async function comeFirst(parts: StormParts): Promise<Holder> {
  const viewer = fan('comes-first');
  const admission = await passWaitingRoom(parts, newTally(), viewer);
  const input = { session: `tse_${parts.session}`, block: 'GA1', quantity: 1, admission, idempotencyKey: newKey() };
  const { hold } = await insist(parts, newTally(), viewer, holdAreaMutation, input);
  return { viewer, hold: hold.id };
}

const hasRedis = hasRedisServer();
if (!hasRedis) process.stderr.write('Left out: nobody loses Redis in the storm, as there is no redis-server.\n');

describe('two processes on one database, killed at random together with it and with Redis', () => {
  let folder: string;
  let redis: RedisServer | null = null;
  let postgres: EmbeddedPostgres;
  let database: Database;
  let sellers: readonly Seller[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'storm-'));
    chmodSync(folder, 0o755);
    postgres = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: true });
    const url = withDatabaseName(postgres.url, 'storm');
    await ensureDatabase(url);
    database = openDatabase({ url, poolSize: 6 });
    await migrate(database, migrations);
    if (hasRedis) {
      redis = createRedisServer(await freePort());
      await redis.start();
    }
    sellers = await Promise.all([startSeller(url, redis?.url), startSeller(url, redis?.url)]);
  });
  afterAll(async () => {
    await Promise.all(sellers.map((seller) => seller.kill()));
    await redis?.kill();
    await database.close();
    await postgres.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('no seat is sold twice, no payment is lost, and everything is sold in the end', async () => {
    const session = await openStorm(database, hasRedis);
    const random = seededRandom(seed);
    const waitingRoom = hasRedis ? 'OPEN' : null;
    const parts: StormParts = { session, urls: sellers.map(({ url }) => url), sandbox, database, random, waitingRoom };
    const holder = hasRedis ? await comeFirst(parts) : null;
    let isOver = false;
    const storming = storm(parts, () => isOver);
    for (const victim of ['redis', 'seller', 'seller', 'postgres', 'seller', 'both'] as const) {
      await pause(1_000 + random() * 1_500);
      if (victim === 'redis') {
        if (redis && holder) await loseRedis(redis, sellers[0] as Seller, parts, holder);
        continue;
      }
      if (victim === 'postgres') {
        process.kill(postgres.pid, 'SIGKILL');
        await postgres.exited;
        const { port } = postgres;
        postgres = await persist(() =>
          startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: true, port }),
        );
        continue;
      }
      const killed = victim === 'both' ? sellers : [sellers[Math.floor(random() * 2)] as Seller];
      await Promise.all(killed.map((seller) => seller.kill()));
      await Promise.all(killed.map((seller) => seller.start()));
    }
    await pause(2_000);
    isOver = true;
    const tally = await storming;
    await settle(database);
    const audit = await auditTickets(database, { graceSeconds: 0 });
    expect(faults(audit)).toEqual([]);
    expect(tally.contradictions).toEqual([]);
    // It has not passed by doing nothing.
    expect(tally.unanswered).toBeGreaterThan(0);
    if (hasRedis) for (const count of [tally.admitted, tally.unavailable]) expect(count).toBeGreaterThan(0);
    for (const count of [tally.held, tally.refused, tally.paid, tally.declined, tally.challenged]) {
      expect(count).toBeGreaterThan(0);
    }
    for (const { name, checked } of audit.invariants) expect([name, checked > 0]).toEqual([name, true]);
    expect(await soldTickets(database)).toBeGreaterThan(stormPlaces / 4);

    const ends = new Set(await buyTheRest(parts));
    expect(['TicketOrderPaid', 'SeatsUnavailable', 'NotEnoughPlaces']).toEqual(expect.arrayContaining([...ends]));
    expect(await soldTickets(database)).toBe(stormPlaces);
    const end = await auditTickets(database, { graceSeconds: 0 });
    expect(faults(end)).toEqual([]);
  });
});

describe('with a guard taken away, the audit sees what the same storm does', () => {
  /** What a storm breaks; it lasts until the audit sees the invariant broken, 30 seconds at most. */
  async function brokenWithout(guard: Sql, invariant: string): Promise<readonly string[]> {
    const own = await createTestDatabase(...migrations);
    const sellers: Seller[] = [];
    try {
      const session = await openStorm(own.database);
      await own.database.transaction((tx) => tx.script(guard));
      sellers.push(...(await Promise.all([startSeller(own.url), startSeller(own.url)])));
      const until = Date.now() + 30_000;
      let isOver = false;
      const parts = {
        session,
        urls: sellers.map(({ url }) => url),
        sandbox,
        database: own.database,
        waitingRoom: null,
      };
      const storming = storm({ ...parts, random: seededRandom(seed) }, () => isOver);
      let names: readonly string[] = [];
      while (!names.includes(invariant) && Date.now() < until) {
        await pause(500);
        names = broken(await auditTickets(own.database));
      }
      isOver = true;
      await storming;
      return names;
    } finally {
      await Promise.all(sellers.map((seller) => seller.kill()));
      await own.drop();
    }
  }

  test('seats whose rows keep nobody out have two owners', async () => {
    const names = await brokenWithout(
      sql`
      drop index tickets_one_owner_per_seat;
      create function keep_nobody_out() returns trigger language plpgsql as $$
      begin
        delete from seat_occupancy where session_id = new.session_id and seat_no = new.seat_no;
        if new.state = 'HELD' then new.expires_at := now() - interval '1 second'; end if;
        return new;
      end $$;
      create trigger keep_nobody_out before insert on seat_occupancy for each row execute function keep_nobody_out();`,
      'ONE_OWNER_PER_SEAT',
    );
    expect(names).toContain('ONE_OWNER_PER_SEAT');
  });

  test('an area whose counter loses updates is oversold', async () => {
    const names = await brokenWithout(
      sql`
      do $$
      declare guard text;
      begin
        for guard in select conname from pg_constraint where conrelid = 'area_pool'::regclass and contype = 'c' loop
          execute format('alter table area_pool drop constraint %I', guard);
        end loop;
      end $$;
      create function lose_updates() returns trigger language plpgsql as $$
      begin
        if new.taken > old.taken then new.taken := old.taken; end if;
        return new;
      end $$;
      create trigger lose_updates before update on area_pool for each row execute function lose_updates();`,
      'AREA_COUNTERS',
    );
    expect(names).toContain('AREA_COUNTERS');
  });

  test('keys that are not unique have two outcomes', async () => {
    const names = await brokenWithout(
      sql`alter table idempotency_key drop constraint idempotency_keys_pkey`,
      'ONE_OUTCOME_PER_KEY',
    );
    expect(names).toContain('ONE_OUTCOME_PER_KEY');
  });

  test('orders that are paid and whose tickets get lost are found', async () => {
    const names = await brokenWithout(
      sql`
      create function lose_tickets() returns trigger language plpgsql as $$
      begin
        return case when hashtext(new.order_id::text) % 2 = 0 then null else new end;
      end $$;
      create trigger lose_tickets before insert on ticket for each row execute function lose_tickets();`,
      'NO_PAYMENT_LOST',
    );
    expect(names).toContain('NO_PAYMENT_LOST');
  });
});

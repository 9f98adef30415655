import { join } from 'node:path';
import { createDevelopmentIssuer } from '@games/gateway';
import type { SpawnedService } from '@games/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, type Credentials } from '../src/ask.ts';
import {
  type Attack,
  aliasedIntrospection,
  aliasedSubscriptions,
  blankHeaders,
  flood,
  halfOpenConnections,
  holdsWithoutPaying,
  uniqueLiterals,
  wrongKeys,
} from '../src/attacks.ts';
import { type Comparison, type ComparisonOptions, compare, namedAsker } from '../src/bystander.ts';
import { readMetric } from '../src/metrics.ts';
import { namedLoad } from '../src/namedLoad.ts';
import { seatsOnSale } from '../src/onSale.ts';
import { type GamesInParts, startParts } from '../src/parts.ts';
import { familyOf, peakMebibytes } from '../src/processFacts.ts';
import { startQuadraticServer } from '../src/quadraticServer.ts';
import { freePorts } from '../src/stack.ts';
import { overSocket } from '../src/subscribe.ts';

/** How much slower the bystander's 99th of a hundred answers may come than in calm. */
const slowdownMax = 3;
/** What no process may ever have held. An attack on unbounded caches took a service to 4.1 GB. */
const peakMebibytesMax = 1_024;
const connectionsPerAddressMax = 100;
const planCacheBytesMax = 8 * 1024 * 1024;

let games: GamesInParts;
let partner: Credentials;
let fan: Credentials;
let askNamed: ComparisonOptions['ask'];
let processes: readonly number[];
/** The same services behind a gateway without its guards: what the attacks do then. */
let unguarded: SpawnedService;
let unguardedMetricsUrl: string;

const fanOf = async (subject: string): Promise<Credentials> => {
  const issuer = await createDevelopmentIssuer(join(games.folder, 'issuer'));
  return { token: await issuer.issue({ kind: 'fan', subject, country: 'FR' }) };
};
const processesNow = (): readonly number[] => [
  ...familyOf(games.gateway.pid),
  ...Object.values(games.services).flatMap((service) => service.pids().flatMap(familyOf)),
];

beforeAll(async () => {
  games = await startParts({
    processesOfEach: 1,
    gatewayEnv: {
      // Answers that are kept would hide what the services and the event loop do.
      RESPONSE_CACHE_BYTES: '0',
      GATEWAY_ENGINE_PLAN_CACHE_BYTES_MAX: String(planCacheBytesMax),
      GATEWAY_HTTP_CONNECTIONS_PER_ADDRESS_MAX: String(connectionsPerAddressMax),
      REQUESTS_IN_FLIGHT_PER_ACCOUNT_MAX: '20',
    },
  });
  const metricsPort = await freePorts();
  unguardedMetricsUrl = `http://127.0.0.1:${metricsPort}/metrics`;
  unguarded = await games.gatewayOf({
    METRICS_PORT: String(metricsPort),
    GATEWAY_CACHE_INTROSPECTION_BYTES_MAX: '0',
    GATEWAY_ENGINE_PLAN_CACHE_BYTES_MAX: String(256 * 1024 * 1024),
    GATEWAY_HTTP_CONNECTIONS_PER_ADDRESS_MAX: '2000',
    GATEWAY_LIMITS_ALIASES_MAX: '100000',
    GATEWAY_LIMITS_INTROSPECTION_ALIASES_MAX: '100000',
    GATEWAY_LIMITS_ROOT_FIELDS_MAX: '100000',
    GATEWAY_LIMITS_SELECTIONS_MAX: '100000',
    GATEWAY_LIMITS_REPEATED_FIELDS_MAX: '10000000',
    GATEWAY_ACCESS_FAILURES_PER_MINUTE_MAX: '1000000',
    GATEWAY_SUBSCRIPTIONS_PER_CONNECTION_MAX: '100000',
    COST_MAX: '0',
    REQUESTS_IN_FLIGHT_PER_ACCOUNT_MAX: '4096',
  });
  partner = { key: games.access.partnerKey };
  fan = await fanOf('attacker');
  const operations = await namedLoad(games.gatewayUrl, games.access);
  const asked = operations.filter(({ name }) =>
    ['AthletePage', 'MedalTable', 'SchedulePage', 'UnitPage', 'VenuePage'].includes(name),
  );
  askNamed = namedAsker(games.gatewayUrl, asked);
  for (let number = 0; number < 4 * asked.length; number += 1) await askNamed(number);
  processes = processesNow();
});
afterAll(async () => {
  await unguarded?.stop('SIGKILL');
  await games?.close();
});

/** Plays an attack beside the bystander, and looks at what holds whatever the attack was. */
async function play(attack: Attack): Promise<Comparison> {
  const comparison = await compare({ ask: askNamed, attack, slowdownMax });
  expect(comparison.answersUnderAttack).toBeGreaterThan(0);
  expect(comparison.slowdown).toBeLessThanOrEqual(slowdownMax);
  expect(processesNow()).toEqual(processes);
  for (const pid of processes) expect(peakMebibytes(pid)).toBeLessThan(peakMebibytesMax);
  return comparison;
}

/** What an attacker is told by the gateway without guards. */
const outcomesUnguarded = async (attack: Attack): Promise<ReadonlySet<string>> => new Set(await attack());

describe('nobody is slowed', () => {
  test('by headers made of blanks, sent without credentials', async () => {
    const { outcomes } = await play(blankHeaders(games.gatewayUrl));
    expect([...outcomes].every((status) => /^4\d\d$/.test(status))).toBe(true);
  });

  test('by documents that differ in their literals', async () => {
    const attack = uniqueLiterals(games.gatewayUrl, partner);
    await play(attack);
    for (let volley = 0; volley < 6; volley += 1) await attack();
    const kept = await readMetric(games.metricsUrl, 'games_gateway_prepared_operations_bytes');
    expect(kept).toBeLessThanOrEqual(planCacheBytesMax);
    for (const pid of processes) expect(peakMebibytes(pid)).toBeLessThan(peakMebibytesMax);
  });

  test('by a description of the schema that is asked for twenty-five times in one document', async () => {
    const { outcomes } = await play(aliasedIntrospection(games.gatewayUrl, partner));
    expect([...outcomes]).toEqual(['TOO_MANY_ALIASES']);
  });

  test('by subscriptions under ever new aliases; they share one source, and an honest one goes on', async () => {
    const honest = overSocket({ url: games.gatewayUrl, query: unitSubscription, credentials: await fanOf('honest') });
    const topics: number[] = [];
    const seeTopics = async () => {
      topics.push(await readMetric(games.metricsUrl, 'games_gateway_subscription_topics'));
    };
    const { outcomes } = await play(aliasedSubscriptions(games.gatewayUrl, fan, 150, seeTopics));
    expect(outcomes.size).toBeGreaterThan(0);
    expect(['RATE_LIMITED', 'TOO_MANY_SUBSCRIPTIONS']).toEqual(expect.arrayContaining([...outcomes]));
    expect(Math.max(...topics)).toBeLessThanOrEqual(2);
    expect([honest.faults, honest.isComplete()]).toEqual([[], false]);
    honest.stop();
  });

  test('by wrong keys; a right one from the same address is always accepted', async () => {
    const { outcomes } = await play(wrongKeys(games.gatewayUrl));
    expect([...outcomes].toSorted()).toEqual(['RATE_LIMITED', 'UNAUTHENTICATED']);
    expect((await ask(games.gatewayUrl, '{ games { name } }', {}, await fanOf('just-arrived'))).status).toBe(200);
  });

  test('by holds that nobody pays for; they end at the allowance of one account', async () => {
    const { outcomes } = await play(
      holdsWithoutPaying(games.gatewayUrl, fan, await seatsOnSale(games.gatewayUrl, fan)),
    );
    expect(outcomes).toContain('TicketLimitReached');
  });

  test('by half-open connections of one address', async () => {
    const { outcomes } = await play(halfOpenConnections(games.gatewayUrl, 2 * connectionsPerAddressMax));
    expect([...outcomes].toSorted()).toEqual(['closed', 'open']);
  });

  test('by a flood of operations of one account', async () => {
    const { outcomes } = await play(flood(games.gatewayUrl, fan));
    expect(outcomes).toContain('RATE_LIMITED');
  });
});

describe('without a guard, the same look sees it:', () => {
  test('headers that are split by a regular expression stall everybody', async () => {
    const server = await startQuadraticServer();
    try {
      const askPlainly = async (): Promise<void> => void (await (await fetch(server.url)).text());
      const { slowdown } = await compare({ ask: askPlainly, attack: blankHeaders(server.url), slowdownMax });
      expect(slowdown).toBeGreaterThan(slowdownMax);
    } finally {
      await server.close();
    }
  });

  test('documents are kept beyond the bound', async () => {
    const attack = uniqueLiterals(unguarded.url, partner);
    for (let volley = 0; volley < 12; volley += 1) await attack();
    const kept = await readMetric(unguardedMetricsUrl, 'games_gateway_prepared_operations_bytes');
    expect(kept).toBeGreaterThan(planCacheBytesMax);
  });

  test('a description of the schema is given twenty-five times, and slows the others', async () => {
    const askWhatNeedsNoService = async (): Promise<void> => void (await ask(unguarded.url, '{ __typename }', {}, fan));
    const attack = aliasedIntrospection(unguarded.url, partner);
    const { slowdown, outcomes } = await compare({ ask: askWhatNeedsNoService, attack, slowdownMax });
    expect([...outcomes]).toEqual(['200']);
    expect(slowdown).toBeGreaterThan(slowdownMax);
  });

  test('subscriptions, wrong keys, connections and operations are not refused', async () => {
    expect(await outcomesUnguarded(aliasedSubscriptions(unguarded.url, fan, 150))).toEqual(new Set());
    for (let volley = 0; volley < 4; volley += 1) {
      expect(await outcomesUnguarded(wrongKeys(unguarded.url))).toEqual(new Set(['UNAUTHENTICATED']));
    }
    const open = await outcomesUnguarded(halfOpenConnections(unguarded.url, 2 * connectionsPerAddressMax));
    expect(open).toEqual(new Set(['open']));
    expect(await outcomesUnguarded(flood(unguarded.url, fan))).not.toContain('RATE_LIMITED');
  });
});

const unitSubscription = 'subscription { medalTableUpdated { decidedEventCount eventCount } }';

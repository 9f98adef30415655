import { type SubgraphName, subgraphNames } from '@games/schema';
import { until } from '@games/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, type GatewayAnswer } from '../src/ask.ts';
import { type Load, type Sample, startLoad } from '../src/load.ts';
import { namedLoad } from '../src/namedLoad.ts';
import { type GamesInParts, startParts } from '../src/parts.ts';

const perSecond = 30;
/** What the gateway gives one call of a service, and a whole operation. */
const callMs = 2_000;
const operationMs = 5_000;
/** Time that a machine with more to do than this test may take on top. */
const slackMs = 15_000;

let games: GamesInParts;
let load: Load;

beforeAll(async () => {
  games = await startParts({
    processesOfEach: 1,
    gatewayEnv: {
      // Answers that are kept would hide that a service is gone.
      RESPONSE_CACHE_BYTES: '0',
      GATEWAY_ENGINE_SUBGRAPH_LIMITS_TIMEOUT_MS: String(callMs),
      GATEWAY_ENGINE_OPERATION_DEADLINE_MS: String(operationMs),
      // What is not called for a moment is tried again soon, as the test waits for it.
      GATEWAY_ENGINE_SUBGRAPH_LIMITS_BREAKER_OPEN_MS: '500',
    },
  });
  const operations = await namedLoad(games.gatewayUrl, games.access);
  load = startLoad(games.gatewayUrl, operations, perSecond);
  await recovered();
});
afterAll(async () => {
  await load?.stop();
  await games?.close();
});

const isWhole = ({ answer }: Sample): boolean =>
  answer !== null && answer.errors === undefined && answer.status === 200;
const errorsOf = (samples: readonly Sample[]) => samples.flatMap(({ answer }) => answer?.errors ?? []);
const describeFaults = (samples: readonly Sample[]): readonly string[] =>
  samples
    .filter((sample) => !isWhole(sample))
    .map(
      ({ operation, answer, failure }) =>
        `${operation} ${answer?.status} ${failure ?? JSON.stringify(answer?.errors?.slice(0, 2))}`,
    );

/** Until all operations are answered in full, for a whole round of them. */
async function recovered(): Promise<void> {
  let faults: readonly string[] = [];
  await until('every operation is answered in full again', async () => {
    faults = describeFaults(await load.next(20));
    return faults.length === 0;
  }).catch((error: Error) => {
    const said = subgraphNames.map((name) => games.services[name].output().slice(-2_000));
    throw new Error([error.message, ...faults, ...said].join('\n'));
  });
}

async function expectGatewayWell(): Promise<void> {
  const live = await fetch(new URL('/health/live', games.gatewayUrl));
  expect(live.status).toBe(200);
  expect(() => process.kill(games.gateway.pid, 0)).not.toThrow();
}

/** An error has its place where its path leads to a null, to one on the way, or to an object that lacks something. */
function isLocated({ data }: GatewayAnswer, path: readonly (string | number)[] | undefined): boolean {
  if (path === undefined || path.length === 0) return false;
  let value = data;
  for (const step of path) {
    if (value === null) return true;
    value = value?.[step];
  }
  return value === null || (typeof value === 'object' && Object.values(value).includes(null));
}

/** Every operation was answered in time; errors name one of the services, stand in their place, and say no more. */
function expectLocatedErrors(samples: readonly Sample[], services: readonly SubgraphName[]): void {
  for (const { operation, answer, failure, ms } of samples) {
    expect([operation, failure, answer?.status]).toEqual([operation, null, 200]);
    expect(ms).toBeLessThan(operationMs + slackMs);
    for (const error of answer?.errors ?? []) {
      expect(services).toContain(error.extensions.serviceName);
      expect([operation, error, isLocated(answer as GatewayAnswer, error.path)]).toEqual([operation, error, true]);
      expect(JSON.stringify(error)).not.toMatch(/ECONN|127\.0\.0\.1|postgres|at .*\.ts/i);
    }
  }
  expect(errorsOf(samples).length).toBeGreaterThan(0);
}

const expectOthersWhole = (samples: readonly Sample[]): void => {
  expect(samples.filter(isWhole).length).toBeGreaterThan(0);
};

/** The pages that have parts of several services stand, but for those that are about things of the one that is gone. */
function expectPagesStand(samples: readonly Sample[], gone: SubgraphName): void {
  for (const [page, { root, owner }] of Object.entries(pages)) {
    const ofPage = samples.filter(({ operation }) => operation === page);
    expect(ofPage.length).toBeGreaterThan(0);
    if (gone === owner) continue;
    for (const { answer } of ofPage)
      expect([page, gone, answer?.data?.[root]]).toEqual([page, gone, expect.anything()]);
  }
}

const pages: Readonly<Record<string, { readonly root: string; readonly owner: SubgraphName }>> = {
  AthletePage: { root: 'athlete', owner: 'athletes' },
  UnitPage: { root: 'unit', owner: 'competition' },
  VenuePage: { root: 'venue', owner: 'competition' },
  MedalTable: { root: 'medalTable', owner: 'competition' },
  ProductPage: { root: 'product', owner: 'store' },
  SessionAvailability: { root: 'ticketedSessions', owner: 'ticketing' },
  ClipsForTerritory: { root: 'clips', owner: 'media' },
};

/** A root of each service, under the service's name. */
const roots: Readonly<Record<SubgraphName, string>> = {
  competition: 'competition: games { name }',
  athletes: 'athletes: organisation(code: "FRA") { name }',
  media: 'media: stories(first: 1) { nodes { title } }',
  store: 'store: market(code: "FR") { name }',
  ticketing: 'ticketing: salesPhases { code }',
};

/** One operation with a part of every service: what is answered of it, and which services are missed. */
async function askAll() {
  const begin = performance.now();
  const query = `{ ${Object.values(roots).join(' ')} }`;
  const { data, errors = [] } = await ask(games.gatewayUrl, query, {}, { key: games.access.partnerKey });
  return {
    there: subgraphNames.filter((name) => data?.[name]),
    missed: errors.map(({ path, extensions }) => [path?.[0], extensions.serviceName]),
    ms: performance.now() - begin,
  };
}

const others = (name: SubgraphName): readonly SubgraphName[] => subgraphNames.filter((other) => other !== name);

beforeEach(recovered);

describe.each(subgraphNames)('when %s is killed under load', (name) => {
  test('its part is missing with its name, the rest of every answer stands, and all is well once it is back', async () => {
    await games.services[name].stop('SIGKILL');
    try {
      const without = await load.next(40);
      expectLocatedErrors(without, [name]);
      expectOthersWhole(without);
      expect(await askAll()).toMatchObject({ there: others(name), missed: [[name, name]] });
      expectPagesStand(without, name);
      await expectGatewayWell();
    } finally {
      await games.services[name].start();
    }
    await recovered();
  });
});

test('when all services are killed at once, every operation is answered in time with their names, until they are back', async () => {
  await Promise.all(subgraphNames.map((name) => games.services[name].stop('SIGKILL')));
  try {
    const without = await load.next(40);
    expectLocatedErrors(without, subgraphNames);
    expect(without.filter(isWhole)).toEqual([]);
    expect((await askAll()).there).toEqual([]);
    await expectGatewayWell();
  } finally {
    await Promise.all(subgraphNames.map((name) => games.services[name].start()));
  }
  await recovered();
});

test('a service that hangs costs its own part after the time allowed, and nothing of the others', async () => {
  games.services.store.signal('SIGSTOP');
  try {
    const hanging = await load.next(40);
    expectLocatedErrors(hanging, ['store']);
    expectOthersWhole(hanging);
    expect(errorsOf(hanging).map(({ extensions }) => extensions.code)).toContain('SUBGRAPH_TIMEOUT');
    const { there, missed, ms } = await askAll();
    expect({ there, missed }).toEqual({ there: others('store'), missed: [['store', 'store']] });
    expect(ms).toBeLessThan(callMs + slackMs);
    await expectGatewayWell();
  } finally {
    games.services.store.signal('SIGCONT');
  }
  await recovered();
});

test('a service without its database says so, is missed alone, and works again without a restart', async () => {
  const { ticketing } = games.services;
  ticketing.database.cut();
  try {
    const without = await load.next(40);
    expectLocatedErrors(without, ['ticketing']);
    expectOthersWhole(without);
    expect(await askAll()).toMatchObject({ there: others('ticketing'), missed: [['ticketing', 'ticketing']] });
    expect(await ticketing.isReady()).toBe(false);
    await expectGatewayWell();
  } finally {
    ticketing.database.repair();
  }
  await recovered();
  expect(await ticketing.isReady()).toBe(true);
});

test('when PostgreSQL itself is killed, everything comes back with it, and no process has ended', async () => {
  await games.killPostgres();
  try {
    const without = await load.next(40);
    expectLocatedErrors(without, subgraphNames);
    await expectGatewayWell();
  } finally {
    // The processes of its connections may hold on for a moment after it is gone.
    await until('PostgreSQL starts', () =>
      games.startPostgres().then(
        () => true,
        () => false,
      ),
    );
  }
  await recovered();
  for (const name of subgraphNames) expect([name, await games.services[name].isReady()]).toEqual([name, true]);
});

test('after all of it the gateway is the process that it was, and ends in good order', async () => {
  await load.stop();
  await expectGatewayWell();
  expect(await games.gateway.stop('SIGTERM')).toBe(0);
});

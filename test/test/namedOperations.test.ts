import { createWorld, type Examples, findExamples } from '@games/demonstration';
import { type NamedOperation, readNamedOperations } from '@games/schema';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { ask, type Credentials } from '../src/ask.ts';
import { copySeededFolder } from '../src/seededFolder.ts';
import { freePorts, type RunningStack, runStart, type Stack, smallScale } from '../src/stack.ts';
import { countStatements, type StatementCounter } from '../src/statements.ts';

/** Hops of one operation that lead to the same kind of thing, for example a portrait, a poster and a picture. */
const hopsToOneTypeMax = 3;
const listSize = 25;

let stack: Stack;
let running: RunningStack;
let examples: Examples;
let counter: StatementCounter;

beforeAll(async () => {
  stack = runStart([...smallScale, '--port', String(await freePorts())], await copySeededFolder());
  running = await stack.ready;
  counter = await countStatements(running.databaseServerUrl);
  examples = await findExamples(createWorld({ scale: 'small' }), async (query) => {
    const { data, errors } = await ask(running.gatewayUrl, query, {}, { key: running.partnerKey });
    if (!data) throw new Error(JSON.stringify(errors));
    return data;
  });
});
afterAll(async () => {
  await counter.close();
  await stack.remove();
});

const definitionOf = ({ document }: NamedOperation): OperationDefinitionNode =>
  parse(document).definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
const queries = readNamedOperations().filter((operation) => definitionOf(operation).operation === 'query');
const isForFans = ({ name }: NamedOperation): boolean => /^(My|Cart)/.test(name);
const credentialsFor = (operation: NamedOperation): Credentials =>
  isForFans(operation) ? { token: running.fanToken } : { key: running.partnerKey };

/** The variables of an operation that say how long its lists are. */
function sizes(operation: NamedOperation, size: number): Record<string, number> {
  const names = (definitionOf(operation).variableDefinitions ?? [])
    .filter(({ type }) => type.kind === Kind.NAMED_TYPE && type.name.value === 'Int')
    .map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.map((name) => [name, size]));
}

describe.each(queries.map((operation) => [operation.name, operation] as const))('%s', (name, operation) => {
  test('answers on the demonstration data, without an error, with something to show', async () => {
    const variables = { ...(examples[name]?.[0] as Record<string, unknown>) };
    const answer = await ask(running.gatewayUrl, operation.document, variables, credentialsFor(operation));
    expect(answer.errors).toBeUndefined();
    expect(answer.status).toBe(200);
    const roots = Object.values(answer.data as Record<string, unknown>);
    expect(roots.length).toBeGreaterThan(0);
    for (const root of roots) expect(root).not.toBeNull();
  });

  test('needs one statement for each service, kind of thing and hop, however long its lists are', async () => {
    const variables = { ...(examples[name]?.[0] as Record<string, unknown>) };
    const counts = await counter.during(() =>
      ask(
        running.gatewayUrl,
        operation.document,
        { ...variables, ...sizes(operation, listSize) },
        credentialsFor(operation),
      ),
    );
    expect(counts.length).toBeGreaterThan(0);
    // A list of 25 that was asked for entry by entry would show as 25 calls.
    for (const { calls, text } of counts) expect([text, calls <= hopsToOneTypeMax]).toEqual([text, true]);
  });
});

test('the counter would see a service that asks once for each entry of a list', async () => {
  const several = await counter.during(() =>
    Promise.all(
      ['2028-07-15', '2028-07-16', '2028-07-17', '2028-07-18', '2028-07-19'].map((date) =>
        ask(
          running.gatewayUrl,
          `{ schedule(filter: { date: "${date}" }, first: 3) { nodes { code } } }`,
          {},
          {
            key: running.partnerKey,
          },
        ),
      ),
    ),
  );
  expect(Math.max(...several.map(({ calls }) => calls))).toBeGreaterThan(hopsToOneTypeMax);
});

test('all operations that sites and partners live on are there', () => {
  const names = readNamedOperations().map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'AthletePage',
      'CartPage',
      'ClipsForTerritory',
      'FeedsForBroadcaster',
      'MedalTable',
      'MedalTableUpdates',
      'MyOrders',
      'MyTickets',
      'PickupAtVenue',
      'ProductPage',
      'SchedulePage',
      'SessionAvailability',
      'StoreFront',
      'UnitPage',
      'UnitUpdates',
      'VenuePage',
    ]),
  );
});

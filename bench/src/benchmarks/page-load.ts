import { createWorld, type Examples, findExamples } from '@games/demonstration';
import { type NamedOperation, readNamedOperations } from '@games/schema';
import { load } from '../load.ts';
import type { Benchmark, Row } from '../report.ts';
import { type Stack, startStack } from '../stack.ts';

const connections = 16;
const warmUpSeconds = 1;
const seconds = 4;
const isForFans = ({ name }: NamedOperation): boolean => /^(My|Cart)/.test(name);
const isSubscription = ({ document }: NamedOperation): boolean => /^ *subscription/m.test(document);

async function ask(stack: Stack, query: string): Promise<Record<string, unknown>> {
  const response = await fetch(stack.gatewayUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': stack.partnerKey },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
}

async function measure(stack: Stack, operation: NamedOperation, variables: readonly object[]): Promise<Row> {
  const options = {
    url: stack.gatewayUrl,
    headers: {
      'content-type': 'application/json',
      ...(isForFans(operation) ? { authorization: `Bearer ${stack.fanToken}` } : { 'x-api-key': stack.partnerKey }),
    },
    bodies: variables.map((set) => JSON.stringify({ query: operation.document, variables: set })),
    connections,
    check: (answer: string) => {
      if (answer.includes('"errors":[')) throw new Error(`${operation.name}: ${answer.slice(0, 500)}`);
    },
  };
  await load({ ...options, seconds: warmUpSeconds });
  const result = await load({ ...options, seconds });
  return {
    operation: operation.name,
    pages: variables.length,
    'requests/s': result.requestsPerSecond,
    'p50 ms': result.p50Ms,
    'p99 ms': result.p99Ms,
  };
}

async function measureAll(stack: Stack, examples: Examples): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const operation of readNamedOperations()) {
    if (isSubscription(operation)) continue;
    rows.push(await measure(stack, operation, examples[operation.name] ?? [{}]));
  }
  return rows;
}

export const bench: Benchmark = {
  about:
    'the named operations through the gateway against the full-size demonstration: gateway, services and load on one machine',
  run: async (args) => {
    const scale = args.includes('--small') ? 'small' : 'full';
    const stack = await startStack(scale);
    try {
      const examples = await findExamples(createWorld({ scale }), (query) => ask(stack, query));
      return {
        title: `First page loads of the named operations on the ${scale} demonstration, ${connections} clients at once, different pages in turn.`,
        rows: await measureAll(stack, examples),
        notes: ['Gateway, five services, PostgreSQL and the clients share the machine: the figures are of the whole.'],
      };
    } finally {
      await stack.stop();
    }
  },
};

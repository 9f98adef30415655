/** New supergraphs under load: what is asked meanwhile is answered, by the old graph or by the new one. */

import { until } from '@games/testing';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestGateway, type TestGateway } from './testGateway.ts';
import { startTestGraph, type TestGraph } from './testGraph.ts';

const reloads = 5;
const clients = 6;
const longestMs = 120_000;

let graph: TestGraph;
let gateway: TestGateway;

beforeAll(async () => {
  graph = await startTestGraph();
  gateway = await startTestGateway(graph.supergraph, {
    engine: {
      operationDeadlineMs: longestMs,
      plannerDeadlineMs: longestMs,
      subgraphLimits: { timeoutMs: longestMs },
    },
  });
});
afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

const countOf = (kind: 'swapped' | 'swap-failed'): number =>
  gateway.events.filter((event) => event.kind === 'engine' && event.event.kind === kind).length;

test('no request fails while supergraphs are put in place one after the other, good and broken ones', async () => {
  const question = '{ hello person(id: "1") { name friends(first: 2) { name } posts { title } } }';
  const wanted = JSON.stringify((await gateway.post(question)).body);
  expect(wanted).not.toContain('errors');
  const failures: string[] = [];
  let answered = 0;
  let isOver = false;
  const askOn = async (client: number): Promise<void> => {
    for (let number = 0; !isOver; number++) {
      // Some texts are known to the new graph beforehand, some have to be planned by it.
      const query = number % 3 === 0 ? `query Q${client}x${number} ${question}` : question;
      const answer = await gateway.post(query).catch((error: Error) => ({ status: 0, body: error.message }));
      if (answer.status === 200 && JSON.stringify(answer.body) === wanted) answered++;
      else failures.push(`${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  // Asked of the first graph, whose second subgraph is called when others are in its place.
  const slow = gateway.post('{ slow person(id: "1") { posts { title } } }');
  await until(() => graph.asked.some(({ query }) => query.includes('slow')));
  const load = Promise.all(Array.from({ length: clients }, (_, client) => askOn(client)));
  try {
    for (let number = 1; number <= reloads; number++) {
      const [swapped, failed] = [countOf('swapped'), countOf('swap-failed')];
      gateway.writeSupergraph('type Query { broken');
      await until(() => countOf('swap-failed') > failed);
      gateway.writeSupergraph(`${graph.supergraph}\n"Number ${number}" scalar Fresh${number}`);
      await until(() => countOf('swapped') > swapped);
    }
  } finally {
    isOver = true;
    await load;
  }
  graph.letGo();
  const { data, errors } = (await slow).body;
  expect(errors).toBeUndefined();
  expect(data.person.posts.length).toBeGreaterThan(0);
  expect(failures).toEqual([]);
  expect(answered).toBeGreaterThan(reloads);
  expect(countOf('swapped')).toBeGreaterThanOrEqual(reloads);
});

/** Memory stays flat over reloads under load and over distinct operations; the benchmark `gateway-memory` runs longer. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { shop } from '../schemas/shop/fixture.ts';
import { startEngine } from './harness.ts';
import { serveSubgraphs } from './serveSubgraphs.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function heapMiB(): Promise<number> {
  for (let round = 0; round < 4; round++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const reloads = Number(process.env.MEMORY_RELOADS ?? 100);
const operations = Number(process.env.MEMORY_OPERATIONS ?? 1_200);

test('reloads under load leave nothing behind, and no request fails', async () => {
  const served = await serveSubgraphs(shop);
  const engine = await startEngine(served.supergraphSdl);
  let isOver = false;
  let answered = 0;
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const answer = await engine.ask('{ topProducts(first: 2) { name inStock reviews { body author { name } } } }');
        if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
        served.requests.length = 0;
        answered++;
      }
    }),
  );
  const swap = (number: number) => engine.manager.swap(`${served.supergraphSdl}\n# ${number}`);
  try {
    for (let number = 0; number < reloads / 3; number++) await swap(number);
    const before = await heapMiB();
    for (let number = 0; number < reloads; number++) await swap(1_000 + number);
    const after = await heapMiB();
    expect(after - before).toBeLessThan(before * 0.15);
    expect(engine.manager.statistics().leasedGenerations).toBeLessThanOrEqual(2);
  } finally {
    isOver = true;
    await load;
    await engine.stop();
    await served.close();
  }
  expect(answered).toBeGreaterThan(reloads);
});

test('distinct operations leave nothing behind but what the cache may hold', async () => {
  const served = await serveSubgraphs(shop);
  const engine = await startEngine(served.supergraphSdl, { planCacheBytesMax: 8 * 2 ** 20 });
  const ask = async (from: number, count: number): Promise<void> => {
    for (let number = from; number < from + count; number++) {
      const query = `query Q${number} { me { id n${number}: name reviews(first: ${number % 9}) { id product { upc inStock } } } }`;
      const { errors } = await engine.ask(query);
      if (errors !== undefined) throw new Error(JSON.stringify(errors));
      served.requests.length = 0;
    }
  };
  try {
    await ask(0, Math.ceil(operations / 3));
    const before = await heapMiB();
    await ask(1_000_000, operations);
    const after = await heapMiB();
    expect(after - before).toBeLessThan(before * 0.15);
    expect(engine.manager.statistics().preparedBytes).toBeLessThanOrEqual(8 * 2 ** 20);
  } finally {
    await engine.stop();
    await served.close();
  }
});

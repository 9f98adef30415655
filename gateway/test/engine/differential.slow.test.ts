/**
 * Random operations through our generated code, our interpreter and one schema over the same data: one answer. The same
 * library, cut in two ways, gives the same answers too, for both cuts are held against one monolith.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type GraphQLSchema, parse, validate } from 'graphql';
import type { GraphFixture } from '../schemas/fixture.ts';
import { libraryByConcern } from '../schemas/library/byConcern.ts';
import { libraryByKind } from '../schemas/library/byKind.ts';
import { meet } from '../schemas/meet/fixture.ts';
import { shop } from '../schemas/shop/fixture.ts';
import { type GeneratorOptions, generateOperation } from './generateOperation.ts';
import { type Engine, startEngine } from './harness.ts';
import { type Ask, askSchema, startStock } from './peers.ts';
import { plainSchema, type ServedSubgraphs, serveSubgraphs } from './serveSubgraphs.ts';

const runs = Number(process.env.DIFFERENTIAL_RUNS ?? 100);

const values: GeneratorOptions['values'] = {
  id: ['1', '2', 'a1', 'a2', 'b1', 'b2', 'f1', 'c1', 'none'],
  upc: ['1', '5', 'none'],
  first: [0, 1, 2, 5],
  limit: [0, 1, 3],
  text: ['o', 'The', 'nothing'],
  stars: [1, 5],
};

process.env.APOLLO_TELEMETRY_DISABLED = 'true';

describe.each<GraphFixture>([shop, meet, libraryByConcern, libraryByKind])('the $name graph', (fixture) => {
  let served: ServedSubgraphs;
  let generated: Engine;
  let interpreted: Engine;
  let schema: GraphQLSchema;
  let askMonolith: Ask;
  let stock: Awaited<ReturnType<typeof startStock>>;

  beforeAll(async () => {
    served = await serveSubgraphs(fixture);
    generated = await startEngine(served.supergraphSdl, { execution: 'generated' });
    interpreted = await startEngine(served.supergraphSdl, { execution: 'interpreted', dedupe: 'off' });
    schema = plainSchema(fixture.monolith);
    askMonolith = askSchema(schema);
    stock = await startStock(served.supergraphSdl);
  });

  afterAll(async () => {
    await Promise.all([generated?.stop(), interpreted?.stop(), stock?.stop()]);
    await served?.close();
  });

  const expectOneAnswer = async (query: string, variables: Record<string, unknown>): Promise<void> => {
    const wanted = await askMonolith(query, variables);
    for (const engine of [generated, interpreted]) {
      const { data, errors } = await engine.ask(query, variables);
      // The operation is in what is compared, so that a failure shows it.
      const answer = JSON.stringify({ query, variables, errors, data }, null, 1);
      expect(answer).toBe(JSON.stringify({ query, variables, errors: wanted.errors, data: wanted.data }, null, 1));
    }
  };

  const named = fixture.operations.map((query) => ({ query, start: query.replace(/\s+/g, ' ').trim().slice(0, 60) }));
  test.each(named)('answers "$start" as the monolith does', async ({ query }) => {
    const variables = query.includes('$id')
      ? { id: 'f1', yes: true }
      : query.includes('$first')
        ? { first: 2, with: true }
        : {};
    await expectOneAnswer(query, variables);
  });

  test('answers random queries as the monolith does, as the stock executor mostly does', async () => {
    let asked = 0;
    let stockIsRight = 0;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const { query, variables } = generateOperation(g, schema, { values, maxDepth: 5 });
        fc.pre(validate(schema, parse(query)).length === 0);
        await expectOneAnswer(query, variables);
        asked++;
        const wanted = await askMonolith(query, variables);
        const given = await stock.ask(query, variables).catch(() => null);
        if (JSON.stringify(given?.data) === JSON.stringify(wanted.data)) stockIsRight++;
      }),
      { numRuns: runs, maxSkipsPerRun: 50 },
    );
    expect(stockIsRight).toBeGreaterThan(asked / 2);
  });

  test('answers random mutations as the monolith does', async () => {
    if (schema.getMutationType() == null) return;
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (g) => {
        const { query, variables } = generateOperation(g, schema, { values, maxDepth: 4, kind: 'mutation' });
        fc.pre(validate(schema, parse(query)).length === 0);
        await expectOneAnswer(query, variables);
      }),
      { numRuns: Math.ceil(runs / 4), maxSkipsPerRun: 50 },
    );
  });
});

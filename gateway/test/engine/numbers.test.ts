/** Numbers keep their digits from byte to byte, or are errors: in answers, variables, literals, defaults and representations. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ExecuteResult } from '../../src/contract/operation.ts';
import { readJson } from '../../src/json/readJson.ts';
import { link } from '../schemas/fixture.ts';
import { compile, type Engine, startEngine } from './harness.ts';
import { type HostileServer, respond, startHostileServer } from './hostileServer.ts';
import { compose } from './serveSubgraphs.ts';

const subgraphs = {
  a: {
    typeDefs: `${link('@key')}
      scalar Big scalar JSON
      type Query { big: Big json: JSON float: Float id: ID echo(big: Big, id: ID, input: In): Int thing: Thing }
      input In { big: Big id: ID n: Float }
      type Thing @key(fields: "key") { key: Big! name: String }`,
    resolvers: {},
  },
  b: {
    typeDefs: `${link('@key')} scalar Big type Query { b: Int } type Thing @key(fields: "key") { key: Big! more: Int }`,
    resolvers: {},
  },
};

let server: HostileServer;
let engines: Engine[];

beforeAll(async () => {
  server = await startHostileServer();
  const sdl = compose(
    subgraphs,
    new Map([
      ['a', server.url],
      ['b', server.url],
    ]),
  );
  engines = await Promise.all([
    startEngine(sdl, { execution: 'generated' }),
    startEngine(sdl, { execution: 'interpreted' }),
  ]);
});
afterAll(async () => {
  await Promise.all([...(engines ?? []).map((engine) => engine.stop()), server?.close()]);
});
beforeEach(() => {
  server.requests.length = 0;
});

/** The text of the answer, which both modes agree on. */
async function textOf(query: string, variables = '{}'): Promise<string> {
  const texts = [];
  for (const { manager } of engines) {
    const compiled = await compile(manager, query);
    const result = await compiled.execute({ variables: readJson(variables) as Record<string, unknown> });
    texts.push(result.kind === 'refusal' ? JSON.stringify({ errors: result.errors }) : textIn(result));
  }
  expect(new Set(texts).size).toBe(1);
  return texts[0]!;
}
const textIn = ({ body }: ExecuteResult): string => body.toString();

const answer = (data: string): void => {
  server.handle = (_, response) => respond(response, `{"data":${data}}`);
};

const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }).map((list) => list.join(''));
const numberText = fc
  .tuple(fc.constantFrom('', '-'), digits, fc.option(digits), fc.option(fc.integer({ min: -400, max: 400 })))
  .map(([sign, whole, fraction, exponent]) => {
    const integer = whole.replace(/^0+(?=\d)/, '');
    return `${sign}${integer}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`;
  });

test('a custom scalar is written with the digits that the subgraph wrote, wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(numberText, async (number) => {
      answer(`{"big":${number},"json":{"a":[${number}, "${number}"]}}`);
      expect(await textOf('{ big json }')).toBe(`{"data":{"big":${number},"json":{"a":[${number},"${number}"]}}}`);
    }),
    { numRuns: 60 },
  );
});

test('a variable of a custom scalar is sent with the digits that the client wrote, as a literal and a default are', async () => {
  await fc.assert(
    fc.asyncProperty(numberText, async (number) => {
      server.requests.length = 0;
      answer('{"echo__0":1}');
      await textOf('query ($b: Big) { echo(big: $b) }', `{"b":${number}}`);
      await textOf(`query ($b: Big = ${number}) { echo(big: $b) }`);
      await textOf(`{ echo(big: ${number}) }`);
      expect(server.requests).toHaveLength(6);
      for (const body of server.requests) expect(body).toContain(number);
    }),
    { numRuns: 20 },
  );
});

test('an id that is a number keeps its digits as text: in variables, literals, defaults and answers', async () => {
  const long = '9007199254740993';
  answer('{"echo__0":1}');
  await textOf('query ($id: ID) { echo(id: $id) }', `{"id":${long}}`);
  await textOf(`query ($id: ID = ${long}) { echo(id: $id) }`);
  await textOf(`{ echo(id: ${long}) }`);
  await textOf('query ($in: In) { echo(input: $in) }', `{"in":{"id":${long},"n":1.0}}`);
  await textOf(`{ echo(input: { id: ${long}, n: 1.0 }) }`);
  expect(server.requests).toHaveLength(10);
  for (const body of server.requests) expect(body).toContain(`"${long}"`);
});

test('a number that JSON does not know is never written', async () => {
  answer('{"float":1e999,"id":1e999}');
  const text = await textOf('{ float id }');
  const { data, errors } = JSON.parse(text) as { data: unknown; errors: { extensions: { code: string } }[] };
  expect(data).toEqual({ float: null, id: null });
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INVALID_SUBGRAPH_VALUE', 'INVALID_SUBGRAPH_VALUE']);
});

test('a key that is a long number reaches the other subgraph as it came', async () => {
  server.handle = (_, response, body) =>
    respond(
      response,
      body.includes('representations')
        ? '{"data":{"_entities":[{"__typename":"Thing","more":1}]}}'
        : '{"data":{"thing":{"__typename":"Thing","key":12345678901234567890.10}}}',
    );
  expect(await textOf('{ thing { key more } }')).toBe('{"data":{"thing":{"key":12345678901234567890.10,"more":1}}}');
  expect(server.requests.filter((body) => body.includes('"key":12345678901234567890.10'))).toHaveLength(2);
});

test('documents that differ in the literals of arguments alone reach subgraphs as one document', async () => {
  answer('{"echo__0":1}');
  for (let index = 0; index < 5; index++) {
    await textOf(`{ echo(id: "id${index}", input: { id: "x${index}", n: ${index} }) }`);
  }
  const documents = server.requests.map((body) => (JSON.parse(body) as { query: string }).query);
  expect(new Set(documents).size).toBe(1);
  expect(server.requests.filter((body) => body.includes('"x3"'))).toHaveLength(2);
});

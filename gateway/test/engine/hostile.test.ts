/** Subgraphs that lie, break off, flood and stall: errors at their place, never a crash, a hang, a leak or a polluted prototype. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { link } from '../schemas/fixture.ts';
import { type AnswerError, errorsOf } from './graph.ts';
import { type Engine, manualClock, startEngine } from './harness.ts';
import { type HostileServer, respond, startHostileServer } from './hostileServer.ts';
import type { Answer } from './peers.ts';
import { compose } from './serveSubgraphs.ts';

const subgraphs = {
  honest: {
    typeDefs: `${link('@key')}
      type Query { things: [Thing!] media: Media }
      type Thing @key(fields: "id") { id: ID! }
      interface Media { title: String }
      type Book implements Media { title: String pages: Int }
      type Film implements Media { title: String minutes: Int }`,
    resolvers: {},
  },
  hostile: {
    typeDefs: `${link('@key')}
      type Query { other: Int list: [String!] constructor: String }
      type Thing @key(fields: "id") { id: ID! name: String size: Int! tags: [String] valueOf: Int inner: Inner }
      type Inner { x: Int toString: String }`,
    resolvers: {},
  },
};

let honest: HostileServer;
let hostile: HostileServer;
let engines: Engine[];
const clock = manualClock();

beforeAll(async () => {
  honest = await startHostileServer();
  hostile = await startHostileServer();
  const sdl = compose(
    subgraphs,
    new Map([
      ['honest', honest.url],
      ['hostile', hostile.url],
    ]),
  );
  const config = {
    clock,
    subgraphLimits: { timeoutMs: 300, responseBytesMax: 100_000, retriesMax: 0, breakerMinRequests: 1_000_000 },
  };
  engines = await Promise.all([
    startEngine(sdl, { ...config, execution: 'generated' }),
    startEngine(sdl, { ...config, execution: 'interpreted' }),
  ]);
});

afterAll(async () => {
  await Promise.all([...(engines ?? []).map((engine) => engine.stop()), honest?.close(), hostile?.close()]);
});

const prototypeNames = Object.getOwnPropertyNames(Object.prototype).sort();

afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(prototypeNames);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

/** Both modes give the same answer, whatever the subgraph does. */
async function ask(query: string): Promise<Answer> {
  const [answer, other] = await Promise.all(engines.map((engine) => engine.ask(query)));
  expect(answer).toEqual(other);
  return answer!;
}

const codesOf = (answer: Answer): string[] => [...new Set(errorsOf(answer).map(({ extensions }) => extensions.code))];

const things = '{"data":{"things":[{"__typename":"Thing","id":"1"},{"__typename":"Thing","id":"2"}]}}';
const askNames = async (body: string, status = 200): Promise<Answer> => {
  honest.handle = (_, response) => respond(response, things);
  hostile.handle = (_, response) => respond(response, body, status);
  return ask('{ things { id name } }');
};
const noNames = {
  things: [
    { id: '1', name: null },
    { id: '2', name: null },
  ],
};

describe('an answer of a wrong form is an error that names the subgraph, and the rest of the data stays', () => {
  test.each([
    ['nothing', ''],
    ['text', 'Bad Gateway'],
    ['cut off JSON', '{"data":{"_entities":[{"name":"a"}'],
    ['null', 'null'],
    ['a list', '[{"data":{}}]'],
    ['a number', '7'],
    ['an empty object', '{}'],
    ['no data and no errors', '{"data":null}'],
    ['errors that are not a list', '{"data":null,"errors":"all"}'],
    ['data that is a list', '{"data":[1,2]}'],
    ['data that is text', '{"data":"yes"}'],
    ['too few entities', '{"data":{"_entities":[{"name":"a"}]}}'],
    ['too many entities', '{"data":{"_entities":[{"name":"a"},{"name":"b"},{"name":"c"}]}}'],
    ['entities that are not a list', '{"data":{"_entities":{"0":{"name":"a"}}}}'],
    ['no entities', '{"data":{}}'],
    [
      'entities of another type',
      '{"data":{"_entities":[{"__typename":"Inner","name":"a"},{"__typename":"Book","name":"a"}]}}',
    ],
    ['entities that are text', '{"data":{"_entities":["a","b"]}}'],
  ])('%s', async (_, body) => {
    const answer = await askNames(body);
    expect(answer.data).toEqual(noNames);
    expect(codesOf(answer)).toEqual(['SUBGRAPH_RESPONSE_INVALID']);
    for (const { path, extensions } of errorsOf(answer)) {
      expect(extensions.serviceName).toBe('hostile');
      expect(path?.[0]).toBe('things');
    }
  });

  test.each([500, 404, 302, 204])('status %d', async (status) => {
    const answer = await askNames(status === 204 ? '' : '<html>', status);
    expect(answer.data).toEqual(noNames);
    expect(errorsOf(answer).every(({ extensions }) => extensions.serviceName === 'hostile')).toBe(true);
  });

  test('errors of any form are passed on as far as they are errors', async () => {
    const errors = [null, 'text', {}, { message: 7, path: 'x' }, { message: 'real', path: ['_entities', 1, 'name'] }];
    const answer = await askNames(JSON.stringify({ data: { _entities: [{ name: 'a' }, null] }, errors }));
    expect(answer.data).toEqual({
      things: [
        { id: '1', name: 'a' },
        { id: '2', name: null },
      ],
    });
    expect(errorsOf(answer)).toContainEqual(expect.objectContaining({ message: 'real', path: ['things', 1, 'name'] }));
  });

  test('a flood of errors is cut off', async () => {
    const errors = Array.from({ length: 2_000 }, () => ({ message: 'e', path: ['_entities', 0, 'name'] }));
    const answer = await askNames(JSON.stringify({ data: { _entities: [null, null] }, errors }));
    expect(errorsOf(answer).length).toBeLessThanOrEqual(1_000);
  });
});

describe('values that do not fit their type are null, with an error at their place', () => {
  test.each([
    ['name', '{"evil":1}', null],
    ['name', '7', null],
    ['tags', '"text"', null],
    ['tags', '["a",7,null]', ['a', null, null]],
    ['inner { x }', '[]', null],
    ['inner { x }', '"text"', null],
    ['inner { x }', '{"x":1.5}', { x: null }],
    ['inner { x }', '{"x":2147483648}', { x: null }],
    ['inner { toString }', '{"x":1}', { toString: null }],
    ['valueOf', '"7"', null],
  ])('%s with %s', async (field, value, wanted) => {
    const key = field.split(' ')[0]!;
    honest.handle = (_, response) => respond(response, things);
    hostile.handle = (_, response) => respond(response, `{"data":{"_entities":[{"${key}":${value}},{"${key}":null}]}}`);
    const answer = await ask(`{ things { f: ${field} } }`);
    expect(answer.data).toEqual({ things: [{ f: wanted }, { f: null }] });
    const isMissing = value === '{"x":1}';
    expect(codesOf(answer)).toEqual(isMissing ? [] : ['INVALID_SUBGRAPH_VALUE']);
  });

  test('a __typename that is not of the interface nulls the object', async () => {
    for (const typeName of ['Thing', 'Nothing', '__proto__', 'constructor', 7, null, {}]) {
      honest.handle = (_, response) =>
        respond(response, JSON.stringify({ data: { media: { __typename: typeName, title: 't', pages: 1 } } }));
      const answer = await ask('{ media { title ... on Book { pages } } }');
      expect(answer.data).toEqual({ media: null });
      expect(codesOf(answer)).toEqual(['INVALID_TYPENAME']);
    }
  });

  test('a list where an object is expected, and the other way round', async () => {
    honest.handle = (_, response) =>
      respond(response, '{"data":{"things":{"id":"1"},"media":[{"__typename":"Book"}]}}');
    hostile.handle = (_, response) => respond(response, '{"data":{"_entities":[]}}');
    const answer = await ask('{ things { id name } media { title } }');
    expect(answer.data).toEqual({ things: null, media: null });
    expect(codesOf(answer)).toEqual(['INVALID_SUBGRAPH_VALUE']);
  });
});

describe('names that every object inherits', () => {
  test('come back as data where they are fields and aliases', async () => {
    honest.handle = (_, response) => respond(response, things);
    hostile.handle = (_, response, body) =>
      respond(
        response,
        body.includes('_entities')
          ? '{"data":{"_entities":[{"valueOf":1,"inner":{"x":1,"toString":"s"}},{"valueOf":2,"inner":null}]}}'
          : '{"data":{"constructor":"c","other":7}}',
      );
    const answer = await ask(
      '{ constructor __proto__: other things { __proto__: valueOf constructor: inner { toString hasOwnProperty: x } } }',
    );
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toBe(
      '{"constructor":"c","__proto__":7,"things":[{"__proto__":1,"constructor":{"toString":"s","hasOwnProperty":1}},{"__proto__":2,"constructor":null}]}',
    );
  });

  test('are missing where the subgraph did not send them, whatever objects inherit', async () => {
    honest.handle = (_, response) => respond(response, things);
    hostile.handle = (_, response, body) =>
      respond(response, body.includes('_entities') ? '{"data":{"_entities":[{"inner":{}},{}]}}' : '{"data":{}}');
    expect(await ask('{ constructor things { valueOf inner { toString } } }')).toEqual({
      data: {
        constructor: null,
        things: [
          { valueOf: null, inner: { toString: null } },
          { valueOf: null, inner: null },
        ],
      },
    });
  });

  test('do not pollute when a subgraph sends them as keys', async () => {
    const evil = '"__proto__":{"polluted":true,"name":"evil","size":9},"constructor":{"prototype":{"polluted":true}}';
    honest.handle = (_, response) =>
      respond(
        response,
        `{${evil},"data":{${evil},"things":[{"__typename":"Thing","id":"1",${evil}},{"__typename":"Thing","id":"2"}]}}`,
      );
    hostile.handle = (_, response) =>
      respond(
        response,
        `{${evil},"data":{${evil},"_entities":[{${evil},"inner":{${evil},"x":1}},{"name":"n",${evil}}]},"extensions":{${evil}}}`,
      );
    expect(await ask('{ things { id name inner { x } } }')).toEqual({
      data: {
        things: [
          { id: '1', name: null, inner: { x: 1 } },
          { id: '2', name: 'n', inner: null },
        ],
      },
    });
  });
});

/** Calls back once every engine waits for the subgraph. */
function whenAllWait(callback: () => void): () => void {
  let waiting = 0;
  return () => {
    if (++waiting === engines.length) callback();
  };
}

describe('answers that do not end', () => {
  test('a subgraph that never answers costs its deadline', async () => {
    honest.handle = (_, response) => respond(response, things);
    hostile.handle = whenAllWait(() => clock.advance(1_000));
    const answer = await ask('{ things { id name } }');
    expect(answer.data).toEqual(noNames);
    expect(codesOf(answer)).toEqual(['SUBGRAPH_TIMEOUT']);
  });

  test('one that drips is cut off at the same deadline', async () => {
    honest.handle = (_, response) => respond(response, things);
    const passTime = whenAllWait(() => clock.advance(1_000));
    hostile.handle = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = () => response.destroyed || response.write(' ', () => setImmediate(drip));
      drip();
      passTime();
    };
    expect(codesOf(await ask('{ things { id name } }'))).toEqual(['SUBGRAPH_TIMEOUT']);
  });

  test('one that floods is cut off at the bound', async () => {
    honest.handle = (_, response) => respond(response, things);
    let sent = 0;
    hostile.handle = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(16_384, 0x20);
      const more = (): void => {
        sent += chunk.length;
        if (sent < 50_000_000 && !response.destroyed && response.write(chunk)) setImmediate(more);
      };
      more();
    };
    expect(codesOf(await ask('{ things { id name } }'))).toEqual(['SUBGRAPH_RESPONSE_TOO_LARGE']);
    expect(sent).toBeLessThan(50_000_000);
  });

  test('one that closes the connection in the middle', async () => {
    honest.handle = (_, response) => respond(response, things);
    hostile.handle = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"data":{"_ent', () => response.destroy());
    };
    expect(codesOf(await ask('{ things { id name } }'))).toEqual(['SUBGRAPH_UNREACHABLE']);
  });

  test('nesting that is deeper than the stack', async () => {
    honest.handle = (_, response) => respond(response, things);
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    hostile.handle = (_, response) => respond(response, `{"data":{"_entities":[{"name":${deep}},{"inner":${deep}}]}}`);
    const answer = await ask('{ things { id name inner { x } } }');
    expect(codesOf(answer)).toEqual(['INVALID_SUBGRAPH_VALUE']);
  });
});

test('random mutilations of good answers never crash, hang or differ between the modes', async () => {
  const goodThings = JSON.parse(things) as unknown;
  const goodEntities: unknown = {
    data: {
      _entities: [
        { name: 'a', size: 1, tags: ['x', null], inner: { x: 1 } },
        { name: 'b', size: 2, tags: null, inner: null },
      ],
    },
  };
  const junk = fc.oneof(
    fc.constantFrom(null, 0, -1, 1e300, '', '__proto__', true, [], {}, [[]], [null], { __typename: 'Book' }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const mutilate = (value: unknown, choices: readonly { at: number; junk: unknown; key: string }[]): unknown => {
    const copy = structuredClone(value);
    for (const { at, junk: replacement, key } of choices) {
      const places: [Record<string, unknown>, string][] = [];
      const collect = (node: unknown): void => {
        if (typeof node !== 'object' || node === null) return;
        for (const own of Object.keys(node)) {
          places.push([node as Record<string, unknown>, own]);
          collect((node as Record<string, unknown>)[own]);
        }
      };
      collect(copy);
      const place = places[at % Math.max(places.length, 1)];
      if (place === undefined) continue;
      if (key === 'delete') delete place[0][place[1]];
      else {
        const value = structuredClone(replacement);
        const name = key === 'same' ? place[1] : key;
        Object.defineProperty(place[0], name, { value, enumerable: true, configurable: true, writable: true });
      }
    }
    return copy;
  };
  const choice = fc.record({
    at: fc.nat(),
    junk,
    key: fc.constantFrom('same', 'same', 'delete', '__proto__', 'errors', '__typename'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(choice, { maxLength: 3 }),
      fc.array(choice, { minLength: 1, maxLength: 4 }),
      async (a, b) => {
        const [first, second] = [JSON.stringify(mutilate(goodThings, a)), JSON.stringify(mutilate(goodEntities, b))];
        honest.handle = (_, response) => respond(response, first);
        hostile.handle = (_, response) => respond(response, second);
        const answer = await ask('{ things { id name size tags inner { x } } }');
        expect(answer.data === null || typeof answer.data === 'object').toBe(true);
        if (answer.data === null) expect(errorsOf(answer).length).toBeGreaterThan(0);
        for (const error of errorsOf(answer)) expect(typeof (error as AnswerError).extensions.code).toBe('string');
      },
    ),
    { numRuns: Number(process.env.HOSTILE_RUNS ?? 300) },
  );
});

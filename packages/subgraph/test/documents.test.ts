import { expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { createDocumentCache, type PreparedDocument } from '../src/documents.ts';

const schema = buildSchema('type Query { athlete(id: ID): String }');
const mebibyte = 1024 * 1024;

/** A document of 18 KB with literals that no other has. */
const unique = (index: number): string =>
  `{ ${Array.from({ length: 500 }, (_, field) => `a${field}: athlete(id: "${index}-${field}-xxxx")`).join(' ')} }`;
const isCompiled = (prepared: PreparedDocument): boolean => prepared.kind === 'ready' && prepared.isCompiled;

test('documents with unique literals take no more than the cache may, however many there are', async () => {
  const documents = createDocumentCache(schema, 8 * mebibyte);
  for (let index = 0; index < 100; index++) {
    const prepared = documents.prepare(unique(index), undefined);
    if (prepared.kind !== 'ready') throw new Error('refused');
    expect(documents.bytesKept()).toBeLessThanOrEqual(8 * mebibyte);
  }
  expect(documents.bytesKept()).toBeGreaterThan(4 * mebibyte);
});

test('a document is compiled at its third use, and priced by its code from then on', async () => {
  const documents = createDocumentCache(schema);
  const query = '{ athlete }';
  const first = documents.prepare(query, undefined);
  const parsed = documents.bytesKept();
  expect(isCompiled(first)).toBe(false);
  expect(isCompiled(documents.prepare(query, undefined))).toBe(false);
  expect(documents.bytesKept()).toBe(parsed);
  expect(isCompiled(documents.prepare(query, undefined))).toBe(true);
  expect(documents.bytesKept()).toBeGreaterThan(parsed);
});

test('the least recently used document goes first', () => {
  const query = (name: string) => `{ athlete(id: "${name.repeat(100)}") }`;
  const documents = createDocumentCache(schema, 25_000);
  const first = documents.prepare(query('a'), undefined);
  const second = documents.prepare(query('b'), undefined);
  expect(documents.prepare(query('a'), undefined)).toBe(first);
  documents.prepare(query('c'), undefined);
  expect(documents.prepare(query('a'), undefined)).toMatchObject({ isCompiled: true });
  expect(documents.prepare(query('b'), undefined)).not.toBe(second);
});

test('a document larger than the whole cache is answered and not kept', () => {
  const documents = createDocumentCache(schema, 1_000);
  expect(documents.prepare(unique(1), undefined).kind).toBe('ready');
  expect(documents.bytesKept()).toBe(0);
});

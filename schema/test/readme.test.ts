import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  buildSchema,
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  type SelectionSetNode,
  validate,
  visit,
} from 'graphql';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const api = buildSchema(readFileSync(new URL('../api.graphql', import.meta.url), 'utf8'));
/** Each operation to paste, and the answer below it. */
const pairs = [...readme.matchAll(/```graphql\n(.*?)```\n```json\n(.*?)```/gs)].map(
  ([, query = '', answer = '']) => [query, answer] as const,
);

/** The paths of keys that an operation without fragments asks for. */
function pathsAsked(document: DocumentNode): ReadonlySet<string> {
  const paths = new Set<string>();
  const walk = (path: string, selections: SelectionSetNode | undefined): void => {
    for (const selection of selections?.selections ?? []) {
      const { alias, name, selectionSet } = selection as FieldNode;
      paths.add(`${path}.${(alias ?? name).value}`);
      walk(`${path}.${(alias ?? name).value}`, selectionSet);
    }
  };
  visit(document, { [Kind.OPERATION_DEFINITION]: { enter: ({ selectionSet }) => walk('', selectionSet) } });
  return paths;
}

function pathsShown(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => pathsShown(entry, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${path}.${key}`, ...pathsShown(inner, `${path}.${key}`)]);
}

test('the operations of the README fit the schema, and the answers shown are answers to them', () => {
  expect(pairs).toHaveLength(5);
  for (const [query, answer] of pairs) {
    const document = parse(query);
    expect([query, validate(api, document)]).toEqual([query, []]);
    const asked = pathsAsked(document);
    const shown = pathsShown(JSON.parse(answer.replaceAll(/,? *…/g, '')));
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.filter((path) => !asked.has(path))).toEqual([]);
  }
});

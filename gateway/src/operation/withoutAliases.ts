import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { LocatedError } from '../contract/errors.ts';
import { readJson } from '../json/readJson.ts';

/** A document without its aliases, and the way back from its answers. */
export interface WithoutAliases {
  readonly query: string;
  /** The answer, in the names that the document with aliases gives; null where it has none. UTF-8 in and out. */
  readonly rename: ((body: Buffer) => Buffer) | null;
}

/** Response keys of one selection: the name of a field, and under which keys its value is wanted. */
type Names = ReadonlyMap<string, { readonly keys: readonly string[]; readonly under: Names | null }>;

/**
 * Takes the aliases off an operation, so that those which differ in nothing else are one. Null where aliases tell apart what would be one: the same field with other arguments, or fragments, whose
 * fields depend on the type of what is there.
 */
export function withoutAliases(document: DocumentNode, operation: OperationDefinitionNode): WithoutAliases | null {
  let hasAliases = false;
  let hasNoFragments = document.definitions.length === 1;
  visit(operation, {
    Field: ({ alias }) => {
      if (alias !== undefined) hasAliases = true;
    },
    InlineFragment: () => {
      hasNoFragments = false;
    },
    FragmentSpread: () => {
      hasNoFragments = false;
    },
  });
  if (!hasNoFragments) return null;
  const merged = mergeSet(operation.selectionSet);
  if (merged === null) return null;
  return {
    query: print({ ...operation, selectionSet: merged.set }),
    rename: hasAliases ? (body) => renameBody(body, merged.names) : null,
  };
}

function mergeSet({ selections }: SelectionSetNode): { readonly set: SelectionSetNode; readonly names: Names } | null {
  const byName = new Map<
    string,
    { readonly field: FieldNode; readonly keys: string[]; readonly under: Names | null }
  >();
  for (const node of selections) {
    if (node.kind !== Kind.FIELD) return null;
    const { alias, ...bare } = node;
    const under = bare.selectionSet === undefined ? undefined : mergeSet(bare.selectionSet);
    if (under === null) return null;
    const field = under === undefined ? bare : { ...bare, selectionSet: under.set };
    const known = byName.get(bare.name.value);
    const key = (alias ?? bare.name).value;
    if (known === undefined) byName.set(bare.name.value, { field, keys: [key], under: under?.names ?? null });
    // Two of one field are one only where all else is the same, what they select included.
    else if (print(known.field) !== print(field) || !isSame(known.under, under?.names ?? null)) return null;
    else if (!known.keys.includes(key)) known.keys.push(key);
  }
  return {
    set: { kind: Kind.SELECTION_SET, selections: [...byName.values()].map(({ field }) => field) },
    names: byName,
  };
}

const isSame = (left: Names | null, right: Names | null): boolean =>
  left === null || right === null
    ? left === right
    : left.size === right.size &&
      [...left].every(([name, { keys, under }]) => {
        const other = right.get(name);
        return other !== undefined && keys.join() === other.keys.join() && isSame(under, other.under);
      });

function renameBody(body: Buffer, names: Names): Buffer {
  const answer = readJson(body.toString('utf8')) as { data?: unknown; errors?: LocatedError[] };
  const errors = answer.errors?.map((error) =>
    error.path === undefined ? error : { ...error, path: renamePath(error.path, names) },
  );
  return Buffer.from(
    JSON.stringify({ ...answer, ...(errors === undefined ? {} : { errors }), data: renameValue(answer.data, names) }),
  );
}

function renameValue(value: unknown, names: Names | null): unknown {
  if (names === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => renameValue(entry, names));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const entry = names.get(name);
      if (entry === undefined) return [[name, inner] as const];
      const renamed = renameValue(inner, entry.under);
      return entry.keys.map((key) => [key, renamed] as const);
    }),
  );
}

function renamePath(path: readonly (string | number)[], names: Names): readonly (string | number)[] {
  let at: Names | null = names;
  return path.map((step) => {
    if (typeof step === 'number') return step;
    const entry: { readonly keys: readonly string[]; readonly under: Names | null } | undefined = at?.get(step);
    at = entry?.under ?? null;
    return entry?.keys[0] ?? step;
  });
}

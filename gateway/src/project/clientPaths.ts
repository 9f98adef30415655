/** Paths in the data (canonical response names) → paths in the answer. One field may stand there under several aliases. */
import type { FieldsShape, ObjectShape, Projection, ValueShape } from './projection.ts';

export type AnswerPath = readonly (string | number)[];

const aliasesMax = 10;

/** A path that leads to what the client did not ask for (a key, a required field) ends where the client's selection ends. */
export function clientPaths(projection: Projection, dataPath: readonly (string | number)[]): AnswerPath[] {
  let places: { readonly path: AnswerPath; readonly value: ValueShape | null; readonly object: ObjectShape | null }[] =
    [{ path: [], value: null, object: projection.root }];
  for (const element of dataPath) {
    const next: typeof places = [];
    for (const { path, value, object } of places) {
      if (typeof element === 'number') {
        if (value?.of.kind === 'list') next.push({ path: [...path, element], ...contentOf(value.of.item) });
      } else if (object !== null) {
        for (const field of fieldsWithKey(object, element)) {
          if (field.value === null) next.push({ path: [...path, field.name], value: null, object: null });
          else next.push({ path: [...path, field.name], ...contentOf(field.value) });
        }
      }
    }
    if (next.length === 0) break;
    places = next.slice(0, aliasesMax);
  }
  return unique(places.map(({ path }) => path));
}

function contentOf(value: ValueShape): { readonly value: ValueShape; readonly object: ObjectShape | null } {
  return { value, object: value.of.kind === 'object' ? value.of.object : null };
}

function fieldsWithKey(
  object: ObjectShape,
  key: string,
): { readonly name: string; readonly value: ValueShape | null }[] {
  const alternatives: Iterable<FieldsShape> =
    object.fields === null ? new Set(object.byType.values()) : [object.fields];
  return [...alternatives].flatMap(({ fields }) =>
    fields
      .filter((field) => field.key === key)
      .map(({ name, content }) => ({ name, value: content.kind === 'value' ? content.type : null })),
  );
}

function unique(paths: readonly AnswerPath[]): AnswerPath[] {
  const byText = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...byText.values()];
}

/** Entities whose fields take arguments from `@fromContext`: the values are read from the objects around them. */
import { type ContextArgument, everyItem, type FetchPart, type PlanProgram } from '../contract/planProgram.ts';
import { type DataObject, isDataObject, type Place, readOwn, walk } from './dataTree.ts';
import type { Collected, RunData, Target } from './partCode.ts';
import { representationOf } from './representation.ts';
import type { TypeTable } from './typeTable.ts';

export type ContextGroup = {
  /** `"representations":[…],"contextualArgument_1_0":…` */
  readonly variables: string;
  readonly collected: Collected;
};

export type ContextCode = { readonly collect: (run: RunData) => readonly ContextGroup[] };

const fragmentPrefix = '... on ';

/** One group per distinct set of arguments. */
export function contextPart(part: FetchPart, program: PlanProgram, types: TypeTable): ContextCode | null {
  const { entities } = part;
  if (entities === null || entities.contexts.length === 0) return null;
  const paths = part.paths.map((index) => program.paths[index]!.elements);
  return {
    collect: (run) => {
      const groups = new Map<string, Map<string, DataObject[]>>();
      for (const elements of paths) {
        walk(run.root, elements, (place) => {
          const text = representationOf(place.object, entities, types);
          if (text === null) return true;
          const key = argumentsOf(place, entities.contexts, run.root, types);
          const group = groups.get(key) ?? new Map<string, DataObject[]>();
          groups.set(key, group);
          const objects = group.get(text);
          if (objects === undefined) group.set(text, [place.object]);
          else objects.push(place.object);
          return true;
        });
      }
      return [...groups].map(([argumentTexts, group]) => {
        const representations = [...group.keys()].join(',');
        const targets: Target[] = [...group.values()];
        return {
          variables: `${JSON.stringify(entities.variableName)}:[${representations}]${argumentTexts}`,
          collected: { representations, targets },
        };
      });
    },
  };
}

/** `,"name":value` for every argument that has a value. */
function argumentsOf(place: Place, contexts: readonly ContextArgument[], root: DataObject, types: TypeTable): string {
  const around = objectsOnTheWay(root, place.path);
  return contexts
    .map(({ variable, paths }) => {
      for (const path of paths) {
        const value = valueAt(around, path, types);
        if (value !== undefined) return `,${JSON.stringify(variable)}:${JSON.stringify(value)}`;
      }
      return '';
    })
    .join('');
}

/** The objects from the root to the place, lists left out. */
function objectsOnTheWay(root: DataObject, path: readonly (string | number)[]): DataObject[] {
  const objects = [root];
  let current: unknown = root;
  for (const element of path) {
    current = typeof element === 'number' ? (current as unknown[])[element] : readOwn(current as DataObject, element);
    if (isDataObject(current)) objects.push(current);
  }
  return objects;
}

function valueAt(around: readonly DataObject[], path: readonly string[], types: TypeTable): unknown {
  let depth = around.length - 1;
  let current: unknown = around[depth];
  for (const element of path) {
    if (element === '..') {
      depth--;
      current = around[depth];
    } else if (element.startsWith(fragmentPrefix)) {
      const typeName = isDataObject(current) ? readOwn(current, '__typename') : undefined;
      if (typeof typeName !== 'string' || !types.matches(typeName, element.slice(fragmentPrefix.length)))
        return undefined;
    } else if (element !== everyItem) {
      if (!isDataObject(current)) return undefined;
      current = readOwn(current, element);
    }
  }
  return current;
}

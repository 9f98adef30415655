/** The code of a part by interpretation: simple, without tricks; fallback and oracle of the generated code. */
import type { FetchPart, PlanProgram } from '../contract/planProgram.ts';
import { type DataObject, mergeInto, objectsAt, readOwn } from './dataTree.ts';
import type { PartCode, Target } from './partCode.ts';
import { representationOf } from './representation.ts';
import type { TypeTable } from './typeTable.ts';

export function interpretPart(part: FetchPart, program: PlanProgram, types: TypeTable): PartCode {
  const paths = part.paths.map((index) => program.paths[index]!.elements);
  const { entities } = part;
  return {
    collect: (run) => {
      const objects = paths.flatMap((elements) => objectsAt(run.root, elements));
      if (entities === null) return { representations: '', targets: objects };
      const indexes = new Map<string, number>();
      const targets: Target[] = [];
      for (const object of objects) {
        const text = representationOf(object, entities, types);
        if (text === null) continue;
        const index = indexes.get(text);
        if (index === undefined) {
          indexes.set(text, targets.length);
          targets.push(object);
        } else {
          const present = targets[index]!;
          if (Array.isArray(present)) present.push(object);
          else targets[index] = [present, object];
        }
      }
      return { representations: [...indexes.keys()].join(','), targets };
    },
    assign: (target, source) => {
      for (const field of part.fields) {
        if (field === '__typename') takeTypename(target, source.__typename, types);
        else mergeInto(target, field, readOwn(source, field));
      }
    },
  };
}

/** A subgraph with an @interfaceObject tells the interface's name: it never takes the place of an object type's. */
export function takeTypename(target: DataObject, typeName: unknown, types: TypeTable): void {
  if (typeof typeName !== 'string') return;
  const present = readOwn(target, '__typename');
  if (present === undefined || types.isObjectType(typeName)) target.__typename = typeName;
}

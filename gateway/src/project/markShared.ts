/** Marks the places at which entities come together, so that each is written once however often it stands there. */
import type { ObjectShape, ValueShape } from './projection.ts';

/** Every shape that can stand at the path, over all possible types on the way. */
export function markShared(root: ObjectShape, path: readonly string[]): void {
  let shapes = new Set([root]);
  for (const key of path) {
    const next = new Set<ObjectShape>();
    for (const shape of shapes) {
      const alternatives = shape.fields === null ? [...shape.byType.values()] : [shape.fields];
      for (const { fields } of alternatives) {
        for (const field of fields) {
          if (field.key !== key || field.content.kind !== 'value') continue;
          const object = objectOf(field.content.type);
          if (object !== null) next.add(object);
        }
      }
    }
    shapes = next;
  }
  for (const shape of shapes) shape.isShared = true;
}

function objectOf(type: ValueShape): ObjectShape | null {
  if (type.of.kind === 'list') return objectOf(type.of.item);
  return type.of.kind === 'object' ? type.of.object : null;
}

/** Takes what a subgraph sent for one part of a step into the objects that asked for it. */

import type { CompiledStep } from './compileProgram.ts';
import { cloneData, type DataObject, isDataObject, readOwn } from './dataTree.ts';
import type { Target } from './partCode.ts';
import { applyRewrites } from './rewrites.ts';
import type { TypeTable } from './typeTable.ts';

export type MergeInput = {
  readonly compiled: CompiledStep;
  /** Which part of the step. */
  readonly index: number;
  readonly targets: readonly Target[];
  readonly data: DataObject;
  readonly types: TypeTable;
  /** The subgraph reported errors, which may explain that entities are missing. */
  readonly isExplained: boolean;
};

/** What the subgraph answered with instead, and the objects that go without. */
export type Mismatch = { readonly what: string; readonly targets: readonly Target[] };

export function mergePart(input: MergeInput): readonly Mismatch[] {
  try {
    return input.compiled.step.parts[input.index]!.entities === null ? mergeRootFields(input) : mergeEntities(input);
  } catch {
    // Recursion over what was sent ran out of stack.
    return [{ what: 'data that is nested too deeply', targets: input.targets }];
  }
}

function mergeRootFields({ compiled, index, targets, data, types }: MergeInput): readonly Mismatch[] {
  const part = compiled.step.parts[index]!;
  const code = compiled.parts[index]!;
  applyRewrites(part.outputRewrites, data, types);
  targets.forEach((target, at) => {
    code.assign(target as DataObject, at === 0 ? data : cloneData(data));
  });
  return [];
}

function mergeEntities({ compiled, index, targets, data, types, isExplained }: MergeInput): readonly Mismatch[] {
  const part = compiled.step.parts[index]!;
  const code = compiled.parts[index]!;
  const entities = readOwn(data, part.entities!.responseName);
  if (!Array.isArray(entities) || entities.length !== targets.length) {
    if (isExplained && (entities === null || entities === undefined)) return [];
    return [{ what: 'a wrong number of entities', targets }];
  }
  if (part.outputRewrites.length > 0) applyRewrites(part.outputRewrites, entities, types);
  const mismatches: Target[] = [];
  for (let at = 0; at < targets.length; at++) {
    const entity: unknown = entities[at];
    if (entity === null || entity === undefined) continue;
    const target = targets[at]!;
    const first = Array.isArray(target) ? target[0]! : target;
    if (!isDataObject(entity) || !fits(first, entity, types)) mismatches.push(target);
    else if (!Array.isArray(target)) code.assign(target, entity);
    else {
      // With arguments from the context, what lies below an entity depends on where it stands.
      const isShareable = compiled.isShareable;
      for (const object of target) {
        code.assign(object, isShareable || object === first ? entity : cloneData(entity));
      }
    }
  }
  return mismatches.length === 0 ? [] : [{ what: 'another entity than it was asked for', targets: mismatches }];
}

/** Whether an entity can be what the representation of `target` asked for. */
function fits(target: DataObject, entity: DataObject, types: TypeTable): boolean {
  const typename = readOwn(entity, '__typename');
  const asked = readOwn(target, '__typename');
  if (typename === undefined || typename === asked) return true;
  return typeof typename === 'string' && !(types.isObjectType(typename) && types.isObjectType(String(asked)));
}

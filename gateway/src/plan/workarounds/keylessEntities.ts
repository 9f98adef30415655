/**
 * Fault: the planner asks for the key of an entity under one type only (`... on Athlete { id }`) where a client asks for a
 * field of an @interfaceObject under that type only, but for what the field requires under the interface
 * (`... on Person { name }`). Objects of other types would be sent without a key, or by a name that the subgraph does not
 * know. Here a step is narrowed to the types of which it has a key.
 *
 * Minimal query: `{ people { ... on Athlete { id ranking } name } }`. Test: "an object of whose type the client asks nothing
 * is not sent without its key". Upstream: apollographql/federation#2791 (open, with a reproduction).
 * May go when: that is merged.
 */
import type { RequiredFragment, RequiredSelection, Rewrite } from '../../contract/planProgram.ts';
import type { PlanStep } from '../readSteps.ts';

export type KeyContext = {
  /** The fields of each resolvable key, by `GRAPH.Type`. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
  readonly graphOf: (subgraphName: string) => string;
  readonly types: {
    readonly isObjectType: (typeName: string) => boolean;
    readonly matches: (typeName: string, condition: string) => boolean;
    readonly membersOf: (condition: string) => ReadonlySet<string>;
    readonly isCustomScalarField: (fieldName: string) => boolean;
  };
};

export function withoutKeylessEntities(step: PlanStep, context: KeyContext): PlanStep {
  const { requires } = step;
  if (requires === null || requires.length < 2) return step;
  const hasKey = (typeName: string): boolean => isKeyed(typeName, step, requires, context);
  const kept = requires.flatMap((selection) => narrowed(selection, hasKey, context));
  return kept.length === 0 ? step : { ...step, requires: kept };
}

function narrowed(
  selection: RequiredSelection,
  hasKey: (typeName: string) => boolean,
  { types }: KeyContext,
): RequiredSelection[] {
  if (selection.kind === 'field' || selection.typeCondition === null) return [selection];
  const names = [selection.typeCondition, ...types.membersOf(selection.typeCondition)];
  if (names.every(hasKey)) return [selection];
  return names
    .filter((name) => types.isObjectType(name) && hasKey(name))
    .map((typeCondition): RequiredFragment => ({ ...selection, typeCondition }));
}

/** Whether a whole key, under a type that the subgraph knows, is sent of objects of the type. */
function isKeyed(
  typeName: string,
  step: PlanStep,
  requires: readonly RequiredSelection[],
  { keys, graphOf, types }: KeyContext,
): boolean {
  const known = keys.get(`${graphOf(step.subgraphName)}.${sentName(typeName, step.inputRewrites, types)}`) ?? [];
  const sent = new Set(
    requires.flatMap((selection) => {
      if (selection.kind === 'field') return [selection.name];
      if (selection.typeCondition !== null && !types.matches(typeName, selection.typeCondition)) return [];
      return selection.selections.flatMap((inner) => (inner.kind === 'field' ? [inner.name] : []));
    }),
  );
  return known.some((fields) => fields.every((field) => sent.has(field)));
}

/** An @interfaceObject gets the interface's name. */
function sentName(typeName: string, rewrites: readonly Rewrite[], types: KeyContext['types']): string {
  let sent = typeName;
  for (const { kind, path, ...rest } of rewrites) {
    const condition = /^\.\.\. on (.+)$/.exec(path[0] ?? '')?.[1];
    if (kind !== 'set' || path.length !== 2 || path[1] !== '__typename' || condition === undefined) continue;
    if ('value' in rest && typeof rest.value === 'string' && types.matches(sent, condition)) sent = rest.value;
  }
  return sent;
}

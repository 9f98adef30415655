/** The planner's copy of a supergraph: what `workarounds/` changes in it, so that Apollo's packages load it and plan right. */
import { type DocumentNode, Kind, parse, print, visit } from 'graphql';
import { type FieldsType, graphOf, isKey, isUnresolvable, readFieldSet, stringArgument } from './joinDirectives.ts';
import { withoutEnforcedPurposes } from './workarounds/enforcedFeatures.ts';
import { withoutOperationLinks } from './workarounds/operationDirectives.ts';
import { type StandInField, StandInFieldWriter } from './workarounds/standInFields.ts';
import { withoutUnresolvableKeys } from './workarounds/unresolvableKeys.ts';

export type PlannerSupergraph = {
  readonly sdl: string;
  /** The supergraph as clients are to see it: without stand-in fields. */
  readonly clientSdl: string;
  /** By the name of the stand-in. */
  readonly standInFields: ReadonlyMap<string, StandInField>;
  /** The stand-in fields that a field requires, by `subgraph enum value`, type and field: `REVIEWS.Post.commentCount`. */
  readonly requiredBy: ReadonlyMap<string, ReadonlySet<string>>;
  /** The fields of each resolvable key, by `subgraph enum value` and type: `REVIEWS.Post`. */
  readonly keys: ReadonlyMap<string, readonly (readonly string[])[]>;
};

/** Throws a GraphQLError when the text is not SDL. */
export function plannerSupergraph(supergraphSdl: string): PlannerSupergraph {
  const linked = withoutEnforcedPurposes(parse(supergraphSdl, { noLocation: true }));
  const document = withoutUnresolvableKeys(withoutOperationLinks(linked));
  const standIns = new StandInFieldWriter(document);
  const withRequires = visit(document, {
    ObjectTypeDefinition: (type) => standIns.rewriteRequires(type),
    InterfaceTypeDefinition: (type) => standIns.rewriteRequires(type),
  });
  const rewritten = visit(withRequires, {
    ObjectTypeDefinition: (type) => standIns.addTo(type),
    InterfaceTypeDefinition: (type) => standIns.addTo(type),
  });
  const sdl = print(rewritten);
  const clientSdl = standIns.fields.size === 0 ? sdl : print(document);
  return {
    sdl,
    clientSdl,
    standInFields: standIns.fields,
    requiredBy: standIns.requiredBy,
    keys: resolvableKeys(document),
  };
}

function resolvableKeys(document: DocumentNode): Map<string, string[][]> {
  const keys = new Map<string, string[][]>();
  const read = (type: FieldsType): void => {
    for (const directive of type.directives ?? []) {
      const key = isKey(directive) && !isUnresolvable(directive) ? stringArgument(directive, 'key') : null;
      if (key === null) continue;
      const fields = readFieldSet(key).selections.flatMap((selection) =>
        selection.kind === Kind.FIELD ? [selection.name.value] : [],
      );
      const coordinate = `${graphOf(directive)}.${type.name.value}`;
      keys.set(coordinate, [...(keys.get(coordinate) ?? []), fields]);
    }
  };
  visit(document, { ObjectTypeDefinition: read, InterfaceTypeDefinition: read });
  return keys;
}

import type { GraphQLSchema } from 'graphql';
import { findCachePolicy } from '../cache/cachePolicy.ts';
import type { OperationFacts } from '../contract/facts.ts';
import type { ParsedOperation } from '../contract/operation.ts';
import { type DirectiveNames, findDirectiveNames } from '../document/linkedDirectives.ts';
import { walkSelections } from '../document/walkSelections.ts';
import { findAccessFacts } from '../guard/authorise.ts';
import { compileCost } from '../guard/cost.ts';

/** Makes the function that finds the facts of operations. */
export function createAnalyse(options: {
  readonly defaultListSize: number;
  readonly defaultMaxAgeSeconds: number;
}): (parsed: ParsedOperation) => OperationFacts {
  const namesOf = new WeakMap<GraphQLSchema, DirectiveNames>();
  return (parsed) => {
    let names = namesOf.get(parsed.supergraphSchema);
    if (names === undefined) {
      names = findDirectiveNames(parsed.supergraphSchema);
      namesOf.set(parsed.supergraphSchema, names);
    }
    const access = findAccessFacts(parsed, names);
    const policy = findCachePolicy(parsed, {
      directiveName: names.cacheControl,
      defaultMaxAgeSeconds: options.defaultMaxAgeSeconds,
    });
    return Object.freeze({
      access,
      cost: compileCost(parsed, names, options.defaultListSize),
      // What not everybody may ask is never everybody's answer.
      cachePolicy: access.requirements.length > 0 ? { ...policy, isPublic: false } : policy,
      isIntrospection: readsSchema(parsed),
    });
  };
}

function readsSchema(parsed: ParsedOperation): boolean {
  let found = false;
  walkSelections(parsed, {
    field: ({ name }) => {
      if (name.value === '__schema' || name.value === '__type') found = true;
    },
    fragment: () => {},
  });
  return found;
}

import type { GraphQLSchema } from 'graphql';
import { findCachePolicy } from '../cache/cachePolicy.ts';
import type { OperationFacts } from '../contract/facts.ts';
import type { ParsedOperation } from '../contract/operation.ts';
import { type DirectiveNames, findDirectiveNames } from '../document/linkedDirectives.ts';
import { rootTypeOf, walkSelections } from '../document/walkSelections.ts';
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
      ...findIntrospection(parsed),
    });
  };
}

function findIntrospection(parsed: ParsedOperation): Pick<OperationFacts, 'isIntrospection' | 'isIntrospectionOnly'> {
  const root = rootTypeOf(parsed);
  let isIntrospection = false;
  let isOther = false;
  walkSelections(parsed, {
    field: ({ name }, parent, definition) => {
      if (name.value === '__schema' || name.value === '__type') isIntrospection = true;
      else if (parent === root && definition !== null) isOther = true;
    },
    fragment: () => {},
  });
  return { isIntrospection, isIntrospectionOnly: isIntrospection && !isOther };
}

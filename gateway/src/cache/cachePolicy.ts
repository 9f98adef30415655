import { type GraphQLCompositeType, getNamedType, isAbstractType, isCompositeType } from 'graphql';
import type { CachePolicy } from '../contract/facts.ts';
import type { ParsedOperation } from '../contract/operation.ts';
import { argumentOf, type Directed, directivesOn } from '../document/linkedDirectives.ts';
import { fieldOf, rootTypeOf, walkSelections } from '../document/walkSelections.ts';

export const uncacheable: CachePolicy = Object.freeze({ maxAgeSeconds: 0, isPublic: false });

interface Hint {
  readonly maxAge: number | undefined;
  readonly isPrivate: boolean;
  readonly inherits: boolean;
}

/**
 * The policy of an operation by the `@cacheControl` hints of its schema, as Apollo Server reads them: a field's own hint
 * stands above the one of its type; a root field or a field of composite type without a hint has `defaultMaxAgeSeconds`,
 * a leaf that of its parent; the least age and the stricter scope of all that is selected count. What is selected on an
 * interface or union heeds the hints of all possible types. The root field of a subscription needs no hint: its events
 * are as public as what they carry.
 */
export function findCachePolicy(
  parsed: ParsedOperation,
  options: { readonly directiveName: string; readonly defaultMaxAgeSeconds: number },
): CachePolicy {
  if (parsed.operation.operation === 'mutation') return uncacheable;
  const { directiveName, defaultMaxAgeSeconds } = options;
  const isSubscription = parsed.operation.operation === 'subscription';
  const root = rootTypeOf(parsed);
  let maxAge: number | undefined;
  let isPrivate = false;
  const restrict = (age: number | undefined, isHintPrivate: boolean): void => {
    if (age !== undefined) maxAge = Math.min(maxAge ?? age, age);
    isPrivate ||= isHintPrivate;
  };

  walkSelections(parsed, {
    field: (_node, parent, definition) => {
      if (definition === null) return;
      const type = getNamedType(definition.type);
      const ofType = isCompositeType(type) ? readHint(type, directiveName) : null;
      const ofField = readHint(definition, directiveName);
      const age = ofField?.maxAge ?? ofType?.maxAge;
      const inherits = (ofType?.inherits ?? false) || (ofField?.inherits ?? false);
      const needsOne = parent === root ? !isSubscription : isCompositeType(type) && !inherits;
      const isHintPrivate = (ofField?.isPrivate ?? false) || (ofType?.isPrivate ?? false);
      restrict(age ?? (needsOne ? defaultMaxAgeSeconds : undefined), isHintPrivate);
      for (const hint of hintsOfPossibleTypes(parsed, parent, definition.name, directiveName)) {
        restrict(hint.maxAge, hint.isPrivate);
      }
    },
    fragment: (_node, condition) => {
      const hint = readHint(condition, directiveName);
      if (hint !== null) restrict(hint.maxAge, hint.isPrivate);
    },
  });
  return maxAge === undefined || maxAge <= 0 ? uncacheable : { maxAgeSeconds: maxAge, isPublic: !isPrivate };
}

function hintsOfPossibleTypes(
  { supergraphSchema }: ParsedOperation,
  parent: GraphQLCompositeType,
  field: string,
  directiveName: string,
): readonly Hint[] {
  if (!isAbstractType(parent)) return [];
  return supergraphSchema.getPossibleTypes(parent).flatMap((type) => {
    const definition = fieldOf(type, field);
    return [readHint(type, directiveName), definition && readHint(definition, directiveName)].filter(
      (hint) => hint !== null,
    );
  });
}

/** The strictest of the hints on a type or field: composition may have put together those of several subgraphs. */
function readHint(target: Directed, directiveName: string): Hint | null {
  const hints = directivesOn(target, directiveName).map((directive) => ({
    maxAge: argumentOf(directive, 'maxAge') as number | undefined,
    isPrivate: argumentOf(directive, 'scope') === 'PRIVATE',
    inherits: argumentOf(directive, 'inheritMaxAge') === true,
  }));
  if (hints.length === 0) return null;
  const ages = hints.flatMap(({ maxAge }) => (typeof maxAge === 'number' ? [maxAge] : []));
  return {
    maxAge: ages.length === 0 ? undefined : Math.min(...ages),
    isPrivate: hints.some(({ isPrivate }) => isPrivate),
    inherits: hints.every(({ inherits }) => inherits),
  };
}

/** What the subgraphs said of their answers, put beside the policy: the stricter counts. */
export function restrictPolicy(
  policy: CachePolicy,
  said: { readonly maxAgeSeconds: number | null; readonly isPrivate: boolean; readonly isUncacheable: boolean },
): CachePolicy {
  if (policy.maxAgeSeconds === 0 || said.isUncacheable) return uncacheable;
  if (said.maxAgeSeconds === null && !said.isPrivate) return policy;
  const maxAgeSeconds = Math.min(policy.maxAgeSeconds, said.maxAgeSeconds ?? policy.maxAgeSeconds);
  return maxAgeSeconds <= 0 ? uncacheable : { maxAgeSeconds, isPublic: policy.isPublic && !said.isPrivate };
}

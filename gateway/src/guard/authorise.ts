import {
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
} from 'graphql';
import type { LocatedError } from '../contract/errors.ts';
import type { AccessFacts, Requirement } from '../contract/facts.ts';
import type { ParsedOperation, RefusedSelection } from '../contract/operation.ts';
import { argumentOf, type Directed, type DirectiveNames, directivesOn } from '../document/linkedDirectives.ts';
import { fieldOf, walkSelections } from '../document/walkSelections.ts';
import type { Identity } from './identity.ts';
import { requiredData } from './requiredData.ts';

/** Which viewers a `@policy` lets pass: those of one of the kinds and, where given, with all the scopes. */
export interface PolicyRule {
  readonly kinds: readonly ('partner' | 'fan' | 'staff')[] | null;
  readonly scopes: readonly string[] | null;
  readonly partners: readonly string[] | null;
}

/**
 * Finds what an operation needs: of the field, of the type that it returns, of the type condition of a fragment – by
 * the schema's own names, so that an alias or fragment changes nothing. A field that is selected on an interface or
 * union needs what any of the possible types asks for it: which of them comes back is known too late. A field that is
 * computed from others needs what they ask for.
 */
export function findAccessFacts(parsed: ParsedOperation, names: DirectiveNames): AccessFacts {
  const numbers = new Map<string, number>();
  const requirements: Requirement[] = [];
  const guarded: AccessFacts['guarded'][number][] = [];
  const schema = parsed.supergraphSchema;

  const numberOf = (requirement: Requirement): number => {
    const text = JSON.stringify(requirement);
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, requirements.length);
    return requirements.push(requirement) - 1;
  };
  const guard = (node: RefusedSelection['node'], what: string, found: readonly Requirement[]): void => {
    if (found.length > 0) guarded.push({ node, what, needs: [...new Set(found.map(numberOf))] });
  };

  walkSelections(parsed, {
    field: (node, parent, definition) => {
      if (definition === null) return;
      guard(node, `${parent.name}.${definition.name}`, requirementsOfField(schema, parent, definition, names));
    },
    fragment: (node, condition) => guard(node, condition.name, requirementsOf(condition, names)),
  });
  return { requirements, guarded };
}

function requirementsOfField(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  definition: GraphQLField<unknown, unknown>,
  names: DirectiveNames,
): readonly Requirement[] {
  return [
    ...requirementsOfValue(definition, names),
    ...possibleTypesOf(schema, parent).flatMap((type) => {
      const own = fieldOf(type, definition.name);
      return [
        ...requirementsOf(type, names),
        ...(own === null
          ? []
          : [...requirementsOf(own, names), ...requirementsOfRequiredData(schema, type, own, names)]),
      ];
    }),
    ...requirementsOfRequiredData(schema, parent, definition, names),
  ];
}

const requirementsOfValue = (
  definition: GraphQLField<unknown, unknown>,
  names: DirectiveNames,
): readonly Requirement[] => [
  ...requirementsOf(definition, names),
  ...requirementsOf(getNamedType(definition.type), names),
];

function requirementsOfRequiredData(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  definition: GraphQLField<unknown, unknown>,
  names: DirectiveNames,
): readonly Requirement[] {
  return requiredData(schema, parent, definition, names).flatMap((data) => {
    if (data.kind === 'fragment') return requirementsOf(data.condition, names);
    const { parent: type, definition: field } = data;
    const ofTypes = possibleTypesOf(schema, type).flatMap((each) => {
      const own = fieldOf(each, field.name);
      return [...requirementsOf(each, names), ...(own === null ? [] : requirementsOf(own, names))];
    });
    return [...requirementsOfValue(field, names), ...ofTypes];
  });
}

const possibleTypesOf = (schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLObjectType[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type) : [];

function requirementsOf(target: Directed, names: DirectiveNames): readonly Requirement[] {
  const alternatives = (name: string, argument: string) =>
    directivesOn(target, name).map(
      (directive) => (argumentOf(directive, argument) ?? []) as readonly (readonly string[])[],
    );
  return [
    ...directivesOn(target, names.authenticated).map((): Requirement => ({ kind: 'authenticated' })),
    ...alternatives(names.requiresScopes, 'scopes').map((anyOf): Requirement => ({ kind: 'scopes', anyOf })),
    ...alternatives(names.policy, 'policies').map((anyOf): Requirement => ({ kind: 'policies', anyOf })),
  ];
}

/**
 * The viewer's rights as far as an operation asks for them, as part of cache keys: `a` or `v` for anonymous or known, then
 * `1` or `0` for each requirement. Empty where the operation asks for nothing.
 */
export function maskOf(facts: AccessFacts, identity: Identity, policies: ReadonlyMap<string, PolicyRule>): string {
  if (facts.requirements.length === 0) return '';
  const { viewer } = identity;
  let mask = viewer.kind === 'anonymous' ? 'a' : 'v';
  for (const requirement of facts.requirements) mask += meets(identity, requirement, policies) ? '1' : '0';
  return mask;
}

function meets({ viewer }: Identity, requirement: Requirement, policies: ReadonlyMap<string, PolicyRule>): boolean {
  switch (requirement.kind) {
    case 'authenticated':
      return viewer.kind !== 'anonymous';
    case 'scopes':
      return requirement.anyOf.some((all) => all.every((scope) => viewer.scopes.includes(scope)));
    case 'policies':
      return requirement.anyOf.some((all) => all.every((name) => passes(viewer, policies.get(name))));
  }
}

function passes(viewer: Identity['viewer'], rule: PolicyRule | undefined): boolean {
  if (rule === undefined) return false;
  return (
    (rule.kinds === null || rule.kinds.some((kind) => kind === viewer.kind)) &&
    (rule.scopes === null || rule.scopes.every((scope) => viewer.scopes.includes(scope))) &&
    (rule.partners === null || (viewer.partner !== null && rule.partners.includes(viewer.partner)))
  );
}

/** The selections that are refused under a mask, each with the error that stands for it in the answer. */
export function refusedUnder(facts: AccessFacts, mask: string): readonly RefusedSelection[] {
  if (!mask.includes('0')) return [];
  const isAnonymous = mask.startsWith('a');
  return facts.guarded
    .filter(({ needs }) => needs.some((number) => mask[number + 1] === '0'))
    .map(({ node, what }) => ({ node, error: refusal(what, isAnonymous) }));
}

function refusal(what: string, isAnonymous: boolean): Omit<LocatedError, 'path'> {
  return isAnonymous
    ? { message: `${what} needs a key or token.`, extensions: { code: 'UNAUTHENTICATED' } }
    : { message: `${what} is not open to this viewer.`, extensions: { code: 'FORBIDDEN' } };
}

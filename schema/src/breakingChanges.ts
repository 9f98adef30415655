import { execFileSync } from 'node:child_process';
import {
  type BreakingChange,
  BreakingChangeType,
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isObjectType,
  isUnionType,
} from 'graphql';
import { schemaFolder } from './sdl.ts';

/** The API as the branch that is compared against has it (SCHEMA_BASE, by default the last commit), or null where there is none. */
export function readCommittedApi(base: string = process.env.SCHEMA_BASE ?? 'HEAD'): string | null {
  try {
    return execFileSync('git', ['show', `${base}:schema/api.graphql`], {
      cwd: schemaFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return null;
  }
}

/**
 * What a client of the old API would lose in the new one. Something that was deprecated may leave.
 * Fields are named as `Type.field`.
 */
export function findApiBreaks(before: GraphQLSchema, after: GraphQLSchema): readonly string[] {
  return findBreakingChanges(before, after)
    .filter((change) => !wasDeprecated(before, change) && !onlyRenamesUnion(before, after, change))
    .map((change) => `breaking change: ${change.description}`);
}

function wasDeprecated(before: GraphQLSchema, change: BreakingChange): boolean {
  if (change.type !== BreakingChangeType.FIELD_REMOVED) return false;
  const [typeName, fieldName] = change.description.split(' ')[0]?.split('.') ?? [];
  const type = typeName ? before.getType(typeName) : undefined;
  return isObjectType(type) && fieldName !== undefined && type.getFields()[fieldName]?.deprecationReason != null;
}

/**
 * Whether a field's union has only got another name: the same nullability and members, and the old name is still a union of
 * them. Every document of the old API stays valid then, fragments on the old name included, and gets the same answer.
 */
function onlyRenamesUnion(before: GraphQLSchema, after: GraphQLSchema, change: BreakingChange): boolean {
  if (change.type !== BreakingChangeType.FIELD_CHANGED_KIND) return false;
  const [, oldName, list, newName] = /changed type from (\w+)([!\]]*) to (\w+)\2\.$/.exec(change.description) ?? [];
  if (oldName === undefined || newName === undefined || list?.includes(']')) return false;
  const members = [before.getType(oldName), after.getType(oldName), after.getType(newName)].map((type) =>
    isUnionType(type)
      ? type
          .getTypes()
          .map(({ name }) => name)
          .sort()
          .join()
      : null,
  );
  return members[0] !== null && members.every((names) => names === members[0]);
}

/** A difference between two APIs, and whether it can break a client. */
export interface ApiChange {
  readonly kind: 'breaking' | 'dangerous' | 'addition';
  readonly description: string;
}

/** All that is different between two API schemas: what breaks clients first, then what may surprise them, then what is new. */
export function findApiChanges(beforeSdl: string, afterSdl: string): readonly ApiChange[] {
  const [before, after] = [buildSchema(beforeSdl), buildSchema(afterSdl)];
  const additions = findBreakingChanges(after, before).filter(({ type }) => additionTypes.has(type));
  return [
    ...findBreakingChanges(before, after).map(({ description }) => ({ kind: 'breaking' as const, description })),
    ...findDangerousChanges(before, after).map(({ description }) => ({ kind: 'dangerous' as const, description })),
    ...additions.map(({ description }) => ({
      kind: 'addition' as const,
      description: description.replace(/ was removed\.?$/, ' was added.'),
    })),
  ];
}

/** What a removal is when it is read backwards. */
const additionTypes: ReadonlySet<BreakingChangeType> = new Set([
  BreakingChangeType.TYPE_REMOVED,
  BreakingChangeType.FIELD_REMOVED,
  BreakingChangeType.ARG_REMOVED,
  BreakingChangeType.DIRECTIVE_REMOVED,
]);

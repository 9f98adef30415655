import { execFileSync } from 'node:child_process';
import {
  type BreakingChange,
  BreakingChangeType,
  findBreakingChanges,
  type GraphQLSchema,
  isObjectType,
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
    .filter((change) => !wasDeprecated(before, change))
    .map((change) => `breaking change: ${change.description}`);
}

function wasDeprecated(before: GraphQLSchema, change: BreakingChange): boolean {
  if (change.type !== BreakingChangeType.FIELD_REMOVED) return false;
  const [typeName, fieldName] = change.description.split(' ')[0]?.split('.') ?? [];
  const type = typeName ? before.getType(typeName) : undefined;
  return isObjectType(type) && fieldName !== undefined && type.getFields()[fieldName]?.deprecationReason != null;
}

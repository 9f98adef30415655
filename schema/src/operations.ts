import { buildSchema, type GraphQLSchema, Kind, parse, validate } from 'graphql';
import { type NamedOperation, readNamedOperations } from './sdl.ts';

/** Why a named operation cannot be answered by a schema, in words. Empty when all can. */
export function findBrokenOperations(
  apiSdl: string,
  operations: readonly NamedOperation[] = readNamedOperations(),
): readonly string[] {
  const schema = buildSchema(apiSdl);
  return operations.flatMap((operation) => faultsOf(schema, operation));
}

function faultsOf(schema: GraphQLSchema, { name, document }: NamedOperation): readonly string[] {
  const ast = parse(document);
  const names = ast.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value ?? ''] : [],
  );
  const misnamed = names.length === 1 && names[0] === name ? [] : [`${name}: the file must hold just that operation`];
  return [...misnamed, ...validate(schema, ast).map((error) => `${name}: ${error.message}`)];
}

import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

/** A document that was parsed, validated and compiled, or the reasons why it can't be. */
export type PreparedDocument =
  | {
      readonly kind: 'ready';
      readonly document: DocumentNode;
      readonly operation: OperationTypeNode;
      readonly run: (context: object, variables: Record<string, unknown>) => Promise<ExecutionResult> | ExecutionResult;
    }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

const documentsMax = 2_000;
const documentBytesMax = 256 * 1024;

/**
 * Prepares documents once: the gateway sends the same few texts for ever. Bounded; the least recently used goes first.
 * Documents that are compiled to code run several times as fast as interpreted ones; those that the compiler refuses
 * are interpreted.
 */
export function createDocumentCache(
  schema: GraphQLSchema,
  options: { readonly introspection: boolean },
): (query: string, operationName: string | undefined) => PreparedDocument {
  const cache = new Map<string, PreparedDocument>();
  const rules = options.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  return (query, operationName) => {
    const key = `${operationName ?? ''}\n${query}`;
    const known = cache.get(key);
    if (known) {
      cache.delete(key);
      cache.set(key, known);
      return known;
    }
    const prepared = prepare(schema, query, operationName, rules);
    if (query.length <= documentBytesMax) cache.set(key, prepared);
    if (cache.size > documentsMax) cache.delete(cache.keys().next().value as string);
    return prepared;
  };
}

function prepare(
  schema: GraphQLSchema,
  query: string,
  operationName: string | undefined,
  rules: typeof specifiedRules,
): PreparedDocument {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: 50_000 });
  } catch (error) {
    return { kind: 'refused', errors: [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(schema, document, rules);
  if (errors.length > 0) {
    return { kind: 'refused', errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  }
  const operation = getOperationAST(document, operationName)?.operation ?? OperationTypeNode.QUERY;
  return { kind: 'ready', document, operation, run: compile(schema, document, operation, operationName) };
}

function compile(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationTypeNode,
  operationName: string | undefined,
): Extract<PreparedDocument, { kind: 'ready' }>['run'] {
  const compiled =
    operation === OperationTypeNode.SUBSCRIPTION ? undefined : compileQuery(schema, document, operationName ?? '');
  if (compiled && isCompiledQuery(compiled)) {
    return (context, variables) => compiled.query(undefined, context, variables);
  }
  return (contextValue, variableValues) =>
    execute({ schema, document, contextValue, variableValues, operationName: operationName ?? null });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code = code;
  return error;
}

import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';

type Run = (context: object, variables: Record<string, unknown>) => Promise<ExecutionResult> | ExecutionResult;

/** A document that was parsed and validated, or the reasons why it can't be run. */
export type PreparedDocument =
  | {
      readonly kind: 'ready';
      readonly document: DocumentNode;
      readonly operation: OperationTypeNode;
      readonly isCompiled: boolean;
      readonly run: Run;
    }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

export interface DocumentCache {
  prepare(query: string, operationName: string | undefined): PreparedDocument;
  /** What the documents kept are reckoned to take. */
  bytesKept(): number;
}

type Ready = Extract<PreparedDocument, { kind: 'ready' }>;

interface Entry {
  readonly query: string;
  readonly operationName: string | undefined;
  prepared: Ready;
  uses: number;
  bytes: number;
}

/** What all documents of a service may take, by the prices below. */
const cacheBytesMax = 128 * 1024 * 1024;
/** Heap for each character of a document, measured over operations of 150 bytes to 12 KB: 76 to 84, and 160 to 172. */
const parsedBytesPerCharacter = 85;
const compiledBytesPerCharacter = 175;
/** A document is interpreted before: what is sent once is not worth its compilation, which takes 0.1 ms a field. */
const usesBeforeCompiling = 3;

/**
 * Prepares documents once: the gateway sends the same few texts for ever. The least recently used goes first when they
 * would take more than `bytesMax`. Compiled documents run several times as fast as interpreted ones; those that the
 * compiler refuses stay interpreted.
 */
export function createDocumentCache(schema: GraphQLSchema, bytesMax = cacheBytesMax): DocumentCache {
  const entries = new Map<string, Entry>();
  let bytesKept = 0;

  const price = (entry: Entry, bytes: number): void => {
    bytesKept += bytes - entry.bytes;
    entry.bytes = bytes;
  };
  const evict = (): void => {
    for (const [key, entry] of entries) {
      if (bytesKept <= bytesMax) return;
      entries.delete(key);
      price(entry, 0);
    }
  };
  const use = (entry: Entry): Ready => {
    entry.uses += 1;
    if (entry.uses === usesBeforeCompiling && entry.prepared.operation !== OperationTypeNode.SUBSCRIPTION) {
      entry.prepared = compile(schema, entry.prepared, entry.operationName);
      if (entry.prepared.isCompiled) price(entry, entry.query.length * compiledBytesPerCharacter);
      evict();
    }
    return entry.prepared;
  };

  return {
    bytesKept: () => bytesKept,
    prepare: (query, operationName) => {
      const key = `${operationName ?? ''}\n${query}`;
      const known = entries.get(key);
      if (known) {
        entries.delete(key);
        entries.set(key, known);
        return use(known);
      }
      const prepared = prepare(schema, query, operationName);
      if (prepared.kind === 'refused') return prepared;
      const entry: Entry = { query, operationName, prepared, uses: 1, bytes: 0 };
      entries.set(key, entry);
      price(entry, query.length * parsedBytesPerCharacter);
      evict();
      return prepared;
    },
  };
}

function prepare(schema: GraphQLSchema, query: string, operationName: string | undefined): PreparedDocument {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: 50_000 });
  } catch (error) {
    return { kind: 'refused', errors: [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(schema, document);
  if (errors.length > 0) {
    return { kind: 'refused', errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  }
  const operation = getOperationAST(document, operationName)?.operation ?? OperationTypeNode.QUERY;
  const run: Run = (contextValue, variableValues) =>
    execute({ schema, document, contextValue, variableValues, operationName: operationName ?? null });
  return { kind: 'ready', document, operation, isCompiled: false, run };
}

function compile(schema: GraphQLSchema, prepared: Ready, operationName: string | undefined): Ready {
  const compiled = compileQuery(schema, prepared.document, operationName ?? '');
  if (!isCompiledQuery(compiled)) return prepared;
  return { ...prepared, isCompiled: true, run: (context, variables) => compiled.query(undefined, context, variables) };
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions.code = code;
  return error;
}

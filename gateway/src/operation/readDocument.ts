/** Text → parsed and valid operation, or the refusal that everybody gets who sends it. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
  visit,
} from 'graphql';
import {
  type ParsedOperation,
  type PreparationHooks,
  type PrepareRequest,
  type Refusal,
  RefusalError,
} from './engine.ts';
import { refusalOf, refuse } from './refusal.ts';

export type ReadOperation<Facts> = {
  readonly kind: 'read';
  readonly parsed: ParsedOperation;
  readonly facts: Facts;
  /** Size of the document. */
  readonly nodes: number;
};

export type ReadContext<Facts> = {
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly hooks: PreparationHooks<Facts>;
};

const maxTokens = 10_000;
const maxValidationErrors = 20;

export function readDocument<Facts>(
  { query, operationName }: PrepareRequest<Facts>,
  { hooks, schema, supergraphSchema }: ReadContext<Facts>,
): ReadOperation<Facts> | Refusal {
  try {
    const document = hooks.parse?.(query) ?? parse(query, { maxTokens });
    hooks.checkDocument?.(document, operationName ?? null);
    const operation = operationOf(document, operationName ?? null);
    const errors = validate(schema, document, undefined, { maxErrors: maxValidationErrors });
    if (errors.length > 0) return refuse('GRAPHQL_VALIDATION_FAILED', errors);
    const nodes = forgetLocations(document);
    const parsed = Object.freeze({ query, document, operation, schema, supergraphSchema });
    return { kind: 'read', parsed, facts: hooks.analyse?.(parsed) as Facts, nodes };
  } catch (error) {
    if (error instanceof GraphQLError) return refuse('GRAPHQL_PARSE_FAILED', [error]);
    return refusalOf(error, true);
  }
}

function operationOf(document: DocumentNode, operationName: string | null): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (operation !== null && operation !== undefined) return operation;
  const count = document.definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  throw new RefusalError(
    'OPERATION_RESOLUTION_FAILURE',
    operationName !== null
      ? `Unknown operation named "${operationName}".`
      : count === 0
        ? 'The document contains no operation.'
        : 'Must provide operation name if query contains multiple operations.',
  );
}

/** Locations hold the tokens of the whole text; after validation nobody asks for them. Returns how many nodes there are. */
function forgetLocations(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    enter: (node) => {
      count++;
      (node as { loc?: unknown }).loc = undefined;
    },
  });
  return count;
}

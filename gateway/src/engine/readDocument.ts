/** Text → parsed and valid operation, or the refusal that everybody gets who sends it. */

import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  validate,
  visit,
} from 'graphql';
import { type Refusal, RefusalError } from '../contract/errors.ts';
import type { OperationFacts } from '../contract/facts.ts';
import type { ParsedOperation, PreparationHooks, PrepareRequest } from '../contract/operation.ts';
import { refusalOf, refuse } from './refusal.ts';

export type ReadOperation = {
  readonly kind: 'read';
  readonly parsed: ParsedOperation;
  readonly facts: OperationFacts;
  /** Size of the document. */
  readonly nodes: number;
};

export type ReadContext = {
  readonly schema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly hooks: PreparationHooks;
};

const validationErrorsMax = 20;

export function readDocument(
  { query, operationName }: PrepareRequest,
  { hooks, schema, supergraphSchema }: ReadContext,
): ReadOperation | Refusal {
  try {
    const document = hooks.parse(query);
    hooks.checkDocument(document, operationName ?? null);
    const operation = operationOf(document, operationName ?? null);
    const errors = validate(schema, document, undefined, { maxErrors: validationErrorsMax });
    if (errors.length > 0) return refuse('GRAPHQL_VALIDATION_FAILED', errors);
    const nodes = forgetLocations(document);
    const parsed = Object.freeze({ query, document, operation, schema, supergraphSchema });
    return { kind: 'read', parsed, facts: hooks.analyse(parsed), nodes };
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

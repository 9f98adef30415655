/** What a client can do about an error. */
export type Retry = 'never' | 'later' | 'after-change';

export interface CatalogueEntry {
  /** HTTP status when the error is the whole answer. */
  readonly status: number;
  readonly retry: Retry;
  /** One sentence for docs/errors.md. */
  readonly summary: string;
}

const entry = (status: number, retry: Retry, summary: string): CatalogueEntry => ({ status, retry, summary });

/** Every code that a client of the graph can meet in `errors[].extensions.code`. docs/errors.md lists exactly these. */
export const errorCatalogue = {
  BAD_REQUEST: entry(400, 'after-change', 'The request is not one that this address understands.'),
  BAD_USER_INPUT: entry(400, 'after-change', 'A variable or argument has a value that is not allowed.'),
  GRAPHQL_PARSE_FAILED: entry(400, 'after-change', 'The document is not GraphQL.'),
  GRAPHQL_VALIDATION_FAILED: entry(400, 'after-change', 'The document does not fit the schema.'),
  INVALID_ID: entry(400, 'after-change', 'The id is not one that this field accepts.'),
  INVALID_CURSOR: entry(400, 'after-change', 'The cursor is malformed, or belongs to another list.'),
  PAGE_TOO_LARGE: entry(
    400,
    'after-change',
    'The page asked for is larger than a list gives at once (100), or not positive.',
  ),
  TOO_MANY_ENTITIES: entry(400, 'after-change', 'More entities were asked for in one call than a service answers.'),
  OPERATION_RESOLUTION_FAILURE: entry(
    400,
    'after-change',
    'The document has no operation of the name asked for, or several and no name was given.',
  ),
  DOCUMENT_TOO_LARGE: entry(400, 'after-change', 'The document has more bytes or tokens than the gateway reads.'),
  DOCUMENT_TOO_DEEP: entry(400, 'after-change', 'The document nests its selections or values too deeply.'),
  TOO_MANY_ALIASES: entry(400, 'after-change', 'The operation renames more fields than allowed.'),
  TOO_MANY_ROOT_FIELDS: entry(400, 'after-change', 'The operation asks for more root fields than allowed.'),
  TOO_MANY_DIRECTIVES: entry(400, 'after-change', 'The operation has more directives than allowed.'),
  TOO_MANY_FRAGMENTS: entry(400, 'after-change', 'The document defines or spreads more fragments than allowed.'),
  TOO_MANY_SELECTIONS: entry(400, 'after-change', 'The operation selects, or repeats, more fields than allowed.'),
  LIST_TOO_LONG: entry(400, 'after-change', 'A list among the arguments or variables has more entries than allowed.'),
  COST_TOO_HIGH: entry(400, 'after-change', 'The operation costs more than one request may; ask for shorter lists.'),
  ANSWER_TOO_LARGE: entry(400, 'after-change', 'The answer would have more bytes than allowed; ask for less at once.'),
  QUERY_PLAN_TOO_COMPLEX: entry(400, 'after-change', 'The operation has more ways to be planned than are looked at.'),
  PERSISTED_QUERY_MISMATCH: entry(400, 'after-change', 'The hash that came with the document is not its SHA-256.'),
  PERSISTED_QUERY_NOT_SUPPORTED: entry(400, 'never', 'The gateway keeps no documents for clients.'),
  BATCHING_NOT_SUPPORTED: entry(400, 'after-change', 'Operations are sent one by one, not as a list.'),
  BATCH_TOO_LARGE: entry(400, 'after-change', 'The list of operations is longer than allowed.'),
  UNAUTHENTICATED: entry(401, 'after-change', 'No valid key or token came with the request.'),
  TOKEN_EXPIRED: entry(401, 'after-change', 'The token was valid once; its time is over.'),
  FORBIDDEN: entry(403, 'never', 'The viewer may not see or do this.'),
  CSRF_PREVENTED: entry(403, 'after-change', 'A web page of another site could have caused this request unasked.'),
  INTROSPECTION_DISABLED: entry(403, 'never', 'The schema is not shown to this viewer.'),
  DOCUMENT_NOT_TRUSTED: entry(403, 'after-change', 'Only documents registered beforehand are answered.'),
  HOST_NOT_ALLOWED: entry(421, 'after-change', 'The gateway is not known under the name in the Host header.'),
  NOT_FOUND: entry(404, 'never', 'There is nothing at this address.'),
  PERSISTED_QUERY_NOT_FOUND: entry(404, 'after-change', 'No document is kept for this hash; send it along once.'),
  METHOD_NOT_ALLOWED: entry(405, 'after-change', 'The address exists, but not for this HTTP method.'),
  NOT_ACCEPTABLE: entry(406, 'after-change', 'The answer has no form that the request accepts.'),
  CHARACTER_NOT_PRINTABLE: entry(409, 'never', 'A name on the ticket has a character that no font of ours has.'),
  CONFLICT: entry(409, 'later', 'The same thing is being done at this moment by an earlier request.'),
  PAYLOAD_TOO_LARGE: entry(413, 'after-change', 'The body, as sent or as inflated, is larger than allowed.'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'after-change', 'The content type or encoding of the body is not supported.'),
  RATE_LIMITED: entry(429, 'later', 'Too many requests in too short a time; Retry-After says when to come back.'),
  TOO_MANY_SUBSCRIPTIONS: entry(429, 'later', 'The connection, or the viewer, has as many subscriptions as allowed.'),
  INTERNAL_SERVER_ERROR: entry(500, 'later', 'A fault on our side. The request id finds it in our logs.'),
  QUERY_PLANNING_FAILED: entry(500, 'later', 'No plan was found for the operation; a fault on our side.'),
  QUERY_PLAN_EMPTY: entry(500, 'later', 'No service can be asked for a field of the operation; a fault on our side.'),
  PLAN_EXECUTION_FAILED: entry(500, 'later', 'A part of the answer could not be fetched; a fault on our side.'),
  DOWNSTREAM_SERVICE_ERROR: entry(502, 'later', 'A service behind the graph failed; the rest of the answer stands.'),
  INVALID_SUBGRAPH_VALUE: entry(502, 'later', 'A service answered with a value that does not fit the schema.'),
  INVALID_TYPENAME: entry(502, 'later', 'A service answered with an object of a type that does not fit the schema.'),
  NON_NULL_VIOLATION: entry(502, 'later', 'A service left out a value that the schema promises.'),
  SUBGRAPH_HTTP_ERROR: entry(502, 'later', 'A service answered with an HTTP status that says no.'),
  SUBGRAPH_RESPONSE_INVALID: entry(502, 'later', 'A service answered with something that is not a GraphQL answer.'),
  SUBGRAPH_RESPONSE_TOO_LARGE: entry(502, 'later', 'A service answered with more bytes than allowed.'),
  SUBGRAPH_UNREACHABLE: entry(502, 'later', 'A service could not be reached.'),
  OVERLOADED: entry(503, 'later', 'The service has more to do than it can hold; Retry-After says when to come back.'),
  SLOW_SUBSCRIBER: entry(
    503,
    'later',
    'The subscription ended because its events were not taken as fast as they came.',
  ),
  SUBSCRIPTION_SOURCE_LOST: entry(503, 'later', 'The subscription ended because the source of its events went away.'),
  QUERY_PLANNING_DEADLINE: entry(503, 'later', 'The operation was not planned in the time allowed.'),
  QUERY_PLANNING_OVERLOADED: entry(503, 'later', 'As many operations wait to be planned as may.'),
  REQUEST_CANCELLED: entry(
    503,
    'later',
    'The call of a service was broken off because the requests that waited for it had ended.',
  ),
  SUBGRAPH_CIRCUIT_OPEN: entry(503, 'later', 'A service failed so often that it is left alone for a moment.'),
  SUBGRAPH_OVERLOADED: entry(503, 'later', 'As many calls wait for a service as may.'),
  SUBGRAPH_TIMEOUT: entry(504, 'later', 'A service did not answer in the time allowed.'),
  DEADLINE_EXCEEDED: entry(504, 'later', 'The answer was not ready in the time allowed.'),
  ODF_TOO_LARGE: entry(
    413,
    'never',
    'The results message is larger than the ingest endpoint takes, as a whole or in one part.',
  ),
  ODF_TOO_DEEP: entry(400, 'never', 'The results message nests its elements deeper than allowed.'),
  ODF_DOCTYPE_REFUSED: entry(400, 'never', 'The results message carries a DOCTYPE or entities of its own.'),
  ODF_MALFORMED: entry(400, 'never', 'The text is not a well-formed results message in UTF-8.'),
  ODF_HEADER_INVALID: entry(400, 'never', 'The header of the results message lacks an attribute, or one is wrong.'),
  ODF_CODE_INVALID: entry(400, 'never', 'A results system code is not one of 34 characters.'),
  ODF_OTHER_COMPETITION: entry(409, 'never', 'The results message belongs to other Games than this database.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

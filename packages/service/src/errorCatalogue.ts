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
  UNAUTHENTICATED: entry(401, 'after-change', 'No valid key or token came with the request.'),
  TOKEN_EXPIRED: entry(401, 'after-change', 'The token was valid once; its time is over.'),
  FORBIDDEN: entry(403, 'never', 'The viewer may not see or do this.'),
  NOT_FOUND: entry(404, 'never', 'There is nothing at this address.'),
  METHOD_NOT_ALLOWED: entry(405, 'after-change', 'The address exists, but not for this HTTP method.'),
  NOT_ACCEPTABLE: entry(406, 'after-change', 'The answer has no form that the request accepts.'),
  CONFLICT: entry(409, 'later', 'The same thing is being done at this moment by an earlier request.'),
  PAYLOAD_TOO_LARGE: entry(413, 'after-change', 'The body, as sent or as inflated, is larger than allowed.'),
  UNSUPPORTED_MEDIA_TYPE: entry(415, 'after-change', 'The content type or encoding of the body is not supported.'),
  RATE_LIMITED: entry(429, 'later', 'Too many requests in too short a time; Retry-After says when to come back.'),
  INTERNAL_SERVER_ERROR: entry(500, 'later', 'A fault on our side. The request id finds it in our logs.'),
  OVERLOADED: entry(503, 'later', 'The service has more to do than it can hold; Retry-After says when to come back.'),
  DEADLINE_EXCEEDED: entry(504, 'later', 'The answer was not ready in the time allowed.'),
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;

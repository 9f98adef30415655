import type { IncomingMessage, ServerResponse } from 'node:http';
import { readTextBody, sendJson } from '@games/http';
import { ClientError, deadlineHeader, type Log, type Viewer, verifyViewer, viewerHeader } from '@games/service';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';
import { createDocumentCache } from './documents.ts';
import { streamEvents } from './eventStream.ts';
import { readLanguages } from './languages.ts';
import { toPublicError } from './publicErrors.ts';

/** What a context is made from: who asks, in which languages, and until when. */
export interface SubgraphRequest {
  readonly viewer: Viewer;
  readonly languages: readonly string[];
  readonly headers: IncomingMessage['headers'];
  /** Aborted when the asker has gone, or the deadline it gave has passed. */
  readonly signal: AbortSignal;
}

export interface AnswerOptions {
  readonly schema: GraphQLSchema;
  readonly context: (request: SubgraphRequest) => object;
  /** The name of the service, for which a viewer must be signed. */
  readonly name: string;
  readonly viewerSecret: string;
  /** Aborted when the service closes: subscriptions end without `complete`, so that they are resumed elsewhere. */
  readonly closing: AbortSignal;
  readonly log: Log;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface GraphqlBody {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Record<string, unknown>;
}

const bodyBytesMax = 8 * 1024 * 1024;
const entitiesMax = 10_000;
const deadlineMaxMs = 30_000;

/** Answers the operations that the gateway sends to POST /graphql. */
export function createAnswer({ name, schema, context, viewerSecret, closing, log }: AnswerOptions): Answer {
  const documents = createDocumentCache(schema);
  return async (request, response) => {
    // First of all: a caller other than the gateway learns nothing, and makes us read nothing.
    const viewer = verifyViewer(headerOf(request, viewerHeader), name, viewerSecret);
    const { query, operationName, variables } = readGraphqlBody(await readTextBody(request, bodyBytesMax));
    const prepared = documents.prepare(query, operationName);
    if (prepared.kind === 'refused') {
      return sendJson(response, 200, { errors: prepared.errors.map((error) => toPublicError(error, log)) });
    }
    const isSubscription = prepared.operation === OperationTypeNode.SUBSCRIPTION;
    const asked = signalOf(request, response);
    const signal = isSubscription ? AbortSignal.any([asked, closing]) : asked;
    const languages = readLanguages(headerOf(request, 'accept-language'));
    const contextValue = context({ viewer, languages, headers: request.headers, signal });
    if (isSubscription) {
      const { document } = prepared;
      return streamEvents(response, { schema, document, contextValue, variables, operationName, signal, closing, log });
    }
    const { data, errors } = await prepared.run(contextValue, variables);
    const failed = errors?.length ? { errors: errors.map((error) => toPublicError(error, log)) } : {};
    sendJson(response, 200, { data, ...failed });
  };
}

function readGraphqlBody(text: string): GraphqlBody {
  let body: Partial<GraphqlBody> | null;
  try {
    body = JSON.parse(text);
  } catch {
    throw new ClientError('BAD_REQUEST', 'The body is not JSON.');
  }
  if (typeof body?.query !== 'string') throw new ClientError('BAD_REQUEST', 'The body has no `query`.');
  const variables = body.variables ?? {};
  const { representations } = variables;
  if (Array.isArray(representations) && representations.length > entitiesMax) {
    throw new ClientError('TOO_MANY_ENTITIES', `One call may ask for ${entitiesMax} entities at most.`);
  }
  return { query: body.query, operationName: body.operationName ?? undefined, variables };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function signalOf(request: IncomingMessage, response: ServerResponse): AbortSignal {
  const given = Number(headerOf(request, deadlineHeader));
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new ClientError('DEADLINE_EXCEEDED', 'The asker has gone.'));
  });
  if (!(given > 0 && given < deadlineMaxMs)) return gone.signal;
  return AbortSignal.any([gone.signal, AbortSignal.timeout(given)]);
}

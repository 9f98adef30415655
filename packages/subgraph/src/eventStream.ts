import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Log } from '@games/service';
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, subscribe } from 'graphql';
import { toPublicError } from './publicErrors.ts';

interface EventStreamRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly contextValue: object;
  readonly variables: Record<string, unknown>;
  readonly operationName: string | undefined;
  readonly signal: AbortSignal;
  /** Aborted, as `signal` then is too, when the service closes: the stream ends without `complete`. */
  readonly closing: AbortSignal;
  readonly log: Log;
}

const heartbeatMs = 12_000;

/**
 * Answers a subscription as Server-Sent Events in the "distinct connections" form of GraphQL over SSE: an event `next`
 * for each result, then `complete`. A reader that is slow holds the source back; a reader that goes ends it.
 */
export async function streamEvents(response: ServerResponse, request: EventStreamRequest): Promise<void> {
  const { schema, document, contextValue, log, signal, closing } = request;
  const source = await subscribe({
    schema,
    document,
    contextValue,
    variableValues: request.variables,
    operationName: request.operationName ?? null,
  });
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  response.flushHeaders();
  const write = async (event: string, content: string): Promise<void> => {
    if (response.write(`event: ${event}\ndata: ${content}\n\n`) || response.destroyed) return;
    await Promise.race([once(response, 'drain'), once(response, 'close')]);
  };
  const next = ({ data, errors }: ExecutionResult): Promise<void> =>
    write(
      'next',
      JSON.stringify({ data, ...(errors ? { errors: errors.map((error) => toPublicError(error, log)) } : {}) }),
    );

  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs);
  try {
    if (Symbol.asyncIterator in source) {
      signal.addEventListener('abort', () => void source.return(undefined), { once: true });
      for await (const result of source) await next(result);
    } else {
      await next(source);
    }
    if (!closing.aborted) await write('complete', '');
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

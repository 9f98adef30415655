import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LocatedError, Refusal } from '../contract/errors.ts';
import type { CompiledOperation, ExecuteResult, PrepareRequest } from '../contract/operation.ts';
import type { EventSink, PublishedEvent, TopicRequest } from '../contract/stream.ts';
import type { SourceEvent } from '../contract/subscription.ts';
import type { Generation, SupergraphManager } from '../contract/supergraph.ts';
import { publishedEvent } from './publishedEvent.ts';
import { refetchQuery } from './refetch.ts';
import type { OpenSource, OpenSourceFunction, RefetchEvent } from './source.ts';

export interface Topic {
  readonly add: (sink: EventSink) => void;
  readonly remove: (sink: EventSink) => void;
  readonly subscribers: () => number;
}

type TopicEvent = SourceEvent | RefetchEvent;

/** Events of a source that wait for their turn; an event of state makes those before it needless. */
const waitingEventsMax = 1_000;
/** Subscribers that are written to before others get their turn. */
const sinksPerTurn = 500;

/**
 * Follows one source for all subscribers of the same subscription. Each event is resolved through the plan of the
 * present supergraph once, in order, and the answer handed to every subscriber. The topic ends with its last subscriber.
 */
export function createTopic(options: {
  readonly request: TopicRequest;
  readonly manager: SupergraphManager;
  readonly openSource: OpenSourceFunction;
  readonly present: (thrown: unknown) => readonly LocatedError[];
  /** The last word on an error of the engine before a client sees it. */
  readonly presentError: (error: LocatedError) => LocatedError;
  readonly onEvent: (subscribers: number, resolveMs: number) => void;
  readonly onEmpty: () => void;
}): Topic {
  const { request, manager, openSource, present, presentError, onEvent, onEmpty } = options;
  const sinks = new Set<EventSink>();
  let source: OpenSource | null = null;
  let sourceKey = '';
  let latest: PublishedEvent | null = null;
  let waiting: TopicEvent[] = [];
  let isResolving = false;
  let isOver = false;

  const withOperation = async <T>(
    prepare: PrepareRequest,
    use: (compiled: CompiledOperation, generation: Generation) => T | Promise<T>,
  ): Promise<T | Refusal> => {
    const generation = manager.acquire();
    try {
      const compiled = generation.prepared(prepare) ?? (await generation.prepare(prepare));
      return compiled.kind === 'refusal' ? compiled : await use(compiled, generation);
    } finally {
      generation.release();
    }
  };

  const over = (tell: (sink: EventSink) => void): void => {
    if (isOver) return;
    isOver = true;
    source?.close();
    stopWatching();
    const all = [...sinks];
    sinks.clear();
    waiting = [];
    onEmpty();
    all.forEach(tell);
  };
  const fail = (errors: readonly LocatedError[]): void => over((sink) => sink.fail(errors));

  const resolve = (event: TopicEvent): Promise<ExecuteResult | Refusal> =>
    withOperation(request.prepare, (compiled, generation) => {
      if (event.kind !== 'refetch') return compiled.resolveEvent(event, request.execute());
      const { document } = compiled.parsed;
      const query = refetchQuery(document, compiled.operationName, {
        schema: generation.schema,
        queryField: event.queryField,
      });
      // What is fetched because of an event must be as new as the event: no answer that was under way before is shared.
      return withOperation({ ...request.prepare, query }, (again) =>
        again.execute({ ...request.execute(), dedupe: 'off' }),
      );
    });

  const publish = async (event: PublishedEvent): Promise<void> => {
    latest = source?.isCurrentState ? event : null;
    let written = 0;
    for (const sink of [...sinks]) {
      if (sinks.has(sink)) sink.event(event);
      if (++written % sinksPerTurn === 0) await nextTurn();
    }
  };

  const drain = async (): Promise<void> => {
    if (isResolving) return;
    isResolving = true;
    try {
      for (let event = waiting.shift(); event !== undefined && !isOver; event = waiting.shift()) {
        const begin = performance.now();
        const result = await resolve(event);
        if (result.kind === 'refusal') return fail(result.errors.map(presentError));
        onEvent(sinks.size, performance.now() - begin);
        await publish(publishedEvent(result.body));
      }
    } catch (error) {
      fail(present(error));
    } finally {
      isResolving = false;
    }
  };

  const take = (event: TopicEvent): void => {
    if (isOver) return;
    if (event.kind === 'payload') waiting.push(event);
    else waiting = [event];
    if (waiting.length > waitingEventsMax) {
      fail([{ message: 'Events came faster than they could be answered.', extensions: { code: 'OVERLOADED' } }]);
      return;
    }
    void drain();
  };

  /** Opens the source, or another one where a new supergraph has moved it. */
  const follow = async (): Promise<void> => {
    const found = await withOperation(request.prepare, (compiled) => compiled.subscriptionSource(request.execute()));
    if (isOver) return;
    if (found.kind === 'refusal') return fail(found.errors.map(presentError));
    const key = JSON.stringify([
      found.subgraphUrl,
      found.fieldName,
      found.query,
      found.variables,
      [...found.arguments],
    ]);
    if (key === sourceKey) return;
    sourceKey = key;
    source?.close();
    const opened = openSource(found, {
      event: take,
      end: () => over((sink) => sink.complete()),
      lost: (reason) => {
        present(new Error(`The source of ${found.fieldName} in ${found.subgraphName} is lost: ${reason}`));
        fail([{ message: 'The source of the events went away.', extensions: { code: 'SUBSCRIPTION_SOURCE_LOST' } }]);
      },
    });
    source = opened;
    // It may have been lost while it was opened.
    if (isOver) opened.close();
  };
  const followOrFail = (): void => void follow().catch((error) => fail(present(error)));

  const stopWatching = manager.onChange(followOrFail);
  followOrFail();

  return {
    add: (sink) => {
      sinks.add(sink);
      if (latest !== null) sink.event(latest);
    },
    remove: (sink) => {
      if (sinks.delete(sink) && sinks.size === 0) over(() => {});
    },
    subscribers: () => sinks.size,
  };
}

import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { LocatedError, Refusal } from '../contract/errors.ts';
import type { ExecuteResult } from '../contract/operation.ts';
import type { EventSink, PublishedEvent, TopicRequest } from '../contract/stream.ts';
import type { SourceEvent, SubscriptionSource } from '../contract/subscription.ts';
import type { SupergraphManager } from '../contract/supergraph.ts';
import { createPinnedOperation, type PinnedOperation } from './pinnedOperation.ts';
import { publishedEvent } from './publishedEvent.ts';
import { refetchQuery } from './refetch.ts';
import type { OpenSource, OpenSourceFunction, RefetchEvent, SourceListener } from './source.ts';

export interface Topic {
  readonly add: (sink: EventSink) => void;
  readonly remove: (sink: EventSink) => void;
}

/** What all topics of a hub have in common. */
export interface TopicDependencies {
  readonly manager: SupergraphManager;
  readonly openSource: OpenSourceFunction;
  readonly present: (thrown: unknown) => readonly LocatedError[];
  /** The last word on an error of the engine before a client sees it. */
  readonly presentError: (error: LocatedError) => LocatedError;
  readonly onEvent: (subscribers: number, resolveMs: number) => void;
}

type TopicEvent = SourceEvent | RefetchEvent;
type Ending = (sink: EventSink) => void;

/** Events of a source that wait for their turn; an event of state makes those before it needless. */
const waitingEventsMax = 1_000;
/** Subscribers that are written to before others get their turn. */
const sinksPerTurn = 500;
/** How often, and after which pauses, something is tried again that was refused only for now. */
const triesMax = 8;
const renewAgainMs = 30_000;
const retryMs = (attempt: number): number => Math.min(10_000, 200 * 2 ** attempt);

/**
 * Follows one source for all subscribers of the same subscription. Each event is resolved once, in order, and the answer
 * handed to every subscriber; when the source ends, what it sent before is resolved first. The topic ends with its last
 * subscriber. What is refused only for now (a planner that is busy) never ends it.
 */
export function createTopic(request: TopicRequest, dependencies: TopicDependencies, onEmpty: () => void): Topic {
  const { manager, present, presentError } = dependencies;
  const sinks = new Set<EventSink>();
  const closing = new AbortController();
  const operation = createPinnedOperation(manager, request.prepare);
  let latest: PublishedEvent | null = null;

  const close = (ending: Ending): void => {
    if (closing.signal.aborted) return;
    closing.abort();
    source.close();
    stopWatching();
    operation.close();
    const all = [...sinks];
    sinks.clear();
    onEmpty();
    all.forEach(ending);
  };
  const fail = (errors: readonly LocatedError[]): void => close((sink) => sink.fail(errors));

  const publish = async (event: PublishedEvent): Promise<void> => {
    latest = source.isCurrentState() ? event : null;
    let written = 0;
    for (const sink of [...sinks]) {
      if (sinks.has(sink)) sink.event(event);
      if (++written % sinksPerTurn === 0) await nextTurn();
    }
  };
  const handle = async (event: TopicEvent): Promise<void> => {
    if (closing.signal.aborted) return;
    const startedAt = performance.now();
    const result = await untilAccepted(() => resolveEvent(operation, request, event), closing.signal);
    if (closing.signal.aborted) return;
    dependencies.onEvent(sinks.size, performance.now() - startedAt);
    await publish(publishedEvent(result.kind === 'refusal' ? bodyOf(result.errors.map(presentError)) : result.body));
  };
  const queue = createEventQueue(handle, (error) => closing.signal.aborted || fail(present(error)));
  const source = createTopicSource(dependencies, {
    event: (event) => {
      if (!queue.add(event)) fail([overloaded]);
    },
    finish: (ending) => queue.finish(() => close(ending)),
  });

  /** Compiles for the present supergraph, and opens the source, or another one where it has moved. */
  const follow = async (): Promise<void> => {
    const refusal = await untilAccepted(operation.renew, closing.signal);
    if (closing.signal.aborted) return;
    if (refusal !== null) {
      // A document that has become invalid ends. While it is only the planner that is busy, the plan before goes on.
      if (refusal.isCached || !operation.isHeld()) return fail(refusal.errors.map(presentError));
      await pause(renewAgainMs, undefined, { signal: closing.signal, ref: false });
      return follow();
    }
    const sourceRequest = () => ({ ...request.execute(), traceHeaders: request.traceHeaders });
    const found = await operation.use((compiled) => compiled.subscriptionSource(sourceRequest()));
    if (closing.signal.aborted) return;
    if (found.kind === 'refusal') return fail(found.errors.map(presentError));
    source.open(found);
  };
  const followOrFail = (): void => void follow().catch((error) => closing.signal.aborted || fail(present(error)));
  const stopWatching = manager.onChange(followOrFail);
  followOrFail();

  return {
    add: (sink) => {
      sinks.add(sink);
      if (latest !== null) sink.event(latest);
    },
    remove: (sink) => {
      if (sinks.delete(sink) && sinks.size === 0) close(() => {});
    },
  };
}

/** Tries what is refused for now a few times; the refusal itself where it is for good, or lasts. */
async function untilAccepted<T extends { readonly kind: string } | null>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const result = await attempt();
    const isPassing = result?.kind === 'refusal' && !(result as unknown as Refusal).isCached;
    if (!isPassing || tries >= triesMax || signal.aborted) return result;
    await pause(retryMs(tries), undefined, { signal }).catch(() => {});
  }
}

function resolveEvent(
  operation: PinnedOperation,
  request: TopicRequest,
  event: TopicEvent,
): Promise<ExecuteResult | Refusal> {
  return operation.use(async (compiled, { schema }) => {
    if (event.kind !== 'refetch') return compiled.resolveEvent(event, request.execute());
    const { queryField } = event;
    const query = refetchQuery(compiled.parsed.document, compiled.operationName, { schema, queryField });
    const related = await operation.related(query);
    // What is fetched because of an event must be as new as the event: no answer that was under way before is shared.
    return related.kind === 'refusal' ? related : related.execute({ ...request.execute(), dedupe: 'off' });
  });
}

const overloaded: LocatedError = {
  message: 'Events came faster than they could be answered.',
  extensions: { code: 'OVERLOADED' },
};
const bodyOf = (errors: readonly LocatedError[]): Buffer => Buffer.from(JSON.stringify({ errors, data: null }));

/** Handles events one after the other, and what is to happen after the last of them. */
function createEventQueue(
  handle: (event: TopicEvent) => Promise<void>,
  onFault: (error: unknown) => unknown,
): { readonly add: (event: TopicEvent) => boolean; readonly finish: (after: () => void) => void } {
  let waiting: TopicEvent[] = [];
  let isHandling = false;
  let after: (() => void) | null = null;

  const drain = async (): Promise<void> => {
    if (isHandling) return;
    isHandling = true;
    try {
      for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) await handle(event);
      after?.();
    } catch (error) {
      waiting = [];
      onFault(error);
    } finally {
      isHandling = false;
    }
  };
  return {
    add: (event) => {
      if (event.kind === 'payload') waiting.push(event);
      else waiting = [event];
      if (waiting.length > waitingEventsMax) return false;
      void drain();
      return true;
    },
    finish: (then) => {
      after = then;
      void drain();
    },
  };
}

/** The source of a topic: opened once, and anew where a new supergraph has moved it. */
function createTopicSource(
  { openSource, present, presentError }: TopicDependencies,
  listener: { readonly event: (event: TopicEvent) => void; readonly finish: (ending: Ending) => void },
): {
  readonly open: (source: SubscriptionSource) => void;
  readonly isCurrentState: () => boolean;
  readonly close: () => void;
} {
  let opened: OpenSource | null = null;
  let openedKey = '';
  let isClosed = false;

  const listenerFor = ({ fieldName, subgraphName }: SubscriptionSource): SourceListener => ({
    event: listener.event,
    end: () => listener.finish((sink) => sink.complete()),
    rejected: (errors) => {
      const located = errors.map(({ message, extensions }) => {
        const code = String(extensions?.code ?? 'DOWNSTREAM_SERVICE_ERROR');
        return presentError({ message, extensions: { ...extensions, code, serviceName: subgraphName } });
      });
      listener.finish((sink) => sink.fail(located));
    },
    lost: (reason) => {
      present(new Error(`The source of ${fieldName} in ${subgraphName} is lost: ${reason}`));
      const message = 'The source of the events went away.';
      listener.finish((sink) => sink.fail([{ message, extensions: { code: 'SUBSCRIPTION_SOURCE_LOST' } }]));
    },
  });
  return {
    open: (source) => {
      const { subgraphUrl, fieldName, query, variables } = source;
      const key = JSON.stringify([subgraphUrl, fieldName, query, variables, [...source.arguments]]);
      if (isClosed || key === openedKey) return;
      openedKey = key;
      opened?.close();
      const next = openSource(source, listenerFor(source));
      opened = next;
      // It may have been lost while it was opened.
      if (isClosed) next.close();
    },
    isCurrentState: () => opened?.isCurrentState ?? false,
    close: () => {
      isClosed = true;
      opened?.close();
    },
  };
}

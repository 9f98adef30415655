import { ClientError } from '@games/service';
import type { LocatedError } from '../contract/errors.ts';
import type { EventSink, SubscriptionStream, TopicRequest } from '../contract/stream.ts';
import type { SupergraphManager } from '../contract/supergraph.ts';
import type { OpenSourceFunction } from './source.ts';
import { createTopic, type Topic } from './topic.ts';

/** All open subscriptions of a process. */
export interface SubscriptionHub {
  /** Throws TOO_MANY_SUBSCRIPTIONS or OVERLOADED. */
  readonly subscribe: (request: TopicRequest, account: string) => SubscriptionStream;
  readonly statistics: () => { readonly topics: number; readonly subscribers: number };
  /** Ends all subscriptions; clients are told that they may come back elsewhere. */
  readonly close: () => void;
}

export interface HubLimits {
  readonly openMax: number;
  readonly perViewerMax: number;
}

/** Opens the hub. Subscribers with equal requests share one topic. */
export function createSubscriptionHub(options: {
  readonly manager: SupergraphManager;
  readonly openSource: OpenSourceFunction;
  readonly limits: HubLimits;
  readonly present: (thrown: unknown) => readonly LocatedError[];
  /** The last word on an error of the engine before a client sees it. */
  readonly presentError: (error: LocatedError) => LocatedError;
  readonly onEvent: (subscribers: number, resolveMs: number) => void;
}): SubscriptionHub {
  const { manager, openSource, limits, present, presentError, onEvent } = options;
  const topics = new Map<string, Topic>();
  const byAccount = new Map<string, number>();
  const ends = new Set<() => void>();

  const topicOf = (request: TopicRequest): Topic => {
    const known = topics.get(request.key);
    if (known !== undefined) return known;
    const topic: Topic = createTopic({
      request,
      manager,
      openSource,
      present,
      presentError,
      onEvent,
      onEmpty: () => {
        if (topics.get(request.key) === topic) topics.delete(request.key);
      },
    });
    topics.set(request.key, topic);
    return topic;
  };

  const open = (request: TopicRequest, account: string, sink: EventSink): (() => void) => {
    byAccount.set(account, (byAccount.get(account) ?? 0) + 1);
    let topic: Topic | null = null;
    const leave = (): void => {
      if (!ends.delete(end)) return;
      const left = (byAccount.get(account) ?? 1) - 1;
      if (left === 0) byAccount.delete(account);
      else byAccount.set(account, left);
      topic?.remove(counted);
    };
    const counted: EventSink = {
      event: sink.event,
      fail: (errors) => {
        leave();
        sink.fail(errors);
      },
      complete: () => {
        leave();
        sink.complete();
      },
    };
    const end = (): void => counted.complete();
    ends.add(end);
    topic = topicOf(request);
    topic.add(counted);
    return leave;
  };

  return {
    subscribe: (request, account) => {
      if (ends.size >= limits.openMax) {
        throw new ClientError('OVERLOADED', 'As many subscriptions are open as this process holds.', {
          retryAfterSeconds: 5,
        });
      }
      if ((byAccount.get(account) ?? 0) >= limits.perViewerMax) {
        throw new ClientError(
          'TOO_MANY_SUBSCRIPTIONS',
          `At most ${limits.perViewerMax} subscriptions may be open at once.`,
        );
      }
      return { open: (sink) => open(request, account, sink) };
    },
    statistics: () => ({ topics: topics.size, subscribers: ends.size }),
    close: () => {
      for (const end of [...ends]) end();
    },
  };
}

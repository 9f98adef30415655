import { ClientError } from '@games/service';
import type { EventSink, SubscriptionStream, TopicRequest } from '../contract/stream.ts';
import { renamedEvent } from './publishedEvent.ts';
import { createTopic, type Topic, type TopicDependencies } from './topic.ts';

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
  /** Subscriptions that differ: each has its own source, and its events are resolved for it alone. */
  readonly topicsMax: number;
  readonly topicsPerViewerMax: number;
}

export interface HubOptions extends TopicDependencies {
  readonly limits: HubLimits;
  /** Whether subscribers to a field share its source and the answers to its events. */
  readonly isShared: (fieldName: string) => boolean;
}

const retryAfterSeconds = 5;

/** Opens the hub. Subscribers with equal requests share one topic, which counts for the account that asked first. */
export function createSubscriptionHub(options: HubOptions): SubscriptionHub {
  const { limits, isShared } = options;
  const topics = new Map<string, Topic>();
  const topicsByAccount = createCounts();
  const openByAccount = createCounts();
  const ends = new Set<() => void>();
  let unshared = 0;

  const keyOf = ({ key, fieldName }: TopicRequest): string => (isShared(fieldName) ? key : `${++unshared} ${key}`);

  const assertAdmitted = (key: string, account: string): void => {
    if (ends.size >= limits.openMax || (!topics.has(key) && topics.size >= limits.topicsMax)) {
      throw new ClientError('OVERLOADED', 'As many subscriptions are open as this process holds.', {
        retryAfterSeconds,
      });
    }
    if (openByAccount.of(account) >= limits.perViewerMax) {
      throw new ClientError(
        'TOO_MANY_SUBSCRIPTIONS',
        `At most ${limits.perViewerMax} subscriptions may be open at once.`,
      );
    }
    if (!topics.has(key) && topicsByAccount.of(account) >= limits.topicsPerViewerMax) {
      throw new ClientError(
        'TOO_MANY_SUBSCRIPTIONS',
        `At most ${limits.topicsPerViewerMax} different subscriptions may be open at once.`,
      );
    }
  };
  const topicOf = (key: string, request: TopicRequest, account: string): Topic => {
    const known = topics.get(key);
    if (known !== undefined) return known;
    topicsByAccount.add(account);
    const topic = createTopic(request, options, () => {
      topicsByAccount.remove(account);
      topics.delete(key);
    });
    topics.set(key, topic);
    return topic;
  };

  const open = (key: string, request: TopicRequest, account: string, sink: EventSink): (() => void) => {
    openByAccount.add(account);
    let topic: Topic | null = null;
    const leave = (): void => {
      if (!ends.delete(end)) return;
      openByAccount.remove(account);
      topic?.remove(counted);
    };
    const { rename } = request;
    const counted: EventSink = {
      event: rename === null ? sink.event : (event) => sink.event(renamedEvent(event, rename)),
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
    topic = topicOf(key, request, account);
    topic.add(counted);
    return leave;
  };

  return {
    subscribe: (request, account) => {
      const key = keyOf(request);
      assertAdmitted(key, account);
      return { open: (sink) => open(key, request, account, sink) };
    },
    statistics: () => ({ topics: topics.size, subscribers: ends.size }),
    close: () => {
      for (const end of [...ends]) end();
    },
  };
}

/** Counts by account; who counts nothing any more is forgotten. */
function createCounts() {
  const counts = new Map<string, number>();
  const of = (account: string): number => counts.get(account) ?? 0;
  return {
    of,
    add: (account: string): void => void counts.set(account, of(account) + 1),
    remove: (account: string): void => {
      const left = of(account) - 1;
      if (left > 0) counts.set(account, left);
      else counts.delete(account);
    },
  };
}

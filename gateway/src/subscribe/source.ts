import type { GraphQLFormattedError } from 'graphql';
import type { SourceEvent, SubscriptionSource } from '../contract/subscription.ts';

/** What a source reports to the topic that opened it. After `end`, `rejected` or `lost` nothing more comes. */
export interface SourceListener {
  readonly event: (event: SourceEvent | RefetchEvent) => void;
  /** The source has no more events, and has said so. */
  readonly end: () => void;
  /** The source does not serve this subscription, and says why. */
  readonly rejected: (errors: readonly GraphQLFormattedError[]) => void;
  /** The source went away and did not come back in time. */
  readonly lost: (reason: string) => void;
}

/** Something happened: what the field of Query answers is to be fetched anew. */
export interface RefetchEvent {
  readonly kind: 'refetch';
  readonly queryField: string;
}

/** An open source. */
export interface OpenSource {
  /** True where each event shows how things stand, so that the latest one is worth showing to who comes later. */
  readonly isCurrentState: boolean;
  readonly close: () => void;
}

/** Opens the source of a subscription. */
export type OpenSourceFunction = (source: SubscriptionSource, listener: SourceListener) => OpenSource;

import type { SourceEvent, SubscriptionSource } from '../contract/subscription.ts';

/** What a source tells the topic that opened it. */
export interface SourceListener {
  readonly event: (event: SourceEvent | RefetchEvent) => void;
  /** No more events: the source has said so. */
  readonly end: () => void;
  /** No more events: the source went away and did not come back in time, or refused. */
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

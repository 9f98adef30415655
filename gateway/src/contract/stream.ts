/** A subscription on its way from the request to a transport. */
import type { LocatedError } from './errors.ts';
import type { ExecuteRequest, PrepareRequest } from './operation.ts';

/** A subscription as all who share it have it: the same document, variables, rights and languages. */
export interface TopicRequest {
  /** Equal only for subscriptions whose answers are equal (never a hash). */
  readonly key: string;
  /** The subscription's field. */
  readonly fieldName: string;
  readonly prepare: PrepareRequest;
  /** Where the shared answers have other names than this subscriber's: from the ones to the others. */
  readonly rename: Rename | null;
  /** Of the request that opens the source, where this one does. */
  readonly traceHeaders: () => readonly string[];
  /** The request for one event; headers are made anew, as signatures age. */
  readonly execute: () => ExecuteRequest;
}

/** Response keys are put in place of others; `key` is equal for equal renamings of one subscription. */
export interface Rename {
  readonly key: string;
  readonly rename: (body: Buffer) => Buffer;
}

/** A subscription that is accepted and not yet open. */
export interface SubscriptionStream {
  /** Begins; the returned function ends it, and may be called at any time and more than once. */
  readonly open: (sink: EventSink) => () => void;
}

/** Where a topic's answers go: one subscriber on some transport. After `fail` or `complete` nothing more comes. */
export interface EventSink {
  readonly event: (event: PublishedEvent) => void;
  readonly fail: (errors: readonly LocatedError[]) => void;
  readonly complete: () => void;
}

/** One answer on its way to all subscribers of a topic: what a transport writes of it is built once, for all. */
export interface PublishedEvent {
  /** `{"data":…}` as UTF-8. */
  readonly body: Buffer;
  /** The event in the form of a transport; built at the first call for each form. */
  readonly framed: (form: string, build: (body: Buffer) => Buffer) => Buffer;
}

/** Throws TOO_MANY_SUBSCRIPTIONS or OVERLOADED. */
export type Subscribe = (request: TopicRequest, account: string) => SubscriptionStream;

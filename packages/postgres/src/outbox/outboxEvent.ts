/** What has happened, for those outside the transaction in which it did. */
export interface OutboxEvent {
  /** Stable across deliveries: what a consumer recognises a repetition by. */
  readonly id: string;
  readonly queue: string;
  /** The thing it happened to, for example `ticket_order/tor_…`. Its events are delivered in the order they were published. */
  readonly aggregate: string;
  /** Dotted, past tense: `ticketing.order.completed`. */
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly happenedAt: Date;
  /** How often a delivery was tried before this one. */
  readonly attempts: number;
}

/** The queue of a service's own events; webhooks have one of their own. */
export const eventQueue = 'events';

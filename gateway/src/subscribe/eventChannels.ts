import type { KeyValueStore } from '@games/redis';
import type { EventSource } from '../config/readers.ts';
import type { SubscriptionSource } from '../contract/subscription.ts';
import type { OpenSource, SourceListener } from './source.ts';

/** Listens to a channel until the returned function is called. */
type Listen = (channel: string, onPayload: (payload: string) => void) => Promise<() => Promise<void>>;

/** A channel that is listened to once, for all that want it. */
interface Channel {
  readonly byPayload: Map<string, Set<(payload: string) => void>>;
  readonly ofAll: Set<(payload: string) => void>;
  stop: Promise<() => Promise<void>>;
}

/**
 * Event-driven subscriptions: an event is a short text on a channel of Redis or PostgreSQL (NOTIFY) that says what has
 * changed; what subscribers see is fetched through the graph. Each channel is listened to once, and listeners that wait
 * for one payload are found by it, so an event costs what its own listeners cost.
 */
export function createEventChannels(options: {
  readonly events: ReadonlyMap<string, EventSource>;
  readonly store: KeyValueStore | null;
  readonly listenPostgres: Listen | null;
  readonly onFault: (error: unknown) => void;
}): {
  /** Null for a field whose events come from its subgraph. */
  readonly open: (source: SubscriptionSource, listener: SourceListener) => OpenSource | null;
  readonly close: () => Promise<void>;
} {
  const { events, store, listenPostgres, onFault } = options;
  const channels = new Map<string, Channel>();
  const listens: Readonly<Record<EventSource['source'], Listen | null>> = {
    redis: store && ((channel, onPayload) => store.subscribe(channel, onPayload)),
    postgres: listenPostgres,
  };

  const openChannel = (key: string, listen: Listen, name: string, after: string | null): Channel => {
    const byPayload: Channel['byPayload'] = new Map();
    const ofAll: Channel['ofAll'] = new Set();
    const deliver = (text: string): void => {
      const payload = after === null ? text : text.slice(text.indexOf(after) + 1);
      // An empty payload says that events may have been missed.
      const concerned = payload === '' ? [...byPayload.values()] : [byPayload.get(payload) ?? []];
      for (const listeners of [...concerned, ofAll]) for (const onPayload of [...listeners]) onPayload(payload);
    };
    const stop = listen(name, deliver);
    stop.catch((error: unknown) => {
      channels.delete(key);
      onFault(error);
    });
    const channel = { byPayload, ofAll, stop };
    channels.set(key, channel);
    return channel;
  };

  const leave = (key: string, channel: Channel): void => {
    if (channel.byPayload.size > 0 || channel.ofAll.size > 0) return;
    if (channels.get(key) === channel) channels.delete(key);
    channel.stop.then((stop) => stop()).catch(onFault);
  };

  return {
    open: (source, listener) => {
      const event = events.get(source.fieldName);
      if (event === undefined) return null;
      const listen = listens[event.source];
      if (listen === null) {
        listener.lost(`${event.source} is not configured`);
        return { isCurrentState: true, close: () => {} };
      }
      const name = fill(event.channel, source.arguments, '');
      const key = JSON.stringify([event.source, name, event.after]);
      const channel = channels.get(key) ?? openChannel(key, listen, name, event.after);
      const onPayload = (payload: string): void => listener.event(eventFor(event, source, payload));
      const wanted = event.payload === null ? null : fill(event.payload, source.arguments, '');
      const listeners = wanted === null ? channel.ofAll : (channel.byPayload.get(wanted) ?? new Set());
      if (wanted !== null) channel.byPayload.set(wanted, listeners);
      listeners.add(onPayload);
      channel.stop.then(
        // How things stand now, once nothing that follows can be missed.
        () => listeners.has(onPayload) && onPayload(wanted ?? ''),
        () => listener.lost('the channel could not be opened'),
      );
      return {
        isCurrentState: true,
        close: () => {
          listeners.delete(onPayload);
          if (wanted !== null && listeners.size === 0) channel.byPayload.delete(wanted);
          leave(key, channel);
        },
      };
    },
    close: async () => {
      const open = [...channels.values()];
      channels.clear();
      await Promise.allSettled(open.map(async ({ stop }) => (await stop)()));
    },
  };
}

function eventFor(
  { fetch }: EventSource,
  source: SubscriptionSource,
  payload: string,
): Parameters<SourceListener['event']>[0] {
  if (fetch.kind === 'query') return { kind: 'refetch', queryField: fetch.field };
  const entity = Object.fromEntries(
    Object.entries(fetch.keys).map(([name, text]) => [name, fill(text, source.arguments, payload)]),
  );
  return { kind: 'entity', entity };
}

/** Puts arguments and payload into a text: `{code}` becomes the argument `code`, `{payload}` the text of the event. */
function fill(text: string, values: ReadonlyMap<string, unknown>, payload: string): string {
  return text.replace(/\{(\w+)\}/g, (_match, name: string) =>
    name === 'payload' ? payload : String(values.get(name) ?? ''),
  );
}

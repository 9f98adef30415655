import { openDatabase } from '@games/postgres';
import { type KeyValueStore, openStore } from '@games/redis';
import type { GatewayConfig } from '../config/readConfig.ts';
import { createEventChannels } from './eventChannels.ts';
import type { OpenSourceFunction } from './source.ts';
import { createSubgraphSockets } from './subgraphSockets.ts';
import { createSubgraphStreams } from './subgraphStream.ts';

/** Every source of events: channels where the configuration names one for the field, the field's subgraph otherwise. */
export interface Sources {
  readonly open: OpenSourceFunction;
  readonly close: () => Promise<void>;
}

/** Opens what the configuration of subscriptions needs; connections are made when the first subscription asks for one. */
export function createSources(config: GatewayConfig, onFault: (error: unknown) => void): Sources {
  const { events, postgresUrl, channelPrefix, upstreamProtocols, stateFields } = config.subscriptions;
  const wants = (kind: 'redis' | 'postgres'): boolean => [...events.values()].some(({ source }) => source === kind);
  const store: KeyValueStore | null =
    wants('redis') && config.redisUrl !== null ? openStore(config.redisUrl, { prefix: channelPrefix }) : null;
  const database =
    wants('postgres') && postgresUrl !== null
      ? openDatabase({ url: postgresUrl, poolSize: 1, applicationName: 'games gateway events' })
      : null;
  const channels = createEventChannels({ events, store, listenPostgres: database?.listen ?? null, onFault });
  const streams = createSubgraphStreams(config.subscriptions);
  const sockets = createSubgraphSockets(config.subscriptions);
  const showsState = (field: string): boolean => stateFields.includes(field) || stateFields.includes('*');
  return {
    open: (source, listener) => {
      const byChannel = channels.open(source, listener);
      if (byChannel !== null) return byChannel;
      const { open } = upstreamProtocols.get(source.subgraphName) === 'websocket' ? sockets : streams;
      return { isCurrentState: showsState(source.fieldName), close: open(source, listener) };
    },
    close: async () => {
      await Promise.allSettled([channels.close(), streams.close(), sockets.close()]);
      await Promise.allSettled([store?.close(), database?.close()]);
    },
  };
}

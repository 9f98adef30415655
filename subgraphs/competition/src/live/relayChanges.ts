import type { Database } from '@games/postgres';
import type { KeyValueStore } from '@games/redis';
import { createLog } from '@games/service';
import { parseNotification } from '../sql/feed/notify.ts';
import { medalChannel, unitChannel } from './changes.ts';

const log = createLog('competition.relay');
const rememberedMs = 30_000;

/**
 * Passes the changes of the database on to the store's channels of the same names, for those who follow them without
 * knowing the database: the unit's code, or an empty payload where anything may have changed. Every process of the
 * service does so; the first that comes sends. Returns what stops it.
 */
export async function relayChanges(database: Database, store: KeyValueStore): Promise<{ close(): Promise<void> }> {
  const relay = async (channel: string, text: string): Promise<void> => {
    const notification = parseNotification(text);
    const isFirst =
      notification === null ||
      (await store.set(`relayed:${channel}:${text}`, '1', { ttlMs: rememberedMs, onlyIfAbsent: true }));
    if (isFirst) await store.publish(channel, notification?.payload ?? '');
  };
  const stops = await Promise.all(
    [unitChannel, medalChannel].map((channel) =>
      database.listen(channel, (text) => {
        relay(channel, text).catch((error: unknown) => log.warn('a change could not be passed on', { error }));
      }),
    ),
  );
  return {
    close: async () => {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

import pg from 'pg';

const reconnectMs = 500;

/**
 * Listens on a channel over a connection of its own. A lost connection is renewed; notifications of the time between
 * are lost, as PostgreSQL keeps none, and an empty payload is delivered after each renewal so that the listener can
 * look for itself. Returns the way to stop. Throws when the first connection cannot be made.
 */
export async function listenOn(
  url: string,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<() => Promise<void>> {
  let client: pg.Client | undefined;
  let stopped = false;

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: `listen ${channel}`, keepAlive: true });
    fresh.on('notification', (message) => onPayload(message.payload ?? ''));
    fresh.on('error', () => {});
    try {
      await fresh.connect();
      await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      await fresh.end().catch(() => {});
      throw error;
    }
    if (stopped) return fresh.end();
    // Only one that has stood: were one that never came about to be renewed by its end as well as by who opened it,
    // every failure would double the connections that are tried.
    fresh.on('end', reconnectLater);
    client = fresh;
  };
  const reconnect = async (): Promise<void> => {
    if (stopped) return;
    try {
      await connect();
      onPayload('');
    } catch {
      reconnectLater();
    }
  };
  const reconnectLater = (): void => {
    if (!stopped) setTimeout(() => void reconnect(), reconnectMs).unref();
  };

  await connect();
  return async () => {
    stopped = true;
    await client?.end();
  };
}

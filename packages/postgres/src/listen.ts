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
    const fresh = new pg.Client({ connectionString: url, application_name: `listen ${channel}` });
    fresh.on('notification', (message) => onPayload(message.payload ?? ''));
    fresh.on('error', () => {});
    fresh.on('end', () => {
      if (!stopped) setTimeout(() => void reconnect(), reconnectMs).unref();
    });
    await fresh.connect();
    await fresh.query(`listen ${pg.escapeIdentifier(channel)}`);
    client = fresh;
  };
  const reconnect = async (): Promise<void> => {
    if (stopped) return;
    try {
      await connect();
      onPayload('');
    } catch {
      setTimeout(() => void reconnect(), reconnectMs).unref();
    }
  };

  await connect();
  return async () => {
    stopped = true;
    await client?.end();
  };
}

/** A relay as a process of its own, for tests that kill it: delivers to DELIVER_URL, one aggregate's events after another. */
import { openDatabase, startRelay } from '@games/postgres';

const database = openDatabase({ url: process.env.DATABASE_URL ?? '', poolSize: 4 });
startRelay({
  database,
  leaseMs: 1_500,
  deliveryTimeoutMs: 500,
  pollMs: 20,
  backoffBaseMs: 20,
  backoffMaxMs: 200,
  attemptsMax: 50,
  deliver: async (event, signal) => {
    const body = JSON.stringify({ id: event.id, aggregate: event.aggregate, payload: event.payload });
    const answer = await fetch(process.env.DELIVER_URL ?? '', { method: 'POST', body, signal });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
  },
});
process.send?.({ ready: true, url: '' });
process.on('disconnect', () => process.exit(0));

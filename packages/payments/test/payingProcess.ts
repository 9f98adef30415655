/**
 * A process that pays, for tests that kill it. What a seller would issue for a capture is a row of `issued`: written in the
 * transaction of the capture, or, as a negative control (ISSUE=after), by itself when the call has returned.
 */
import { openDatabase, sql } from '@games/postgres';
import { createPayments, readPaymentProviders } from '../src/index.ts';

const env = process.env;
const isAfter = env.ISSUE === 'after';
const database = openDatabase({ url: env.DATABASE_URL ?? '', poolSize: 8 });
const payments = createPayments({
  database,
  providers: await readPaymentProviders(env),
  returnHosts: ['tickets.games.test'],
  leaseMs: 500,
  onChange: async (tx, changes) => {
    for (const { before, after } of changes) {
      if (before.capturedMinor > 0n || after.capturedMinor === 0n || isAfter) continue;
      await tx.run(sql`insert into issued (payment_id) values (${after.id})`);
    }
  },
});

const ids = (env.PAYMENT_IDS ?? '').split(',').values();
const pay = async (): Promise<void> => {
  for (const paymentId of ids) {
    const instrument = { method: 'VISA', token: 'tok_visa' } as const;
    const request = { paymentId, key: 'start', instrument, returnUrl: 'https://tickets.games.test/', description: 'x' };
    const outcome = await payments.start(request);
    if (isAfter && outcome.kind === 'Done')
      await database.run(sql`insert into issued (payment_id) values (${paymentId})`);
  }
};
process.send?.({ ready: true, url: '' });
process.on('disconnect', () => process.exit(0));
await Promise.all(Array.from({ length: 16 }, pay));
process.exit(0);

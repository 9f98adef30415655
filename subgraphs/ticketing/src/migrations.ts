import { paymentMigrations } from '@games/payments';
import { outboxMigrations } from '@games/postgres';

/** The folders of SQL files that bring the service's database to its present shape: payments live in it too. */
export const migrations: readonly URL[] = [
  new URL('../migrations/', import.meta.url),
  paymentMigrations,
  outboxMigrations,
];

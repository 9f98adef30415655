import type { Transaction } from '@games/postgres';
import { notify } from '../sql/notify.ts';
import type { Changes } from './changes.ts';

/** Channels of changes. The payload is the unit's code, or empty for the medal table. */
export const unitChannel = 'competition.unit_updated';
export const medalChannel = 'competition.medals_updated';

/** Tells those who follow the database what changed. They hear of it when the transaction commits, and only then. */
export async function announceChanges(tx: Transaction, changes: Changes): Promise<void> {
  await notify(tx, unitChannel, [...changes.units]);
  if (changes.medals) await notify(tx, medalChannel, ['']);
}

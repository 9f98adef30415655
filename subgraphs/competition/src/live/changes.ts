import type { Transaction } from '@games/postgres';
import { notify } from '../sql/feed/notify.ts';

/** What a transaction changed, for those who follow it: units by their codes, and the medal table. */
export interface Changes {
  readonly units: Set<string>;
  medals: boolean;
}

export const createChanges = (): Changes => ({ units: new Set(), medals: false });

/** Channels of changes. The payload is the unit's code, or empty for the medal table. */
export const unitChannel = 'competition.unit_updated';
export const medalChannel = 'competition.medals_updated';

/** Notifies those who follow the database of what changed, when the transaction commits, and only then. */
export async function publishChanges(tx: Transaction, changes: Changes): Promise<void> {
  await notify(tx, unitChannel, [...changes.units]);
  if (changes.medals) await notify(tx, medalChannel, ['']);
}

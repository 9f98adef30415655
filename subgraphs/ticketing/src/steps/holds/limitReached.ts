import type { Transaction } from '@games/postgres';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import { selectTaken } from '../../sql/holds/allowances.ts';

/** Says which limit a hold of so many places would break, and how far it is used. */
export async function limitReached(
  tx: Transaction,
  hold: {
    readonly fanId: string;
    readonly sessionId: number;
    readonly accountCap: number;
    readonly sessionCap: number;
  },
  quantity: number,
): Promise<HoldOutcome> {
  const { fanId, sessionId, accountCap, sessionCap } = hold;
  const ofSession = await selectTaken(tx, fanId, sessionId);
  if (ofSession + quantity > sessionCap) {
    return { kind: 'LimitReached', limit: 'SESSION', cap: sessionCap, taken: ofSession };
  }
  return { kind: 'LimitReached', limit: 'ACCOUNT', cap: accountCap, taken: await selectTaken(tx, fanId, 0) };
}

import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { recordDeeds } from '../../sql/audit/auditTrail.ts';
import { findAllocation, findBlock, isBlockTaken, setAllocation, stopClaims } from '../../sql/sales/allocateBlock.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';

export type AllocateBlockOutcome = { readonly kind: 'Allocated' | 'BlockNotFound' | 'AllocationNotFound' | 'NotEmpty' };

/** Sets an empty block of a session aside for an allocation, or gives it back to the public. */
export function allocateBlock(
  database: Database,
  staffId: string,
  session: SessionRow,
  wish: { readonly blockCode: string; readonly allocationCode: string },
): Promise<AllocateBlockOutcome> {
  return database.transaction(async (tx): Promise<AllocateBlockOutcome> => {
    const blockNo = await findBlock(tx, session.planId, wish.blockCode);
    if (blockNo === null) return { kind: 'BlockNotFound' };
    const allocationId = await findAllocation(tx, wish.allocationCode);
    if (allocationId === null) return { kind: 'AllocationNotFound' };
    await stopClaims(tx);
    if (await isBlockTaken(tx, session, blockNo)) return { kind: 'NotEmpty' };
    await setAllocation(tx, session.id, blockNo, allocationId);
    const subject = encodeId('tse', session.code);
    const detail = { block: wish.blockCode, allocation: wish.allocationCode };
    const actor = { kind: 'STAFF', id: staffId } as const;
    await recordDeeds(tx, [{ actor, action: 'block.allocated', subject, detail }]);
    return { kind: 'Allocated' };
  });
}

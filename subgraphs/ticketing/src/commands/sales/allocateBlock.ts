import type { Database } from '@games/postgres';
import { encodeId } from '@games/subgraph';
import { insertAuditLogEntry, staff } from '../../sql/audit/auditLog.ts';
import {
  lockClaims,
  selectAllocationId,
  selectBlockNo,
  selectIsBlockTaken,
  updateBlockAllocation,
} from '../../sql/sales/allocateBlock.ts';
import type { SessionRow } from '../../sql/sessions/sessions.ts';

export type AllocateBlockOutcome = { readonly kind: 'Allocated' | 'BlockNotFound' | 'AllocationNotFound' | 'NotEmpty' };

/** Sets an empty block of a session aside for an allocation, or releases it to the public. */
export function allocateBlock(
  database: Database,
  staffId: string,
  session: SessionRow,
  request: { readonly blockCode: string; readonly allocationCode: string },
): Promise<AllocateBlockOutcome> {
  return database.transaction(async (tx): Promise<AllocateBlockOutcome> => {
    const blockNo = await selectBlockNo(tx, session.planId, request.blockCode);
    if (blockNo === null) return { kind: 'BlockNotFound' };
    const allocationId = await selectAllocationId(tx, request.allocationCode);
    if (allocationId === null) return { kind: 'AllocationNotFound' };
    await lockClaims(tx);
    if (await selectIsBlockTaken(tx, session, blockNo)) return { kind: 'NotEmpty' };
    await updateBlockAllocation(tx, session.id, blockNo, allocationId);
    const subject = encodeId('tse', session.code);
    const detail = { block: request.blockCode, allocation: request.allocationCode };
    await insertAuditLogEntry(tx, staff(staffId), 'block.allocated', subject, detail);
    return { kind: 'Allocated' };
  });
}

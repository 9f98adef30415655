import type { Lifecycle } from '../lifecycle.ts';

/** As stored. */
export type TransferState = 'OFFERED' | 'ACCEPTED' | 'CANCELLED' | 'DECLINED';

/** EXPIRED follows from the time and from the ticket's version; it is never written. */
export type SeenTransferState = TransferState | 'EXPIRED';

export const transferLifecycle: Lifecycle<TransferState> = {
  OFFERED: ['ACCEPTED', 'CANCELLED', 'DECLINED'],
  ACCEPTED: [],
  CANCELLED: [],
  DECLINED: [],
};

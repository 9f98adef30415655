import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { SeatHoldRequest } from '../domain/holds/seatHoldRequest.ts';
import type { GroupCommit } from '../groupCommit.ts';
import type { Admissions } from '../sale/admissions.ts';
import type { SaleDesk } from '../sale/saleDesk.ts';
import type { SeatHints } from '../seatHints/seatHints.ts';
import type { SeatHoldEnd } from './holdNamedSeats.ts';

/** What holding places works with. */
export interface HoldRooms {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly sales: SaleDesk;
  readonly hints: SeatHints;
  readonly admissions: Admissions;
  readonly seatHolds: GroupCommit<SeatHoldRequest, SeatHoldEnd>;
}

/** Who buys. */
export interface Buying {
  readonly fanId: string;
  /** Country of the account (ISO 3166-1 alpha-2), where it is known. */
  readonly country: string | null;
  readonly scopes: readonly string[];
  /** The waiting room's admission, where one was brought. */
  readonly admission: string | null;
  readonly idempotencyKey: string;
}

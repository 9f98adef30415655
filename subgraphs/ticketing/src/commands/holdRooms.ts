import type { Database } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { HoldOutcome } from '../domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from '../domain/holds/seatHoldRequest.ts';
import type { ReplayProblem } from '../domain/idempotency.ts';
import type { GroupCommit } from '../groupCommit.ts';
import type { Admissions } from '../sale/admissions.ts';
import type { SaleDesk } from '../sale/saleDesk.ts';
import type { SeatHints } from '../seatHints/seatHints.ts';
import type { SeatHoldEnd } from './holdNamedSeats.ts';
import type { Refusal } from './keepRefusals.ts';

/** What holding places works with. */
export interface HoldRooms {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly sales: SaleDesk;
  readonly hints: SeatHints;
  readonly admissions: Admissions;
  readonly seatHolds: GroupCommit<SeatHoldRequest, SeatHoldEnd>;
  readonly refusals: GroupCommit<Refusal, HoldOutcome | ReplayProblem>;
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

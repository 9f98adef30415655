import type { Database, GroupCommit } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { SeatHoldEnd } from '../../commands/holds/holdNamedSeats.ts';
import type { Refusal } from '../../commands/holds/keepRefusals.ts';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from '../../domain/holds/seatHoldRequest.ts';
import type { ReplayProblem } from '../../domain/idempotency.ts';
import type { SeatHints } from '../../memory/holds/seatHints.ts';
import type { SaleDesk } from '../../memory/sales/saleDesk.ts';
import type { Admissions } from '../../memory/waitingRoom/admissions.ts';

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

import type { Database, GroupCommit } from '@games/postgres';
import type { GamesClock } from '@games/service';
import type { HoldOutcome } from '../../domain/holds/holdOutcome.ts';
import type { SeatHoldRequest } from '../../domain/holds/seatHoldRequest.ts';
import type { ReplayProblem } from '../../domain/idempotency.ts';
import type { SeatHints } from '../../memory/holds/seatHints.ts';
import type { SaleCache } from '../../memory/sales/saleCache.ts';
import type { Admissions } from '../../memory/waitingRoom/admissions.ts';
import type { SeatHoldResult } from './holdNamedSeats.ts';
import type { Refusal } from './saveRefusals.ts';

/** What holding places works with. */
export interface HoldDependencies {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly sales: SaleCache;
  readonly hints: SeatHints;
  readonly admissions: Admissions;
  readonly seatHolds: GroupCommit<SeatHoldRequest, SeatHoldResult>;
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

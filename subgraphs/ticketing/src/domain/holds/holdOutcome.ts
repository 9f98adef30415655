import type { SeatState } from '../seating/seatState.ts';
/** A seat that was asked for and is somebody else's. */
export interface SeatConflict {
  readonly seatNo: number;
  readonly state: SeatState;
  /** Of a held seat: when it comes back unless it is paid (ISO 8601). */
  readonly freeAt: string | null;
}

/** The limits that an account has. */
export type LimitKind = 'ACCOUNT' | 'SESSION';

/** How a request for a hold ends. It is stored under the request's key, so it is made of JSON's types alone. */
export type HoldOutcome =
  | { readonly kind: 'Held'; readonly holdId: string }
  /** All or nothing: one seat that is not free refuses the hold. */
  | { readonly kind: 'SeatsUnavailable'; readonly conflicts: readonly SeatConflict[] }
  /** So many places (together, of this kind) are not free; `heldPlaces` may come back. */
  | { readonly kind: 'NotEnoughPlaces'; readonly freePlaces: number; readonly heldPlaces: number }
  | { readonly kind: 'LimitReached'; readonly limit: LimitKind; readonly cap: number; readonly taken: number }
  | { readonly kind: 'NotOnSale'; readonly reason: NotOnSaleReason; readonly opensAt: string | null }
  | { readonly kind: 'CompanionAlone'; readonly seatNo: number }
  | { readonly kind: 'SessionCancelled' };

/** Why an account can not buy at this moment. */
export type NotOnSaleReason =
  | 'SESSION_OVER'
  /** Holds of the account lapsed unpaid too often. */
  | 'TOO_MANY_LAPSES'
  /** No phase of sale is open for the session. */
  | 'NO_OPEN_PHASE'
  /** A draw decides who may buy, and the account has no slot in it. */
  | 'NO_SLOT'
  /** The account's slot is at another time. */
  | 'SLOT_NOT_OPEN'
  /** The presale is for accounts of other countries. */
  | 'OTHER_COUNTRY'
  /** The category is not on sale in the phases that are open. */
  | 'CATEGORY_NOT_ON_SALE'
  /** The waiting room has to be passed first. */
  | 'ADMISSION_REQUIRED';

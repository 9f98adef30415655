import type { HoldState } from '../holds/holdStates.ts';
import { isOver } from '../sales/saleTimes.ts';
/** A hold as far as an order depends on it. */
export interface HoldForOrder {
  readonly id: string;
  readonly fanId: string;
  readonly sessionId: number;
  /** Of the session, by the clock of the Games. */
  readonly endsAt: Date;
  /** HELD past its time counts as EXPIRED. */
  readonly state: HoldState;
  readonly orderId: string | null;
  readonly expiresAt: Date;
  readonly currency: string;
  readonly pricesMinor: readonly bigint[];
  /** Sessions that one order of the hold's phase must cover. */
  readonly packSessionsMin: number;
}

export type HoldFault = 'UNKNOWN' | 'EXPIRED' | 'RELEASED' | 'SOLD' | 'IN_ANOTHER_ORDER';

/** What an order of these holds comes to, or why there can be none. Plain JSON but for the amounts. */
export type OrderDecision =
  | { readonly kind: 'Order'; readonly currency: string; readonly placesMinor: bigint; readonly payBy: Date }
  | { readonly kind: 'HoldNotUsable'; readonly holdId: string; readonly fault: HoldFault }
  | { readonly kind: 'PackTooSmall'; readonly sessionsMin: number; readonly sessions: number }
  | { readonly kind: 'MixedCurrencies' };

/** Decides whether these holds of a fan can be paid for together. Somebody else's hold is as unknown as one that is not there. */
export function decideOrder(
  fanId: string,
  holdIds: readonly string[],
  holds: ReadonlyMap<string, HoldForOrder>,
  now: Date,
): OrderDecision {
  const found: HoldForOrder[] = [];
  for (const holdId of holdIds) {
    const hold = holds.get(holdId);
    const fault = faultOf(hold, fanId, now);
    if (hold === undefined || fault !== null) return { kind: 'HoldNotUsable', holdId, fault: fault ?? 'UNKNOWN' };
    found.push(hold);
  }
  const sessions = new Set(found.map(({ sessionId }) => sessionId)).size;
  const sessionsMin = Math.max(...found.map(({ packSessionsMin }) => packSessionsMin));
  if (sessions < sessionsMin) return { kind: 'PackTooSmall', sessionsMin, sessions };
  const [currency = '', ...others] = new Set(found.map((hold) => hold.currency));
  if (others.length > 0) return { kind: 'MixedCurrencies' };
  const prices = found.flatMap(({ pricesMinor }) => pricesMinor);
  return {
    kind: 'Order',
    currency,
    placesMinor: prices.reduce((sum, price) => sum + price, 0n),
    payBy: new Date(Math.min(...found.map(({ expiresAt }) => expiresAt.getTime()))),
  };
}

function faultOf(hold: HoldForOrder | undefined, fanId: string, now: Date): HoldFault | null {
  if (hold === undefined || hold.fanId !== fanId) return 'UNKNOWN';
  if (hold.state !== 'HELD') return hold.state;
  if (isOver(hold, now)) return 'EXPIRED';
  return hold.orderId === null ? null : 'IN_ANOTHER_ORDER';
}

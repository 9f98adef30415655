import { randomInt } from 'node:crypto';
import { fromDecimal, toDecimal } from '../money.ts';
import { toAlipayTime } from '../providers/alipay/alipayTime.ts';
import type { Faults } from './faults.ts';
import type { SandboxState, StateMap } from './sandboxState.ts';

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_CLOSED';

/** A trade at Alipay. */
export interface Trade {
  readonly tradeNumber: string;
  readonly outTradeNumber: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly expiresAt: Date;
  readonly returnUrl: string;
  readonly notifyUrl: string;
  readonly faults: Faults;
  status: TradeStatus;
  paidAt: Date | null;
  closedAt: Date | null;
  readonly refunds: Map<string, { readonly amountMinor: bigint; readonly at: Date }>;
}

/** `sub_code` of a refusal, as Alipay names it. */
export type AlipayRefusal =
  | 'ACQ.TRADE_NOT_EXIST'
  | 'ACQ.TRADE_STATUS_ERROR'
  | 'ACQ.REASON_TRADE_REFUND_FEE_ERR'
  | 'ACQ.INVALID_PARAMETER';

const tradesMax = 200_000;

export type NewTrade = Pick<Trade, 'outTradeNumber' | 'returnUrl' | 'notifyUrl' | 'faults'> & {
  readonly totalAmount: string;
  readonly currency: string;
  readonly expiresAt: Date;
};

/** Alipay's books: trades, what happens to them, and when the merchant has to hear of it. */
export class FakeAlipay {
  readonly #trades: StateMap<Trade>;
  readonly #notify: (trade: Trade, refundId: string | null) => void;

  constructor(state: SandboxState, notify: (trade: Trade, refundId: string | null) => void) {
    this.#trades = state.map('alipay trades', tradesMax);
    this.#notify = (trade, refundId) => {
      this.#trades.set(trade.outTradeNumber, trade);
      notify(trade, refundId);
    };
  }

  find(outTradeNumber: string): Trade | undefined {
    const trade = this.#trades.get(outTradeNumber);
    if (trade?.status === 'WAIT_BUYER_PAY' && trade.expiresAt.getTime() <= Date.now()) this.#close(trade);
    return trade;
  }

  /** The trade of a payment page; made when the page is opened for the first time. */
  open(opening: NewTrade): Trade {
    const known = this.find(opening.outTradeNumber);
    if (known !== undefined) return known;
    const { totalAmount, ...rest } = opening;
    const trade: Trade = {
      ...rest,
      tradeNumber: `${toAlipayTime(new Date()).slice(0, 10).replaceAll('-', '')}22001${randomInt(1e14, 2.8e14)}`,
      amountMinor: fromDecimal(totalAmount, opening.currency),
      status: 'WAIT_BUYER_PAY',
      paidAt: null,
      closedAt: null,
      refunds: new Map(),
    };
    this.#trades.set(trade.outTradeNumber, trade);
    return trade;
  }

  pay(trade: Trade): void {
    if (trade.status !== 'WAIT_BUYER_PAY') return;
    trade.status = 'TRADE_SUCCESS';
    trade.paidAt = new Date();
    this.#notify(trade, null);
  }

  /** Closes an unpaid trade, for the merchant or for a buyer who turns away. */
  close(trade: Trade): AlipayRefusal | null {
    if (trade.status === 'TRADE_SUCCESS' || trade.paidAt !== null) return 'ACQ.TRADE_STATUS_ERROR';
    if (trade.status === 'WAIT_BUYER_PAY') this.#close(trade);
    return null;
  }

  /** A refund in Alipay's console. The notification that follows states the sum of all refunds alone. */
  refundInConsole(trade: Trade, amountMinor: bigint): boolean {
    return typeof this.refund(trade, `console-${trade.refunds.size}`, amountMinor, false) !== 'string';
  }

  /** Refunds a part. Returns whether money moved (`fund_change`), or the refusal. */
  refund(
    trade: Trade,
    refundId: string,
    amountMinor: bigint,
    isNamed = true,
  ): { readonly moved: boolean } | AlipayRefusal {
    const known = trade.refunds.get(refundId);
    if (known !== undefined) {
      return known.amountMinor === amountMinor ? { moved: false } : 'ACQ.REASON_TRADE_REFUND_FEE_ERR';
    }
    if (trade.paidAt === null) return 'ACQ.TRADE_STATUS_ERROR';
    const total = refundedMinor(trade) + amountMinor;
    if (amountMinor <= 0n || total > trade.amountMinor || trade.faults.refund === 'FAILED') {
      return 'ACQ.REASON_TRADE_REFUND_FEE_ERR';
    }
    trade.refunds.set(refundId, { amountMinor, at: new Date() });
    // A trade that is refunded in full is closed, with the same status as one that nobody ever paid.
    if (total === trade.amountMinor) {
      trade.status = 'TRADE_CLOSED';
      trade.closedAt = new Date();
    }
    this.#notify(trade, isNamed ? refundId : null);
    return { moved: true };
  }

  #close(trade: Trade): void {
    trade.status = 'TRADE_CLOSED';
    trade.closedAt = new Date();
    this.#notify(trade, null);
  }
}

/** The sum of a trade's refunds. */
export function refundedMinor(trade: Trade): bigint {
  return [...trade.refunds.values()].reduce((sum, refund) => sum + refund.amountMinor, 0n);
}

/** A trade's fields as queries and notifications state them; those without a value are left out. */
export function tradeFields(trade: Trade): Record<string, string> {
  const decimal = (minor: bigint) => toDecimal(minor, trade.currency);
  const refunded = refundedMinor(trade);
  return {
    out_trade_no: trade.outTradeNumber,
    trade_no: trade.tradeNumber,
    trade_status: trade.status,
    total_amount: decimal(trade.amountMinor),
    ...(trade.currency === 'CNY' ? {} : { trans_currency: trade.currency }),
    ...(refunded === 0n ? {} : { refund_fee: decimal(refunded) }),
    ...(trade.closedAt === null ? {} : { gmt_close: toAlipayTime(trade.closedAt) }),
  };
}

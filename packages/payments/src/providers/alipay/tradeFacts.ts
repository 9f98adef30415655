import { authorized, captured, type PaymentFact, voided } from '../../domain/fact.ts';
import { fromDecimal } from '../../money.ts';
import { fromAlipayTime } from './alipayTime.ts';

/** The fields of a trade that notifications and queries share. */
export interface AlipayTrade {
  readonly trade_status?: string | undefined;
  readonly total_amount?: string | undefined;
  readonly trans_currency?: string | undefined;
  readonly gmt_payment?: string | undefined;
  readonly send_pay_date?: string | undefined;
  readonly gmt_close?: string | undefined;
  readonly refund_fee?: string | undefined;
}

/** The trade's price; null when it isn't stated in a readable form. A trade without `trans_currency` is in CNY. */
export function priceOfTrade(trade: AlipayTrade): { currency: string; amountMinor: bigint } | null {
  const currency = trade.trans_currency ?? 'CNY';
  try {
    return { currency, amountMinor: fromDecimal(trade.total_amount ?? '', currency) };
  } catch {
    return null;
  }
}

/** The sum of a trade's refunds, as far as it is stated. */
export function refundedTotalOf(trade: AlipayTrade, currency: string): { refundedTotalMinor: bigint } | undefined {
  try {
    return trade.refund_fee === undefined ? undefined : { refundedTotalMinor: fromDecimal(trade.refund_fee, currency) };
  } catch {
    return undefined;
  }
}

/**
 * What a trade's status says. A success is authorisation and capture at once. TRADE_CLOSED has two meanings: never paid, or
 * paid and then refunded in full; only a trade that shows no payment is void.
 */
export function factsOfTrade(trade: AlipayTrade, amountMinor: bigint, heardAt: Date): PaymentFact[] {
  const paidAt = fromAlipayTime(trade.gmt_payment) ?? fromAlipayTime(trade.send_pay_date);
  const paid = [authorized(paidAt ?? heardAt, amountMinor), captured(paidAt ?? heardAt, amountMinor)];
  switch (trade.trade_status) {
    case 'TRADE_SUCCESS':
    case 'TRADE_FINISHED':
      return paid;
    case 'TRADE_CLOSED':
      return paidAt !== null || trade.refund_fee !== undefined
        ? paid
        : [voided(fromAlipayTime(trade.gmt_close) ?? heardAt)];
    default:
      return [];
  }
}

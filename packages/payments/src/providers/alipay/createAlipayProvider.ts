import { actionRequired, type PaymentFact, refunded, refundFailed, voided } from '../../domain/fact.ts';
import { fromDecimal, toDecimal } from '../../money.ts';
import {
  type PaymentProvider,
  type ProviderPayment,
  type ProviderReport,
  ProviderSilent,
  type RefundCall,
  type StartCall,
} from '../provider.ts';
import { fromAlipayTime, toAlipayTime } from './alipayTime.ts';
import { type AlipayAnswer, alipayRequest, callAlipay } from './callAlipay.ts';
import { type AlipayConfig, alipayCurrencies, alipayNotificationPath } from './config.ts';
import { readAlipayNotification } from './readAlipayNotification.ts';
import { factsOfTrade, priceOfTrade, refundedTotalOf } from './tradeFacts.ts';

const successCode = '10000';

/** Alipay (Open Platform, `alipay.trade.*`): the fan pays on Alipay's page, Alipay's servers tell us, and we ask when they don't. */
export function createAlipayProvider(config: AlipayConfig, now: () => Date = () => new Date()): PaymentProvider {
  const call = (method: string, content: Record<string, unknown>, signal: AbortSignal): Promise<AlipayAnswer> =>
    callAlipay(config, method, content, now(), signal);
  const inquire = (payment: ProviderPayment, refundIds: readonly string[], signal: AbortSignal) =>
    inquireTrade(call, payment, refundIds, now, signal);
  return {
    method: 'ALIPAY',
    notificationPath: alipayNotificationPath,
    // Alipay knows no reservation: a payment that succeeds is captured.
    captureModes: ['AUTOMATIC'],
    supportsCurrency: (currency) => alipayCurrencies.has(currency),
    readInstrument: ({ method }) => ({ method, token: null }),
    start: async (start) => pageOf(config, start, now()),
    proceed: (payment, signal) => inquire(payment, [], signal),
    // A paid trade is captured by being paid: what is captured is what the trade says.
    capture: (payment, _amountMinor, signal) => inquire(payment, [], signal),
    refund: (refund, signal) => refundTrade(call, refund, now, signal),
    void: (payment, signal) => closeTrade(call, payment, inquire, now, signal),
    inquire,
    readNotification: (notification) => readAlipayNotification(config, notification, now()),
    // Anything but these seven letters makes Alipay send it again.
    replyTo: (accepted) => ({ status: 200, contentType: 'text/plain', body: accepted ? 'success' : 'failure' }),
  };
}

type Call = (method: string, content: Record<string, unknown>, signal: AbortSignal) => Promise<AlipayAnswer>;
type Inquire = PaymentProvider['inquire'];

/** The signed address of Alipay's payment page. Alipay learns of the trade when the fan's browser opens it. */
function pageOf(config: AlipayConfig, start: StartCall, now: Date): ProviderReport {
  const { payment } = start;
  const parameters = alipayRequest(
    config,
    'alipay.trade.page.pay',
    {
      out_trade_no: payment.id,
      product_code: 'FAST_INSTANT_TRADE_PAY',
      total_amount: toDecimal(payment.amountMinor, payment.currency),
      trans_currency: payment.currency,
      subject: start.description,
      time_expire: toAlipayTime(payment.expiresAt),
    },
    now,
    { return_url: start.returnUrl, notify_url: config.notifyBaseUrl + alipayNotificationPath },
  );
  const url = `${config.gatewayUrl}?${new URLSearchParams(parameters)}`;
  return { facts: [actionRequired(now, { kind: 'REDIRECT', url, expiresAt: payment.expiresAt })] };
}

async function inquireTrade(
  call: Call,
  payment: ProviderPayment,
  refundIds: readonly string[],
  now: () => Date,
  signal: AbortSignal,
): Promise<ProviderReport> {
  const answer = await call('alipay.trade.query', { out_trade_no: payment.id }, signal);
  if (answer.sub_code === 'ACQ.TRADE_NOT_EXIST') return { facts: [] };
  if (answer.code !== successCode) throw new ProviderSilent(`alipay.trade.query answered ${describe(answer)}.`);
  const trade = answer as Readonly<Record<string, string>>;
  const price = priceOfTrade(trade);
  if (trade.out_trade_no !== payment.id || price === null) {
    throw new ProviderSilent('alipay.trade.query answered for another trade.');
  }
  assertPrice(payment, price);
  const facts = factsOfTrade(trade, price.amountMinor, now());
  for (const refundId of refundIds) facts.push(...(await inquireRefund(call, payment, refundId, now, signal)));
  const undecided = trade.trade_status === 'WAIT_BUYER_PAY';
  const report = { facts, undecided, ...refundedTotalOf(trade, price.currency) };
  return trade.trade_no === undefined ? report : { ...report, providerReference: trade.trade_no };
}

async function inquireRefund(
  call: Call,
  payment: ProviderPayment,
  refundId: string,
  now: () => Date,
  signal: AbortSignal,
): Promise<PaymentFact[]> {
  const answer = await call(
    'alipay.trade.fastpay.refund.query',
    { out_trade_no: payment.id, out_request_no: refundId, query_options: ['gmt_refund_pay'] },
    signal,
  );
  if (answer.code !== successCode || answer.refund_status !== 'REFUND_SUCCESS') return [];
  const amountMinor = fromDecimal(String(answer.refund_amount), payment.currency);
  const at = fromAlipayTime(answer.gmt_refund_pay as string | undefined) ?? now();
  return [refunded(at, refundId, amountMinor)];
}

/** A refund is idempotent by `out_request_no`; `fund_change` N means "already done or not done", so then it is asked. */
async function refundTrade(
  call: Call,
  refund: RefundCall,
  now: () => Date,
  signal: AbortSignal,
): Promise<ProviderReport> {
  const { payment, refundId, amountMinor } = refund;
  const answer = await call(
    'alipay.trade.refund',
    {
      out_trade_no: payment.id,
      out_request_no: refundId,
      refund_amount: toDecimal(amountMinor, payment.currency),
      refund_currency: payment.currency,
      refund_reason: refund.reason,
    },
    signal,
  );
  if (answer.code === successCode && answer.fund_change === 'Y') {
    return { facts: [refunded(now(), refundId, amountMinor)] };
  }
  if (answer.code === successCode) {
    const facts = await inquireRefund(call, payment, refundId, now, signal);
    return { facts, undecided: facts.length === 0 };
  }
  if (answer.sub_code === 'ACQ.SYSTEM_ERROR' || answer.code === '20000') {
    throw new ProviderSilent(`alipay.trade.refund answered ${describe(answer)}.`);
  }
  // The usual reason: somebody has refunded it in Alipay's console.
  const report = await inquireTrade(call, payment, [], now, signal);
  return { ...report, facts: [refundFailed(now(), refundId, amountMinor), ...report.facts] };
}

/** Closes an unpaid trade. A trade Alipay never heard of is as good as closed; a paid one says so and is asked for. */
async function closeTrade(
  call: Call,
  payment: ProviderPayment,
  inquire: Inquire,
  now: () => Date,
  signal: AbortSignal,
): Promise<ProviderReport> {
  const answer = await call('alipay.trade.close', { out_trade_no: payment.id }, signal);
  if (answer.code === successCode || answer.sub_code === 'ACQ.TRADE_NOT_EXIST') return { facts: [voided(now())] };
  if (answer.sub_code === 'ACQ.TRADE_STATUS_ERROR') return inquire(payment, [], signal);
  throw new ProviderSilent(`alipay.trade.close answered ${describe(answer)}.`);
}

function assertPrice(payment: ProviderPayment, price: { currency: string; amountMinor: bigint }): void {
  if (price.currency !== payment.currency || price.amountMinor !== payment.amountMinor) {
    throw new ProviderSilent(`Alipay's trade ${payment.id} has another price than the payment.`);
  }
}

const describe = (answer: AlipayAnswer): string => `${answer.code} ${answer.sub_code ?? ''}`.trim();

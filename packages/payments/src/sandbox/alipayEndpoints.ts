import { type KeyObject, randomBytes } from 'node:crypto';
import { fromDecimal, toDecimal } from '../money.ts';
import { fromAlipayTime, toAlipayTime } from '../providers/alipay/alipayTime.ts';
import { alipayCurrencies } from '../providers/alipay/config.ts';
import { notificationText, requestText, signRsa2, verifyRsa2 } from '../providers/alipay/signature.ts';
import { type AlipayRefusal, FakeAlipay, refundedMinor, type Trade, tradeFields } from './fakeAlipay.ts';
import type { FaultRules } from './faultRules.ts';
import type { Step } from './faults.ts';
import { jsonReply, pageReply, parseJson, type Reply, redirectReply, type SandboxRequest } from './http.ts';
import type { Notifier } from './notifier.ts';
import { decisionPage, messagePage } from './pages.ts';
import type { SandboxState } from './sandboxState.ts';

export interface AlipayEndpointsOptions {
  readonly privateKey: KeyObject;
  readonly merchantPublicKey: KeyObject;
  readonly appId: string;
  readonly sellerId: string;
  readonly state: SandboxState;
  readonly faultRules: FaultRules;
  readonly notifier: Notifier;
}

type Content = Readonly<Record<string, string | undefined>>;
type Node = Readonly<Record<string, string>>;

/** Alipay's HTTP side below `/alipay`: `gateway.do` for merchants, and the page on which the fan pays. */
export function createAlipayEndpoints(options: AlipayEndpointsOptions): (request: SandboxRequest) => Reply {
  const alipay = new FakeAlipay(options.state, (trade, refundId) => notify(options, trade, refundId));
  return (request) => {
    if (request.url.pathname === '/alipay/console') return refundInConsole(alipay, request);
    const isPost = request.method === 'POST';
    // The page's own form posts to the page's address: its parameters stand in the address then, not in the body.
    const isPage = request.url.searchParams.get('method') === 'alipay.trade.page.pay';
    const parameters = Object.fromEntries(
      isPost && !isPage ? new URLSearchParams(request.body) : request.url.searchParams,
    );
    if (request.url.pathname !== '/alipay/gateway.do') return pageReply(messagePage('Not found', 'Nothing here.'), 404);
    const refusal = refuse(options, parameters);
    const content = parseJson<Content>(parameters.biz_content ?? '') ?? {};
    if (!isPage)
      return refusal === null ? gateway(options, alipay, parameters, content) : invalid(options, parameters, refusal);
    if (refusal !== null) return pageReply(messagePage('Payment impossible', refusal), 400);
    return page(options, alipay, parameters, content, request);
  };
}

/** A refund that the merchant's service knows nothing of. */
function refundInConsole(alipay: FakeAlipay, { body }: SandboxRequest): Reply {
  const form = new URLSearchParams(body);
  const trade = alipay.find(form.get('reference') ?? '');
  const amountMinor = BigInt(form.get('amountMinor') ?? trade?.amountMinor ?? 0);
  const done = trade !== undefined && alipay.refundInConsole(trade, amountMinor);
  return jsonReply(done ? 200 : 422, { done });
}

function refuse(options: AlipayEndpointsOptions, parameters: Node): string | null {
  const text = requestText(parameters);
  if (!verifyRsa2(text, parameters.sign ?? '', options.merchantPublicKey)) return 'isv.invalid-signature';
  return parameters.app_id === options.appId ? null : 'isv.invalid-app-id';
}

function gateway(options: AlipayEndpointsOptions, alipay: FakeAlipay, parameters: Content, content: Content): Reply {
  const trade = alipay.find(content.out_trade_no ?? '');
  const method = parameters.method ?? '';
  if (trade === undefined) return signed(options, method, failure('ACQ.TRADE_NOT_EXIST'));
  const step: Step = ({ 'alipay.trade.close': 'void', 'alipay.trade.refund': 'refund' }[method] as Step) ?? 'inquire';
  const answer = trade.faults.answers[step] ?? 'given';
  if (answer === 'withheld') return null;
  if (answer === 'fault') return { status: 503, contentType: 'text/plain', body: 'unavailable' };
  const node = act(alipay, trade, method, content);
  return answer === 'lost' ? null : signed(options, method, node);
}

function act(alipay: FakeAlipay, trade: Trade, method: string, content: Content): Node {
  const success = { code: '10000', msg: 'Success', out_trade_no: trade.outTradeNumber, trade_no: trade.tradeNumber };
  switch (method) {
    case 'alipay.trade.query': {
      const paid: Node = trade.paidAt === null ? {} : { send_pay_date: toAlipayTime(trade.paidAt) };
      return { ...success, ...tradeFields(trade), ...paid };
    }
    case 'alipay.trade.close': {
      const refusal = alipay.close(trade);
      return refusal === null ? success : failure(refusal);
    }
    case 'alipay.trade.refund':
      return refund(alipay, trade, content, success);
    case 'alipay.trade.fastpay.refund.query': {
      const known = trade.refunds.get(content.out_request_no ?? '');
      if (known === undefined) return success;
      const amount = toDecimal(known.amountMinor, trade.currency);
      return {
        ...success,
        refund_status: 'REFUND_SUCCESS',
        refund_amount: amount,
        gmt_refund_pay: toAlipayTime(known.at),
      };
    }
    default:
      return failure('ACQ.INVALID_PARAMETER');
  }
}

function refund(alipay: FakeAlipay, trade: Trade, content: Content, success: Node): Node {
  let amountMinor: bigint;
  try {
    amountMinor = fromDecimal(content.refund_amount ?? '', trade.currency);
  } catch {
    return failure('ACQ.INVALID_PARAMETER');
  }
  const outcome = alipay.refund(trade, content.out_request_no ?? trade.outTradeNumber, amountMinor);
  if (typeof outcome === 'string') return failure(outcome);
  const refundFee = toDecimal(refundedMinor(trade), trade.currency);
  return { ...success, fund_change: outcome.moved ? 'Y' : 'N', refund_fee: refundFee };
}

const failure = (subCode: AlipayRefusal): Node => ({
  code: '40004',
  msg: 'Business Failed',
  sub_code: subCode,
  sub_msg: subCode,
});

function invalid(options: AlipayEndpointsOptions, parameters: Content, subCode: string): Reply {
  return signed(options, parameters.method ?? '', { code: '40002', msg: 'Invalid Arguments', sub_code: subCode });
}

/** An answer in Alipay's form: the signature is over the node as it stands in the text. */
function signed(options: AlipayEndpointsOptions, method: string, node: Node): Reply {
  const text = JSON.stringify(node);
  const sign = signRsa2(text, options.privateKey);
  const body = `{"${method.replaceAll('.', '_')}_response":${text},"sign":"${sign}"}`;
  return { status: 200, contentType: 'application/json; charset=utf-8', body };
}

/** A notification, or the parameters of a return, are signed parameter by parameter. */
function signNotification(parameters: Node, privateKey: KeyObject): Node {
  return { ...parameters, sign: signRsa2(notificationText(parameters), privateKey) };
}

/** The page that the fan pays on. */
function page(
  options: AlipayEndpointsOptions,
  alipay: FakeAlipay,
  parameters: Content,
  content: Content,
  request: SandboxRequest,
): Reply {
  const trade = openTrade(options, alipay, parameters, content);
  if (trade === null) return pageReply(messagePage('Payment impossible', 'The order is not understood.'), 400);
  if (trade.status !== 'WAIT_BUYER_PAY')
    return pageReply(messagePage('Nothing to pay', 'This order is settled or closed.'));
  if (request.method === 'POST') {
    if (new URLSearchParams(request.body).get('decision') === 'pay') alipay.pay(trade);
    return redirectReply(returnAddress(options, trade));
  }
  const amount = `${toDecimal(trade.amountMinor, trade.currency)} ${trade.currency}`;
  return pageReply(
    decisionPage('Pay with Alipay', `${content.subject ?? 'Order'}: ${amount}`, [
      { value: 'pay', label: 'Pay' },
      { value: 'leave', label: 'Leave' },
    ]),
  );
}

function openTrade(
  options: AlipayEndpointsOptions,
  alipay: FakeAlipay,
  parameters: Content,
  content: Content,
): Trade | null {
  const { out_trade_no: reference, total_amount: totalAmount, trans_currency: currency = 'CNY' } = content;
  const expiresAt = fromAlipayTime(content.time_expire);
  const { return_url: returnUrl, notify_url: notifyUrl } = parameters;
  if (!reference || !totalAmount || !returnUrl || !notifyUrl || expiresAt === null || !alipayCurrencies.has(currency)) {
    return null;
  }
  const known = alipay.find(reference);
  if (known !== undefined) return known;
  try {
    const amountMinor = fromDecimal(totalAmount, currency).toString();
    const faults = options.faultRules.faultsFor({ reference, amountMinor, currency, token: undefined });
    return alipay.open({ outTradeNumber: reference, totalAmount, currency, expiresAt, returnUrl, notifyUrl, faults });
  } catch {
    return null;
  }
}

/** Where the browser goes back to, with Alipay's signed word that the merchant must not rely on. */
function returnAddress(options: AlipayEndpointsOptions, trade: Trade): string {
  const url = new URL(trade.returnUrl);
  const { out_trade_no, trade_no, total_amount } = tradeFields(trade) as Record<string, string>;
  const parameters = { app_id: options.appId, out_trade_no, trade_no, total_amount, sign_type: 'RSA2' } as Node;
  for (const [name, value] of Object.entries(signNotification(parameters, options.privateKey))) {
    url.searchParams.set(name, value);
  }
  return url.href;
}

function notify(options: AlipayEndpointsOptions, trade: Trade, refundId: string | null): void {
  const parameters: Record<string, string> = {
    notify_time: toAlipayTime(new Date()),
    notify_type: 'trade_status_sync',
    notify_id: randomBytes(17).toString('hex'),
    charset: 'utf-8',
    version: '1.0',
    sign_type: 'RSA2',
    app_id: options.appId,
    seller_id: options.sellerId,
    ...tradeFields(trade),
    ...(trade.paidAt === null ? {} : { gmt_payment: toAlipayTime(trade.paidAt) }),
    ...(refundId === null ? {} : { out_biz_no: refundId, gmt_refund: toAlipayTime(new Date()) }),
  };
  options.notifier.send(trade.outTradeNumber, trade.faults, {
    url: trade.notifyUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(signNotification(parameters, options.privateKey)).toString(),
    understood: (_status, body) => body === 'success',
  });
}

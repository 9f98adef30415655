import { createPrivateKey, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { notificationText, signRsa2 } from '@games/payments/alipay/signature';

/**
 * Sends a notification to the shop that a payment has been made, as Alipay would and signed with Alipay's own key (which
 * the sandbox keeps in the state folder). What it says is the truth but for the changes; a changed `sign` replaces the
 * signature. Returns the shop's answer: `success`, or `failure` where it does not take it.
 */
export async function notifyInAlipaysName(
  folder: string,
  paymentPage: string,
  changes: Readonly<Record<string, string>>,
): Promise<string> {
  const request = new URL(paymentPage).searchParams;
  const trade = JSON.parse(request.get('biz_content') ?? '') as Record<string, string>;
  const notice: Record<string, string> = {
    notify_id: randomUUID(),
    notify_type: 'trade_status_sync',
    sign_type: 'RSA2',
    charset: 'utf-8',
    app_id: request.get('app_id') ?? '',
    seller_id: '2088000000000001',
    out_trade_no: trade.out_trade_no ?? '',
    trade_no: '2028072422001',
    trade_status: 'TRADE_SUCCESS',
    total_amount: trade.total_amount ?? '',
    trans_currency: trade.trans_currency ?? 'CNY',
    gmt_payment: '2028-07-25 03:10:00',
    ...changes,
  };
  const key = createPrivateKey(readFileSync(join(folder, 'payment-keys', 'alipay-sandbox-private.pem')));
  const sign = changes.sign ?? signRsa2(notificationText(notice), key);
  const answer = await fetch(request.get('notify_url') ?? '', {
    method: 'POST',
    body: new URLSearchParams({ ...notice, sign }),
  });
  return answer.text();
}

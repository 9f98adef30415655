import { callProvider } from '../callProvider.ts';
import { ProviderSilent } from '../provider.ts';
import { toAlipayTime } from './alipayTime.ts';
import type { AlipayConfig } from './config.ts';
import { requestText, signRsa2, verifyRsa2 } from './signature.ts';

/** The node of an answer that carries the result: `{ "alipay_trade_query_response": { … }, "sign": "…" }`. */
export type AlipayAnswer = Readonly<Record<string, unknown>> & { readonly code: string; readonly sub_code?: string };

/** The parameters every request carries, signed. `content` becomes `biz_content`. */
export function alipayRequest(
  config: AlipayConfig,
  method: string,
  content: Readonly<Record<string, unknown>>,
  now: Date,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const parameters = {
    app_id: config.appId,
    method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: toAlipayTime(now),
    version: '1.0',
    biz_content: JSON.stringify(content),
    ...extra,
  };
  return { ...parameters, sign: signRsa2(requestText(parameters), config.merchantPrivateKey) };
}

/**
 * Calls one method of the gateway and verifies the signature of its answer.
 * @throws ProviderSilent when there is no answer, or none that Alipay signed.
 */
export async function callAlipay(
  config: AlipayConfig,
  method: string,
  content: Readonly<Record<string, unknown>>,
  now: Date,
  signal: AbortSignal,
): Promise<AlipayAnswer> {
  const { status, text } = await callProvider({
    url: config.gatewayUrl,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(alipayRequest(config, method, content, now)).toString(),
    signal,
  });
  if (status !== 200) throw new ProviderSilent(`Alipay answered with status ${status}.`);
  const node = signedNode(text, `${method.replaceAll('.', '_')}_response`);
  if (node === null || !verifyRsa2(node.text, node.signature, config.alipayPublicKey)) {
    throw new ProviderSilent(`Alipay's answer to ${method} is not signed by Alipay.`);
  }
  const answer: unknown = JSON.parse(node.text);
  if (!isAnswer(answer)) throw new ProviderSilent(`Alipay's answer to ${method} has no code.`);
  return answer;
}

/**
 * The result node exactly as it stands in the answer: the signature is over these characters, so it must not be parsed and
 * written again. The node ends where `,"sign":"` begins; base64 has no quotes, so the last occurrence is the real one.
 */
function signedNode(text: string, name: string): { text: string; signature: string } | null {
  const start = text.indexOf(`"${name}":`);
  const end = text.lastIndexOf(',"sign":"');
  const signature = /^,"sign":"([A-Za-z0-9+/=\\]+)"/.exec(text.slice(end))?.[1];
  if (start === -1 || end <= start || signature === undefined) return null;
  return { text: text.slice(start + name.length + 3, end), signature: signature.replaceAll('\\/', '/') };
}

function isAnswer(value: unknown): value is AlipayAnswer {
  return typeof value === 'object' && value !== null && typeof (value as { code?: unknown }).code === 'string';
}

import { ProviderSilent } from '../provider.ts';
import type { AcquirerErrorCode, AcquirerPayment } from './acquirerApi.ts';
import type { AcquirerConfig } from './config.ts';

/** What the acquirer answered: the payment, or why it would not. */
export type AcquirerAnswer = { readonly payment: AcquirerPayment } | { readonly refused: AcquirerErrorCode };

const ANSWER_BYTES_MAX = 262_144;

/**
 * Calls the acquirer.
 * @throws ProviderSilent when it doesn't answer, answers with a fault of its own (5xx, 429), or not understandably.
 */
export async function callAcquirer(
  config: AcquirerConfig,
  method: 'GET' | 'POST',
  path: string,
  body: object | null,
  signal: AbortSignal,
): Promise<AcquirerAnswer> {
  const { status, text } = await send(config, method, path, body, signal);
  const answer = parse(text);
  if (status === 200 && isPayment(answer)) {
    if (answer.merchantId !== config.merchantId)
      throw new ProviderSilent('The acquirer answered for another merchant.');
    return { payment: answer };
  }
  const code = (answer as { error?: { code?: AcquirerErrorCode } } | null)?.error?.code;
  if (status >= 400 && status < 500 && status !== 429 && status !== 408 && code !== undefined) return { refused: code };
  throw new ProviderSilent(`The acquirer answered with status ${status}.`);
}

async function send(
  config: AcquirerConfig,
  method: string,
  path: string,
  body: object | null,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(`${config.url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
      body: body === null ? null : JSON.stringify(body),
      redirect: 'error',
      signal,
    });
    const text = await response.text();
    if (text.length > ANSWER_BYTES_MAX) throw new ProviderSilent('The acquirer answered with more than 256 KiB.');
    return { status: response.status, text };
  } catch (error) {
    if (error instanceof ProviderSilent) throw error;
    throw new ProviderSilent('The acquirer did not answer.', { cause: error });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** True when the value has the form of a payment, as far as we rely on it. */
export function isPayment(value: unknown): value is AcquirerPayment {
  const payment = value as Partial<AcquirerPayment> | null;
  return (
    typeof payment === 'object' &&
    payment !== null &&
    typeof payment.id === 'string' &&
    typeof payment.reference === 'string' &&
    typeof payment.merchantId === 'string' &&
    /^\d{1,18}$/.test(payment.amount?.minor ?? '') &&
    typeof payment.amount?.currency === 'string' &&
    typeof payment.authentication?.transStatus === 'string' &&
    Array.isArray(payment.refunds)
  );
}

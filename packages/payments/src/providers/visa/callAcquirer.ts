import { callProvider } from '../callProvider.ts';
import { ProviderSilent } from '../provider.ts';
import type { AcquirerErrorCode, AcquirerPayment } from './acquirerApi.ts';
import type { AcquirerConfig } from './config.ts';

/** What the acquirer answered: the payment, or why it would not. */
export type AcquirerAnswer = { readonly payment: AcquirerPayment } | { readonly refused: AcquirerErrorCode };

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
  const { status, text } = await callProvider({
    url: `${config.url}/v1${path}`,
    method,
    headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
    body: body === null ? null : JSON.stringify(body),
    signal,
  });
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

import { request } from 'undici';
import { ProviderSilent } from './provider.ts';

export interface ProviderCall {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
}

export interface ProviderAnswer {
  readonly status: number;
  readonly text: string;
}

const answerLengthMax = 262_144;

/**
 * One HTTP call to a provider, over connections that are kept open. Redirects are answers like others: nobody sends our
 * requests elsewhere.
 * @throws ProviderSilent when there is no answer, in time and of at most 256 KiB.
 */
export async function callProvider({ url, method, headers, body, signal }: ProviderCall): Promise<ProviderAnswer> {
  try {
    const answer = await request(url, { method, headers, body, signal });
    const text = await answer.body.text();
    if (text.length <= answerLengthMax) return { status: answer.statusCode, text };
  } catch (cause) {
    throw new ProviderSilent('The provider did not answer.', { cause });
  }
  throw new ProviderSilent('The provider answered with more than 256 KiB.');
}

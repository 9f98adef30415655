import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** What a endpoint said of a message. */
export interface EndpointAnswer {
  readonly endpoint: string;
  readonly isAccepted: boolean;
  /** The endpoint's outcome, or the code and text of its refusal. */
  readonly outcome: string;
}

const compress = promisify(gzip);
const answerDeadlineMs = 10_000;
const attemptsMax = 4;
const retryBaseMs = 250;

/**
 * Sends one results message to a endpoint as the results systems do: gzip, X-API-KEY, and again when the endpoint does not
 * answer in time or is overloaded. Throws when it does not answer at all.
 */
export async function sendMessage(endpoint: string, xml: Uint8Array, apiKey: string): Promise<EndpointAnswer> {
  const body = await compress(xml);
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attemptSend(endpoint, body, apiKey);
    if (typeof answer !== 'string') return answer;
    if (attempt === attemptsMax) throw new Error(`${endpoint} does not answer: ${answer}`);
    await delay(retryBaseMs * 2 ** attempt);
  }
}

/** The answer, or the reason why the message is to be sent again. */
async function attemptSend(endpoint: string, body: Buffer, apiKey: string): Promise<EndpointAnswer | string> {
  let response: Response;
  try {
    response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/xml', 'content-encoding': 'gzip', 'x-api-key': apiKey },
      body,
      signal: AbortSignal.timeout(answerDeadlineMs),
    });
  } catch (error) {
    return (error as Error).message;
  }
  if (response.status >= 500) return `status ${response.status}`;
  const content = (await response.json().catch(() => ({}))) as {
    outcome?: string;
    errors?: { message: string; extensions?: { code?: string; reason?: string } }[];
  };
  const [error] = content.errors ?? [];
  return {
    endpoint,
    isAccepted: response.ok,
    outcome: error
      ? `${error.extensions?.reason ?? error.extensions?.code}: ${error.message}`
      : (content.outcome ?? 'stored'),
  };
}

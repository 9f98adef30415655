import { setTimeout as delay } from 'node:timers/promises';
import type { DemonstrationMessage } from '@games/demonstration';
import { type EndpointAnswer, sendMessage } from '../odfSender.ts';
import { CommandError } from '../output.ts';

/** Where the messages go: everything to competition, people to athletes as well. */
export interface Endpoints {
  readonly competition: string;
  readonly athletes?: string | undefined;
}

/** What the athletes service reads of what is sent during the Games. */
const aboutPeople: ReadonlySet<string> = new Set(['DT_PARTIC_UPDATE', 'DT_PARTIC_TEAMS_UPDATE']);

/** A endpoint that has been silent for so long is given up. */
const patienceMs = 60_000;
const pauseMs = 1_000;

/**
 * Sends one message to the endpoints that want it, again and again while a endpoint does not answer, as results systems do.
 * The first answer is competition's. Throws CommandError when a endpoint stays silent.
 */
export async function deliver(
  { header, xml }: DemonstrationMessage,
  endpoints: Endpoints,
  key: string,
  signal?: AbortSignal,
): Promise<readonly EndpointAnswer[]> {
  const others = endpoints.athletes !== undefined && aboutPeople.has(header.documentType) ? [endpoints.athletes] : [];
  const bytes = Buffer.from(xml);
  return Promise.all([endpoints.competition, ...others].map((endpoint) => sendPatiently(endpoint, bytes, key, signal)));
}

async function sendPatiently(
  endpoint: string,
  xml: Buffer,
  key: string,
  signal?: AbortSignal,
): Promise<EndpointAnswer> {
  const begin = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await sendMessage(endpoint, xml, key);
    } catch (error) {
      if (performance.now() - begin < patienceMs) {
        await delay(pauseMs, undefined, signal ? { signal } : {});
        continue;
      }
      throw new CommandError(`${(error as Error).message}. The same command goes on where this one stops.`);
    }
  }
}

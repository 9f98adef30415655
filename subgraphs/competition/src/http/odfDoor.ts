import { createHash, timingSafeEqual } from 'node:crypto';
import { OdfRefusal } from '@games/odf';
import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { type Route, readBody, sendJson } from '@games/subgraph';
import type { ApplyQueue } from '../odf/applyQueue.ts';
import { storeMessage } from '../odf/ingest.ts';
import { messageBytesMax } from '../odf/prepareMessage.ts';
import { countWaiting } from '../sql/queue.ts';

/** More than this waits only when applying has stopped: then senders keep their messages and come back. */
const waitingMax = 20_000;
const retryAfterS = 5;

export interface OdfDoorOptions {
  readonly database: Database;
  readonly queue: ApplyQueue;
  readonly apiKey: string;
  readonly shownFeed: 'P' | 'T';
}

/**
 * `POST /odf`: one message, as it is or with gzip, from a sender that knows the key (`X-API-KEY`). It is checked and
 * stored before the answer, so that the sender need not send it again, and applied after it.
 * Answers `{ messageId, outcome }`, or a coded error.
 */
export function createOdfDoor({ database, queue, apiKey, shownFeed }: OdfDoorOptions): Route {
  return async (request, response) => {
    if (!isKey(request.headers['x-api-key'], apiKey)) {
      throw new ClientError('UNAUTHENTICATED', 'The header X-API-KEY does not carry the key of this feed.');
    }
    const xml = await readBody(request, messageBytesMax);
    if ((await countWaiting(database, waitingMax)) >= waitingMax) {
      response.setHeader('retry-after', String(retryAfterS));
      throw new ClientError('OVERLOADED', 'Too many messages wait to be applied.');
    }
    const { id, duplicate, state } = await storeOrRefuse(database, xml, shownFeed);
    if (state === 'STORED') queue.wake();
    sendJson(response, 200, { messageId: String(id), outcome: duplicate ? 'DUPLICATE' : state });
  };
}

async function storeOrRefuse(database: Database, xml: Buffer, shownFeed: 'P' | 'T') {
  try {
    return await storeMessage(database, xml, { shownFeed });
  } catch (error) {
    if (error instanceof OdfRefusal) throw new ClientError(error.code, error.message);
    throw error;
  }
}

/** Compares digests, so that the time it takes tells nothing of the key. */
function isKey(given: string | string[] | undefined, key: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}

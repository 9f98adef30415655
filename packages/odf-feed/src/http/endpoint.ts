import { createHash, timingSafeEqual } from 'node:crypto';
import { readBody, sendJson } from '@games/http';
import { OdfRefusal } from '@games/odf';
import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import type { Route } from '@games/subgraph';
import type { ApplyQueue } from '../apply/applyQueue.ts';
import type { Feed } from '../feed.ts';
import { storeMessage } from '../importMessages.ts';
import { messageBytesMax, messagesWaitingMax, retryAfterS } from '../limits.ts';
import { selectWaitingCount } from '../sql/queue.ts';

export interface OdfEndpointOptions {
  readonly feed: Feed;
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
export function createOdfEndpoint({ feed, database, queue, apiKey, shownFeed }: OdfEndpointOptions): Route {
  return async (request, response) => {
    if (!isKey(request.headers['x-api-key'], apiKey)) {
      throw new ClientError('UNAUTHENTICATED', 'The header X-API-KEY does not carry the key of this feed.');
    }
    const xml = await readBody(request, messageBytesMax);
    if ((await selectWaitingCount(database, messagesWaitingMax)) >= messagesWaitingMax) {
      response.setHeader('retry-after', String(retryAfterS));
      throw new ClientError('OVERLOADED', 'Too many messages wait to be applied.');
    }
    const { id, duplicate, state } = await store(feed, database, xml, shownFeed);
    if (state === 'STORED') queue.wake();
    sendJson(response, 200, { messageId: String(id), outcome: duplicate ? 'DUPLICATE' : state });
  };
}

async function store(feed: Feed, database: Database, xml: Buffer, shownFeed: 'P' | 'T') {
  try {
    return await storeMessage(feed, database, xml, { shownFeed });
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

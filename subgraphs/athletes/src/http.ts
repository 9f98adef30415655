import { createHash, timingSafeEqual } from 'node:crypto';
import type { Database } from '@games/postgres';
import { ClientError, createLog } from '@games/service';
import { type Route, readBody, sendJson } from '@games/subgraph';
import { applyPending } from './commands/applyPending.ts';
import { type Receipt, storeMessages } from './commands/storeMessages.ts';

const bodyBytesMax = 10 * 1024 * 1024;
const log = createLog('athletes');

/** The door of the feed. */
export interface FeedDoor {
  readonly receive: Route;
  /** Settles when nothing that was stored waits to be applied any more. */
  settled(): Promise<void>;
}

/**
 * `POST /odf`: one message, as it is or with gzip, from a sender who knows the key (`X-API-KEY`). It is stored before
 * the answer, so that the sender need not send it again, and applied after it. The answer is the receipt.
 */
export function createFeedDoor(database: Database, apiKey: string): FeedDoor {
  let applying: Promise<void> = Promise.resolve();
  const applySoon = (): void => {
    applying = applying
      .then(() => applyPending(database))
      .then(
        () => {},
        // It stays pending: the next message, or the next start of the service, tries again.
        (error: unknown) => log.error('messages could not be applied', { error }),
      );
  };
  return {
    receive: async (request, response) => {
      if (!isKey(request.headers['x-api-key'], apiKey)) {
        throw new ClientError('UNAUTHENTICATED', 'The header X-API-KEY does not carry the key of this feed.');
      }
      const xml = await readBody(request, bodyBytesMax);
      const [receipt] = await storeMessages(database, [{ name: 'POST /odf', xml }], { maxBytes: bodyBytesMax });
      refuse(receipt as Receipt);
      applySoon();
      const { outcome, identity, remarks } = receipt as Receipt;
      sendJson(response, 200, { outcome, identity, remarks });
    },
    settled: () => applying,
  };
}

/** Throws what the sender can do something about. */
function refuse({ outcome, code, reason }: Receipt): void {
  if (outcome !== 'refused') return;
  const contradicts = code === 'ODF_IDENTITY_CONFLICT' || code === 'ODF_OTHER_COMPETITION';
  const status = contradicts ? 'CONFLICT' : code === 'ODF_TOO_LARGE' ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST';
  throw new ClientError(status, reason ?? '', { reason: code });
}

/** Compares digests, so that the time it takes tells nothing of the key. */
function isKey(given: string | string[] | undefined, key: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(key));
}

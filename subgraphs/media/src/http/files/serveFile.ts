import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Database } from '@games/postgres';
import { ClientError, type GamesClock, InternalError } from '@games/service';
import type { Route } from '@games/subgraph';
import { mayStillHave } from '../../domain/rights/access.ts';
import { subjectOfAsset } from '../../domain/rights/subjects.ts';
import { type StoredFileRow, selectStoredFile } from '../../sql/assets/renditions.ts';
import type { FileLink, FileLinks } from './links.ts';

export interface FileServing {
  readonly database: Database;
  readonly clock: GamesClock;
  readonly links: FileLinks;
  /** The folder in which stored objects lie under their keys. */
  readonly folder: string;
}

/**
 * `GET /files/<asset>/<rendition>?for&expires&signature`: a file for the holder of a valid address. The address is
 * not enough: what was withdrawn or revoked since it was made is refused, so that a revoked right ends with the next request.
 */
export function createFileRoute({ database, clock, links, folder }: FileServing): Route {
  return async (request, response, url) => {
    const link = links.read(url);
    if (!link) throw new ClientError('FORBIDDEN', 'This address is not valid, or its time is over; ask for a new one.');
    const file = await selectStoredFile(database, link.assetId, link.rendition);
    if (!file) throw new ClientError('NOT_FOUND', 'The file does not exist.');
    const now = clock.now();
    if (!(await mayStillHave(database, link.audience, subjectOfAsset(file, now), now))) {
      throw new ClientError('FORBIDDEN', 'The right to this file does not stand any more.');
    }
    const etag = `"${file.sha256}"`;
    const headers = headersOf(file, link, etag);
    if (request.headers['if-none-match'] === etag) return void response.setHeaders(headers).writeHead(304).end();
    const path = await findObject(folder, file);
    response.setHeaders(headers).writeHead(200, { 'content-length': String(file.byteSize) });
    if (request.method === 'HEAD') return void response.end();
    await pipeline(createReadStream(path), response);
  };
}

function headersOf(file: StoredFileRow, { audience, expires }: FileLink, etag: string): Headers {
  const secondsLeft = Math.max(0, expires - Math.floor(Date.now() / 1_000));
  return new Headers({
    etag,
    'content-type': file.mediaType,
    // Licensed files stay out of shared caches: there, nobody would ask again whether the right still stands.
    'cache-control': audience === 'public' ? `public, max-age=${secondsLeft}` : 'private, no-cache',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
    // A drawing may carry scripts and links; none of them is to run or load.
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  });
}

/** Where the bytes lie. Throws when they are not there, or not as many as were stored. */
async function findObject(folder: string, { objectKey, byteSize }: StoredFileRow): Promise<string> {
  const path = join(folder, objectKey);
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new InternalError(`The stored object ${objectKey} is not in the folder of files`, { cause });
  });
  if (BigInt(size) !== byteSize) throw new InternalError(`The stored object ${objectKey} was altered`);
  return path;
}

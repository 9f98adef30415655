import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import type { Route } from '@games/subgraph';
import { readDrawRecord } from '../sql/drawRecords.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
/** Records are large, few are asked for at a time, and a published one never changes. */
const recordsKeptMax = 4;
const maxAgeSeconds = 3_600;

interface PublishedRecord {
  readonly body: Buffer;
  readonly etag: string;
}

/** `GET /draws/CODE.json`: the published record of a draw, for everybody who wants to hold it again. */
export function drawRoutes(database: Database): Readonly<Record<string, Route>> {
  const kept = new Map<string, Promise<PublishedRecord>>();
  const find = (code: string): Promise<PublishedRecord> => {
    const known = kept.get(code);
    if (known) return known;
    const record = readPublished(database, code);
    kept.set(code, record);
    record.catch(() => kept.delete(code));
    if (kept.size > recordsKeptMax) kept.delete(kept.keys().next().value as string);
    return record;
  };
  return {
    'GET /draws/*': async (request, response, url) => {
      const code = /^\/draws\/([A-Za-z0-9-]{1,64})\.json$/.exec(url.pathname)?.[1];
      if (code === undefined) throw notPublished();
      await send(request, response, await find(code));
    },
  };
}

const notPublished = () => new ClientError('NOT_FOUND', 'No record of such a draw has been published.');

async function readPublished(database: Database, code: string): Promise<PublishedRecord> {
  const record = await readDrawRecord(database, code);
  if (record === null) throw notPublished();
  const text = JSON.stringify(record);
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  return { body: await compress(text), etag };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { body, etag }: PublishedRecord,
): Promise<void> {
  const headers = { etag, 'cache-control': `public, max-age=${maxAgeSeconds}`, vary: 'accept-encoding' };
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, headers).end();
    return;
  }
  const compressed = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  const bytes = compressed ? body : await decompress(body);
  response.writeHead(200, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    ...(compressed ? { 'content-encoding': 'gzip' } : {}),
    'content-length': bytes.length,
  });
  response.end(bytes);
}

import type { Database } from '@games/postgres';
import { ClientError } from '@games/service';
import { type CompressedBody, compressBody, type Route, sendBody } from '@games/subgraph';
import { selectDrawRecord } from '../../sql/draws/drawRecords.ts';

/** Records are large, few are asked for at a time, and a published one never changes. */
const recordsCachedMax = 4;
const maxAgeSeconds = 3_600;

/** `GET /draws/CODE.json`: the published record of a draw, for everybody who wants to hold it again. */
export function drawRoutes(database: Database): Readonly<Record<string, Route>> {
  const cached = new Map<string, Promise<CompressedBody>>();
  const find = (code: string): Promise<CompressedBody> => {
    const known = cached.get(code);
    if (known) return known;
    const record = readPublished(database, code);
    cached.set(code, record);
    record.catch(() => cached.delete(code));
    if (cached.size > recordsCachedMax) cached.delete(cached.keys().next().value as string);
    return record;
  };
  return {
    'GET /draws/*': async (request, response, url) => {
      const code = /^\/draws\/([A-Za-z0-9-]{1,64})\.json$/.exec(url.pathname)?.[1];
      if (code === undefined) throw notPublished();
      await sendBody(request, response, await find(code), {
        contentType: 'application/json; charset=utf-8',
        maxAgeSeconds,
      });
    },
  };
}

const notPublished = () => new ClientError('NOT_FOUND', 'No record of such a draw has been published.');

async function readPublished(database: Database, code: string): Promise<CompressedBody> {
  const record = await selectDrawRecord(database, code);
  if (record === null) throw notPublished();
  return compressBody(JSON.stringify(record));
}

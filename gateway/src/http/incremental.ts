import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Patch, PatchBatch } from '../contract/operation.ts';
import { withRequestId } from './requestId.ts';

/** Headers of an answer whose deferred parts follow (incremental delivery of 2022, as Apollo Client and urql read it). */
export const incrementalHeaders = {
  'content-type': 'multipart/mixed; boundary="-"; deferSpec=20220824',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

const partHead = 'content-type: application/json; charset=utf-8\r\n\r\n';

const opening = '\r\n---';
const ending = '--\r\n';

/** A part with the boundary that ends it, and the end of all after the last: whole chunks, as clients want to read them. */
const part = (json: string, hasNext: boolean): string => `\r\n${partHead}${json}\r\n---${hasNext ? '' : ending}`;

/** Writes an answer that nothing follows, for clients that read nothing but parts. */
export function sendAsOnePart(response: ServerResponse, body: Buffer): void {
  response.end(opening + part(`${body.subarray(0, -1)},"hasNext":false}`, false));
}

/**
 * Writes a first answer and the patches that follow it, each as soon as it is there; a client that is slow to read holds
 * the patches back. When the client goes, the patches under way are cancelled.
 */
export async function sendIncrementally(
  response: ServerResponse,
  body: Buffer,
  { patches, requestId }: { readonly patches: AsyncIterable<PatchBatch>; readonly requestId: string },
): Promise<void> {
  const iterator = patches[Symbol.asyncIterator]();
  const gone = new Promise<never>((_resolve, reject) => {
    response.on('close', () => reject(new Error('the client has gone')));
  });
  gone.catch(() => {});
  try {
    response.write(opening + part(`${body.subarray(0, -1)},"hasNext":true}`, true));
    for (;;) {
      const step = await Promise.race([iterator.next(), gone]);
      if (step.done) return void response.end(part('{"hasNext":false}', false));
      const { patches: batch, hasNext } = step.value;
      const bytes = part(writePatches(batch, hasNext, requestId), hasNext);
      if (!hasNext) return void response.end(bytes);
      if (!response.write(bytes)) await Promise.race([once(response, 'drain'), gone]);
    }
  } catch {
    response.destroy();
  } finally {
    await iterator.return?.();
  }
}

function writePatches(patches: readonly Patch[], hasNext: boolean, requestId: string): string {
  const entries = patches.map(({ data, path, label, errors }) => {
    const members = [`"data":${data}`, `"path":${JSON.stringify(path)}`];
    if (label !== null) members.push(`"label":${JSON.stringify(label)}`);
    if (errors.length > 0) members.push(`"errors":${JSON.stringify(withRequestId(errors, requestId))}`);
    return `{${members.join(',')}}`;
  });
  return entries.length === 0
    ? `{"hasNext":${hasNext}}`
    : `{"incremental":[${entries.join(',')}],"hasNext":${hasNext}}`;
}

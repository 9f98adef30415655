import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Patch, PatchBatch } from '../contract/operation.ts';

/** Headers of an answer whose deferred parts follow (incremental delivery of 2022, as Apollo Client and urql read it). */
export const incrementalHeaders = {
  'content-type': 'multipart/mixed; boundary="-"; deferSpec=20220824',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

const partHead = 'content-type: application/json; charset=utf-8\r\n\r\n';

/**
 * Writes a first answer and the patches that follow it, each as soon as it is there; a client that is slow to read holds
 * the patches back. When the client goes, the patches under way are cancelled.
 */
export async function sendIncrementally(
  response: ServerResponse,
  body: Buffer,
  patches: AsyncIterable<PatchBatch>,
): Promise<void> {
  const iterator = patches[Symbol.asyncIterator]();
  const gone = new Promise<never>((_resolve, reject) => {
    response.on('close', () => reject(new Error('the client has gone')));
  });
  gone.catch(() => {});
  try {
    response.write(`\r\n---\r\n${partHead}`);
    response.write(body.subarray(0, -1));
    response.write(',"hasNext":true}\r\n---');
    let hasNext = true;
    while (hasNext) {
      const step = await Promise.race([iterator.next(), gone]);
      if (step.done) break;
      hasNext = step.value.hasNext;
      const part = `\r\n${partHead}${writePatches(step.value.patches, hasNext)}\r\n---`;
      if (!response.write(part)) await Promise.race([once(response, 'drain'), gone]);
    }
    if (hasNext) response.write(`\r\n${partHead}{"hasNext":false}\r\n---`);
    response.end('--\r\n');
  } catch {
    response.destroy();
  } finally {
    await iterator.return?.();
  }
}

function writePatches(patches: readonly Patch[], hasNext: boolean): string {
  const entries = patches.map(({ data, path, label, errors }) => {
    const members = [`"data":${data}`, `"path":${JSON.stringify(path)}`];
    if (label !== null) members.push(`"label":${JSON.stringify(label)}`);
    if (errors.length > 0) members.push(`"errors":${JSON.stringify(errors)}`);
    return `{${members.join(',')}}`;
  });
  return entries.length === 0
    ? `{"hasNext":${hasNext}}`
    : `{"incremental":[${entries.join(',')}],"hasNext":${hasNext}}`;
}

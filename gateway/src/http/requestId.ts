import { randomBytes } from 'node:crypto';
import type { LocatedError } from '../contract/errors.ts';
import type { SubscriptionStream } from '../contract/stream.ts';
import type { OperationAnswer } from '../operation/request.ts';

const accepted = /^[\w.:-]{8,128}$/;
const prefix = randomBytes(6).toString('base64url');
let count = 0;

/** The id of a request: the one that a proxy gave it, where that is harmless in logs and headers, or a fresh one. */
export function requestIdOf(given: string | string[] | undefined): string {
  if (typeof given === 'string' && accepted.test(given)) return given;
  count = (count + 1) % Number.MAX_SAFE_INTEGER;
  return `${prefix}-${count.toString(36)}`;
}

/** Errors that quote the id of their request, by which our logs are found. */
export const withRequestId = (errors: readonly LocatedError[], requestId: string): readonly LocatedError[] =>
  errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId } }));

/** An answer whose errors quote the id. What others share of it stays as it is; events are the same for all. */
export function quoteRequestId(answer: OperationAnswer, requestId: string): OperationAnswer {
  switch (answer.kind) {
    case 'result':
      return answer.errors.length === 0 ? answer : { ...answer, body: quoteInBody(answer, requestId) };
    case 'refusal':
      return { ...answer, errors: withRequestId(answer.errors, requestId) };
    case 'stream': {
      const { open } = answer.stream;
      const quoting: SubscriptionStream['open'] = (subscriber) =>
        open({ ...subscriber, fail: (errors) => subscriber.fail(withRequestId(errors, requestId)) });
      return { ...answer, stream: { ...answer.stream, open: quoting } };
    }
  }
}

/** Errors stand before the data, as the engine writes them. */
function quoteInBody(
  { body, errors }: { readonly body: Buffer; readonly errors: readonly LocatedError[] },
  requestId: string,
): Buffer {
  const written = Buffer.from(`{"errors":${JSON.stringify(errors)}`);
  if (!body.subarray(0, written.length).equals(written)) return body;
  const quoting = Buffer.from(`{"errors":${JSON.stringify(withRequestId(errors, requestId))}`);
  return Buffer.concat([quoting, body.subarray(written.length)]);
}

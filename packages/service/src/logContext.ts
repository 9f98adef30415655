import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line that a request writes into the log tells of it. */
export interface LogContext {
  readonly requestId?: string;
  /** The trace of W3C Trace Context that the request belongs to, 32 hexadecimal digits. */
  readonly traceId?: string;
  /** Whether the caller records the trace, two hexadecimal digits. */
  readonly traceFlags?: string;
}

/** Header in which a request is told by what its callers call it. */
export const requestIdHeader = 'x-request-id';
/** Header of the trace that a request belongs to (W3C Trace Context, §3.2). */
export const traceParentHeader = 'traceparent';

const storage = new AsyncLocalStorage<LogContext>();
const requestIdPattern = /^[\w.:-]{1,128}$/;
const traceParentPattern = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-([\da-f]{2})$/;

/** What the headers of a request say about it; what is not well-formed is left out, since it would go into the log. */
export function readLogContext(headers: Readonly<Record<string, string | string[] | undefined>>): LogContext {
  const requestId = String(headers[requestIdHeader] ?? '');
  const [, traceId, traceFlags] = traceParentPattern.exec(String(headers[traceParentHeader] ?? '')) ?? [];
  return {
    ...(requestIdPattern.test(requestId) ? { requestId } : {}),
    ...(traceId === undefined || traceFlags === undefined ? {} : { traceId, traceFlags }),
  };
}

/** Runs the work of a request: all that it writes into the log carries the context. */
export function withLogContext<T>(context: LogContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request under way, where there is one. */
export const currentLogContext = (): LogContext | undefined => storage.getStore();

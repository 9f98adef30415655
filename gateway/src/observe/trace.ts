import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import {
  currentLogContext,
  type LogContext,
  readLogContext,
  requestIdHeader,
  traceParentHeader,
  withLogContext,
} from '@games/service';

/** A call that undici is about to make (channel `undici:request:create`). */
interface OutgoingCall {
  readonly method: string;
  readonly addHeader: (name: string, value: string) => void;
}

/** Contexts of requests that are answered: what still runs in them, as the sockets opened in them do, is for others. */
const ended = new WeakSet<LogContext>();
let isPropagating = false;

/**
 * Lets each call of a subgraph carry the id and the trace (W3C Trace Context, §3.2) of the request that causes it. They
 * are added when the call is made, after its headers have decided with which call in flight it is shared.
 */
export function propagateTraces(): void {
  if (isPropagating) return;
  isPropagating = true;
  subscribe('undici:request:create', (message) => {
    const { request } = message as { readonly request: OutgoingCall };
    const context = currentLogContext();
    // Other calls, such as those for the keys of an issuer, leave the house.
    if (context === undefined || request.method !== 'POST' || ended.has(context)) return;
    if (context.requestId !== undefined) request.addHeader(requestIdHeader, context.requestId);
    request.addHeader(traceParentHeader, `00-${context.traceId}-${spanId()}-${context.traceFlags}`);
  });
}

/** Runs the work of a request in its trace: the one that came along, or a new one. */
export async function inTrace<T>(
  requestId: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  work: () => Promise<T>,
): Promise<T> {
  const fresh = { traceId: randomUUID().replaceAll('-', ''), traceFlags: '00' };
  const context: LogContext = { ...fresh, ...readLogContext(headers), requestId };
  try {
    return await withLogContext(context, work);
  } finally {
    ended.add(context);
  }
}

/** Eight random bytes. */
function spanId(): string {
  const random = randomUUID();
  return random.slice(0, 8) + random.slice(-8);
}

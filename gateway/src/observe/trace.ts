import { randomUUID } from 'node:crypto';
import { readLogContext, requestIdHeader, traceParentHeader } from '@games/service';

/**
 * Headers (`[name, value, …]`) by which services find the request that calls them: its id, and its trace (W3C Trace Context,
 * §3.2), the one that came along or a new one. Each call is a span of its own. The trace is read or made with the first
 * call: what is answered without a subgraph needs none.
 */
export function traceHeadersOf(
  requestId: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): () => readonly string[] {
  let trace: { readonly traceId: string; readonly traceFlags: string } | null = null;
  return () => {
    trace ??= { traceId: randomUUID().replaceAll('-', ''), traceFlags: '00', ...readLogContext(headers) };
    return [requestIdHeader, requestId, traceParentHeader, `00-${trace.traceId}-${spanId()}-${trace.traceFlags}`];
  };
}

/** Eight random bytes. */
function spanId(): string {
  const random = randomUUID();
  return random.slice(0, 8) + random.slice(-8);
}

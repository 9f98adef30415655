import type { GraphQLFormattedError } from 'graphql';
import type { SubscriptionSource } from '../contract/subscription.ts';
import type { SourceListener } from './source.ts';

/** How sources that go away are followed. */
export interface SourceLimits {
  /** A source that shows no sign of life for so long is taken for dead. */
  readonly sourceSilenceTimeoutMs: number;
  /** How long a source that was lost is tried again before its subscribers are told. */
  readonly sourcePatienceMs: number;
  /** A stream that lived for so long was well: what was lost before counts no more. */
  readonly sourceStableMs: number;
  /** What it means when a subgraph ends its stream in good order, but without `complete`. */
  readonly sourceEnd: 'complete' | 'resume';
}

/** How one attempt at a source ended. */
export type SourceOutcome =
  | { readonly kind: 'complete' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'rejected'; readonly errors: readonly GraphQLFormattedError[] }
  | { readonly kind: 'lost'; readonly reason: string };

export type EventData = { readonly data: unknown; readonly errors?: readonly GraphQLFormattedError[] };

/** Subscribes once and resolves when that is over. It may reject; that is a loss. */
export type ReadSource = (
  source: SubscriptionSource,
  onData: (data: EventData) => void,
  signal: AbortSignal,
) => Promise<SourceOutcome>;

const firstRetryMs = 200;
const retryMsMax = 10_000;

/**
 * Reads a source, and again after each loss until patience ends. The pauses grow, and only a stream that lives for some
 * time makes them short again: a subgraph that dies of each event is not asked for the next one at once.
 */
export async function followSource(
  read: ReadSource,
  source: SubscriptionSource,
  listener: SourceListener,
  limits: SourceLimits,
  signal: AbortSignal,
): Promise<void> {
  let attempt = 0;
  let lostAtMs = 0;
  while (!signal.aborted) {
    const startedAtMs = performance.now();
    const outcome = await read(
      source,
      (data) => {
        if (!signal.aborted) listener.event({ kind: 'payload', ...data });
      },
      signal,
    ).catch((error: unknown): SourceOutcome => ({ kind: 'lost', reason: String(error) }));
    if (signal.aborted) return;
    if (outcome.kind === 'complete' || (outcome.kind === 'ended' && limits.sourceEnd === 'complete')) {
      return listener.end();
    }
    if (outcome.kind === 'rejected') return listener.rejected(outcome.errors);
    const nowMs = performance.now();
    if (nowMs - startedAtMs >= limits.sourceStableMs) {
      attempt = 0;
      lostAtMs = 0;
    }
    lostAtMs ||= nowMs;
    if (nowMs - lostAtMs > limits.sourcePatienceMs) {
      return listener.lost(outcome.kind === 'lost' ? outcome.reason : 'the stream ends without completing');
    }
    await pause(Math.min(retryMsMax, firstRetryMs * 2 ** attempt++) * (0.5 + Math.random() / 2), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
  });
}

const codeOfStatus = new Map([
  [400, 'BAD_REQUEST'],
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [429, 'RATE_LIMITED'],
]);

/** The errors of a refusal, each with a code: its own, or what its status (or close code less 4,000) means. */
export function codedErrors(
  errors: readonly GraphQLFormattedError[],
  status: number | null,
): readonly GraphQLFormattedError[] {
  const fallback = (status !== null && codeOfStatus.get(status)) || 'DOWNSTREAM_SERVICE_ERROR';
  const given = errors.length > 0 ? errors : [{ message: 'The service refused the subscription.' }];
  return given.map((error) => ({ ...error, extensions: { code: fallback, ...error.extensions } }));
}
